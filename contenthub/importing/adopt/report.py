"""The first useful answer: a place's pages beside our content, with what they contradict."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from content_models.facts import fact_kind
from content_models.models import Fact, FactVersion
from contenthub.importing.adopt.crawl import Page
from contenthub.importing.adopt.facts import PATTERNS, Contradiction, Ours, contradictions
from contenthub.importing.adopt.match import Known, match
from contenthub.publishing.snapshots import Dependency, Publication


@dataclass(frozen=True)
class Seen:
    """One page: the item it is about, if any, and the facts it contradicts."""

    url: str
    title: str
    stamped: bool
    item: dict[str, Any] | None
    contradictions: list[dict[str, Any]]


def report(pages: Iterable[Page], locale: str, now: datetime) -> Iterator[Seen]:
    """Yield what there is to say of each page."""
    items = known_items(locale)
    by_item, everywhere = facts_of(locale, now)
    for page in pages:
        found = match(page.title, page.text, items)
        mine = [*by_item.get(found.known.uuid, ())] if found else []
        ids = {one.uuid for one in mine}
        wrong = list(contradictions(page.text, [*mine, *(one for one in everywhere if one.uuid not in ids)]))
        item = {"uuid": found.known.uuid, "title": found.known.title, "score": round(found.score)} if found else None
        yield Seen(page.url, page.title, page.stamped, item, [asdict(one) for one in unique(wrong)])


def unique(found: list[Contradiction]) -> list[Contradiction]:
    return list({one.fact: one for one in found}.values())


def known_items(locale: str) -> list[Known]:
    """Return what is live in a language, as text."""
    rows = Publication.objects.filter(status=Publication.Status.LIVE, locale=locale).select_related("snapshot")
    return [Known(str(row.uuid), row.locale, row.title, words_of(row.snapshot.body)) for row in rows]


def words_of(body: str) -> str:
    """Return the words of a stored document."""
    return " ".join(_texts(json.loads(body)))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, inner in node.items():
            if name == "text" and isinstance(inner, str):
                yield inner
            elif not name.startswith("_"):
                yield from _texts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _texts(inner)
    elif isinstance(node, str) and " " in node:
        yield node


def facts_of(locale: str, now: datetime) -> tuple[dict[str, list[Ours]], list[Ours]]:
    """Return our facts by the item that shows them; and all whose kind can be told by its name anywhere."""
    versions: dict[str, list[FactVersion]] = {}
    for one in FactVersion.objects.select_related("fact").order_by("number"):
        versions.setdefault(str(one.fact.uuid), []).append(one)
    current = {str(one.fact.uuid): one for one in reversed(FactVersion.objects.holding(now).select_related("fact"))}
    ours = {
        uuid: ours_of(one.fact, one, versions[uuid], locale)
        for uuid, one in current.items()
        if one.fact.kind in PATTERNS and one.value is not None
    }
    by_item: dict[str, list[Ours]] = {}
    live = Publication.objects.filter(status=Publication.Status.LIVE, locale=locale)
    uses = Dependency.objects.filter(kind="fact", snapshot__in=live.values("snapshot"))
    for uuid, target in uses.values_list("snapshot__uuid", "target").distinct():
        if str(target) in ours:
            by_item.setdefault(str(uuid), []).append(ours[str(target)])
    return by_item, list(ours.values())


def ours_of(fact: Fact, current: FactVersion, every: list[FactVersion], locale: str) -> Ours:
    kind = fact_kind(fact.kind)
    written = [kind.format(current.value, form, locale) for form in kind.formats]
    older = [one for one in every if one.number < current.number and one.value is not None]
    before = [kind.format(one.value, "short", locale) for one in older if one.value != current.value]
    return Ours(
        str(fact.uuid), fact.label_in(locale), fact.kind, [str(one) for one in written], [str(one) for one in before]
    )
