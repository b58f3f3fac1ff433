"""The current texts of facts: to recognise a value typed as text, and to read a text as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from content_models.facts import FactKind, NoValue, fact_kind
from content_models.fields import Use
from content_models.models import FactVersion
from contenthub.publishing.facts import Current, current_facts
from contenthub.publishing.prepared import Prepared
from contenthub.tone.context import KnownFact, KnownFacts
from contenthub.tone.extract import Shown

KINDS = ("money", "phone", "email", "address", "url")
"""Kinds whose values are so particular that they are no coincidence."""

FRESH = timedelta(minutes=5)
NEWEST = Prepared(lambda: FactVersion.objects.order_by("-pk").values_list("pk", "published_at")[:1])
_kept: dict[str, tuple[tuple[Any, ...] | None, datetime, KnownFacts]] = {}


def known_facts(locale: str, now: datetime) -> KnownFacts:
    """Return what facts say in a language now; made anew when a fact was published, and every few minutes."""
    newest = next(iter(NEWEST()), None)
    kept = _kept.get(locale)
    if kept and kept[0] == newest and abs(now - kept[1]) < FRESH:
        return kept[2]
    texts: dict[str, KnownFact] = {}
    seen: set[int] = set()
    for version in FactVersion.objects.holding(now).filter(fact__kind__in=KINDS).select_related("fact"):
        if version.fact_id in seen:
            continue
        seen.add(version.fact_id)
        kind = fact_kind(version.fact.kind)
        for form in kind.formats[:2]:
            if text := _told(kind, version.value, form, locale):
                texts.setdefault(text, KnownFact(str(version.fact.uuid), form, version.fact.label_in(locale)))
    facts = KnownFacts(texts)
    _kept[locale] = (newest, now, facts)
    return facts


def shown_facts(uses: Iterable[Use], locale: str, now: datetime, current: Mapping[str, Current] | None) -> Shown:
    """Return the text of each fact that a document uses, in the format it uses; `current` holds values asked before."""
    wanted = {(use.uuid, use.format or "short") for use in uses if use.kind == "fact"}
    if wanted and current is None:
        current = current_facts({uuid for uuid, _form in wanted}, now)
    texts: dict[tuple[str, str], str] = {}
    for uuid, form in wanted:
        fact = (current or {}).get(uuid)
        if fact and (text := _told(fact_kind(fact.kind), fact.value, form, locale)):
            texts[uuid, form] = text
    return texts


def _told(kind: FactKind, value: Any, form: str, locale: str) -> str:
    """Return the text of a value; "" when it has none in this language."""
    try:
        return kind.format(value, form, locale)
    except (NoValue, ValueError, TypeError):
        return ""
