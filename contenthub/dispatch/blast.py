"""The blast radius of a fact: what readers will see change when this draft is published, and from when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.models import Channel
from content_models.facts import NoValue, fact_kind
from content_models.models import Fact, FactVersion
from content_models.timeline import Entry, read_timeline
from contenthub.dispatch.placements import Placement
from contenthub.publishing.sentences import sentence
from contenthub.publishing.snapshots import Publication
from contenthub.publishing.stamps import short_fact
from contenthub.publishing.uses import DraftUse, PublishedUse, draft_uses, published_uses
from contenthub.query.store.visible import visible


@dataclass(frozen=True)
class Sentence:
    """One place in one item: how it reads now, and how it will read."""

    publication: Publication
    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Blast:
    """What publishing a draft of a fact touches. `moment` is when it first says something else; None: never."""

    fact: Fact
    moment: datetime | None
    before: Any
    after: Any
    uses: Sequence[PublishedUse]
    drafts: Sequence[DraftUse]
    sentences: Sequence[Sentence]
    channels: Sequence[Channel]
    placements: Sequence[Placement]

    @property
    def locales(self) -> list[str]:
        return sorted({use.publication.locale for use in self.uses})


def blast(fact: Fact, now: datetime) -> Blast:
    """Return what this draft, as it is in memory, would change for readers."""
    uses = published_uses("fact", fact.uuid)
    moment, before, after = first_difference(fact, now)
    return Blast(
        fact=fact,
        moment=moment,
        before=before,
        after=after,
        uses=uses,
        drafts=draft_uses("fact", fact.uuid),
        sentences=list(sentences(fact, uses, moment or now, before, after)),
        channels=channels_showing(uses),
        placements=list(placements_showing(fact)),
    )


def first_difference(fact: Fact, now: datetime) -> tuple[datetime | None, Any, Any]:
    """Return when the draft first says something else than what is published, and both values."""
    published, draft = published_entries(fact, now), draft_entries(fact)
    bounds = {entry.valid_from for entry in (*published, *draft)} | {
        entry.valid_until for entry in (*published, *draft)
    }
    for at in sorted({now, *(bound for bound in bounds if bound and bound > now)}):
        before, after = value_at(published, at), value_at(draft, at)
        if before != after:
            return at, before, after
    return None, value_at(published, now), value_at(draft, now)


def published_entries(fact: Fact, now: datetime) -> list[Entry]:
    """Return the timeline that was published last."""
    rows = list(FactVersion.objects.filter(fact=fact.pk, published_at__lte=now).order_by("-published_at", "number"))
    return [
        Entry(row.value, row.valid_from, row.valid_until) for row in rows if row.published_at == rows[0].published_at
    ]


def draft_entries(fact: Fact) -> list[Entry]:
    try:
        return read_timeline(fact.kind, fact.timeline)
    except (ValueError, TypeError, KeyError, LookupError, ArithmeticError):
        return []


def value_at(entries: Sequence[Entry], at: datetime) -> Any:
    return next((entry.value for entry in entries if entry.start <= at < entry.end), None)


def sentences(fact: Fact, uses: Sequence[PublishedUse], at: datetime, before: Any, after: Any) -> list[Sentence]:
    """Return every place where the fact stands, as it reads with either value."""
    documents = {use.publication.pk: use.publication.snapshot.document for use in uses}
    others = values_at(at)
    found = []
    for use in uses:
        row = use.publication
        for path in use.paths:
            texts = [
                sentence(documents[row.pk], path, sayer({**others, str(fact.uuid): (fact.kind, value)}, row.locale))
                for value in (before, after)
            ]
            found.append(Sentence(row, path, *texts))
    return found


def values_at(at: datetime) -> dict[str, tuple[str, Any]]:
    """Return kind and value of every fact at a moment, in one statement."""
    found: dict[str, tuple[str, Any]] = {}
    for uuid, kind, value in FactVersion.objects.holding(at).values_list("fact__uuid", "fact__kind", "value"):
        found.setdefault(str(uuid), (kind, value))
    return found


def sayer(values: dict[str, tuple[str, Any]], locale: str) -> Any:
    def say(uuid: str, form: str) -> str:
        kind, value = values.get(uuid, ("", None))
        return written(kind, value, form, locale)

    return say


def written(kind: str, value: Any, form: str, locale: str) -> str:
    """Return a value as readers see it; a dash where there is none."""
    try:
        return fact_kind(kind).format(value, form, locale) if value is not None else "–"
    except (NoValue, LookupError, TypeError, ValueError, ArithmeticError):
        return "–"


def channels_showing(uses: Sequence[PublishedUse]) -> list[Channel]:
    """Return the channels in use to which any of these items goes."""
    pks = [use.publication.pk for use in uses]
    running = Channel.objects.exclude(status__in=[Channel.Status.RETIRED, Channel.Status.PAUSED]).order_by("name")
    return [channel for channel in running if pks and visible(channel).filter(pk__in=pks).exists()]


def placements_showing(fact: Fact) -> Any:
    """Return the outputs whose stamp says that they show this fact."""
    shown = Placement.objects.filter(stamp__contains=f"{short_fact(str(fact.uuid))}.")
    return shown.select_related("channel").order_by("channel__name", "path")
