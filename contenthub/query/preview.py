"""Previews: drafts as a reader would get them, and the signed token by which somebody may ask for them.

A token names (item or fact, revision) pairs and the moment until which it holds. It opens nothing by itself: a
program sends it beside its channel's own token, a person without account opens a page with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from wagtail.models import Revision

from content_models.models import Fact, Item
from content_models.timeline import Entry, read_timeline
from contenthub.publishing.intake import Intake, intake_of
from contenthub.publishing.models import Publication
from contenthub.publishing.resolve import resolve
from contenthub.query.store.drafts import Drafts
from contenthub.query.store.loaded import Loaded, LoadedFact

SALT = "contenthub.preview"
MOST_PAIRS = 50
DRAFT = 0
"""The number of a snapshot, and of a fact's version, that does not exist yet."""


class PreviewError(ValueError):
    """This preview cannot be shown; the message says why and what to do."""


@dataclass(frozen=True)
class Pair:
    """One thing in one of its versions: `what` is item or fact."""

    what: str
    pk: int
    revision: int


def write_token(pairs: Iterable[Pair], now: datetime, lifetime: timedelta | None = None) -> str:
    """Return a signed token for these pairs, valid for `lifetime` (HUB_PREVIEW_DAYS when not given)."""
    until = now + (lifetime or timedelta(days=settings.HUB_PREVIEW_DAYS))
    named = [[pair.what, pair.pk, pair.revision] for pair in pairs]
    return signing.dumps({"until": int(until.timestamp()), "pairs": named}, salt=SALT, compress=True)


def read_token(token: str, now: datetime) -> tuple[list[Pair], datetime]:
    """Return the pairs and until when they may be seen. Raises PreviewError."""
    try:
        given = signing.loads(token, salt=SALT)
        until = datetime.fromtimestamp(given["until"], UTC)
        pairs = [Pair(str(what), int(pk), int(revision)) for what, pk, revision in given["pairs"][:MOST_PAIRS]]
    except (signing.BadSignature, KeyError, TypeError, ValueError, OverflowError):
        raise PreviewError("This is not a preview token of this hub. Ask for a new link.") from None
    if not pairs:
        raise PreviewError("This preview token names nothing. Ask for a new link.")
    if until <= now:
        raise PreviewError("This preview token has expired. Ask for a new link.")
    return pairs, until


def drafts_of_pairs(pairs: Sequence[Pair], now: datetime) -> tuple[Drafts, list[Intake]]:
    """Return the drafts that the pairs name, and the items among them. Raises PreviewError when one is gone."""
    return drafts_of(*things_of_pairs(pairs), now)


def things_of_pairs(pairs: Sequence[Pair]) -> tuple[list[Item], list[Fact]]:
    """Return the items and facts that the pairs name. Raises PreviewError when one is gone."""
    items: list[Item] = []
    facts: list[Fact] = []
    for pair in pairs:
        model: Any = {"item": Item, "fact": Fact}.get(pair.what)
        revision = Revision.objects.for_instance(model(pk=pair.pk)).filter(pk=pair.revision).first() if model else None
        thing = revision.as_object() if revision and model.objects.filter(pk=pair.pk).exists() else None
        if thing is None:
            raise PreviewError("The version that this preview shows is no longer there. Ask for a new link.")
        items += [thing] if isinstance(thing, Item) else []
        facts += [thing] if isinstance(thing, Fact) else []
    return items, facts


def drafts_of(items: Sequence[Item], facts: Sequence[Fact], now: datetime) -> tuple[Drafts, list[Intake]]:
    """Return drafts of items and facts as they are in memory; each intake says what would keep it from publication."""
    intakes = [intake_of(item) for item in items]
    resolve(intakes, now)
    loaded = load_items(intakes, now)

    def facts_at(moment: datetime) -> dict[str, LoadedFact]:
        return {str(fact.uuid): load_fact(fact, moment) for fact in facts}

    return Drafts({(item.uuid, item.locale): item for item in loaded}, facts_at(now), facts_at), intakes


def load_items(intakes: Sequence[Intake], now: datetime) -> list[Loaded]:
    """Return intakes as a query reads them: as if published now, on top of what is published."""
    rows = Publication.objects.filter(uuid__in=[intake.uuid for intake in intakes])
    before = {(str(row.uuid), row.locale): row for row in rows}
    return [_load(intake, before.get((intake.uuid, intake.locale)), now) for intake in intakes]


def _load(intake: Intake, row: Publication | None, now: datetime) -> Loaded:
    return Loaded(
        id=row.pk if row else 0,
        uuid=intake.uuid,
        locale=intake.locale,
        key=intake.item.key or "draft",
        model=intake.spec.key,
        subject_path=intake.subject_path,
        title=intake.item.title,
        status="live",
        notice="",
        replaced_by=None,
        published_at=now,
        first_published_at=row.first_published_at if row else now,
        review_by=intake.item.review_by,
        number=DRAFT,
        snapshot_id=0,
        value=intake.document,
        languages=(intake.locale,),
    )


def load_fact(fact: Fact, now: datetime) -> LoadedFact:
    """Return a draft of a fact with the value that would hold now."""
    entry = value_at(fact, now) or Entry(None, None, None)
    name = (str(fact.uuid), fact.key, fact.kind, fact.label, fact.labels)
    return LoadedFact(*name, DRAFT, entry.value, entry.valid_from, entry.valid_until)


def value_at(fact: Fact, at: datetime) -> Entry | None:
    """Return the entry of a draft timeline that holds at a moment; None when there is none or it cannot be read."""
    try:
        entries = read_timeline(fact.kind, fact.timeline)
    except (ValueError, TypeError, KeyError, LookupError, ArithmeticError):
        return None
    return next((entry for entry in entries if entry.start <= at < entry.end), None)
