"""What readers saw at a moment: the snapshot that was current then, with the facts that held then, on today's channels.

It is drawn as a preview is: the past is laid over what is published now. Templates and the titles of other items are
those of today; texts and facts are those of the moment.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from content_models.models import FactVersion
from contenthub.publishing.models import Change, Dependency, Publication, Snapshot
from contenthub.query.store.drafts import Drafts
from contenthub.query.store.loaded import Loaded, LoadedFact


def snapshot_at(uuid: UUID, locale: str, at: datetime) -> Snapshot | None:
    """Return what was current of an item at a moment; None before it was first published."""
    found = Snapshot.objects.filter(uuid=uuid, locale=locale, published_at__lte=at)
    return found.order_by("-published_at", "-number").first()


def was_withdrawn(snapshot: Snapshot, at: datetime) -> bool:
    """Tell whether readers were told at that moment that this no longer held, or got nothing."""
    changes = Change.objects.filter(uuid=snapshot.uuid, locale=snapshot.locale, at__lte=at).exclude(what="redacted")
    last = changes.order_by("-seq").values_list("what", flat=True).first()
    return last == "withdrawn"


def as_of(snapshot: Snapshot, at: datetime) -> tuple[Drafts, Loaded]:
    """Return the past to lay over what is published, and the item in it."""
    targets = Dependency.objects.filter(snapshot=snapshot, kind="fact").values_list("target", flat=True)
    item = _load(snapshot, Publication.objects.filter(uuid=snapshot.uuid, locale=snapshot.locale).first(), at)
    facts = {fact.uuid: fact for fact in facts_at(targets, at)}
    return Drafts({(item.uuid, item.locale): item}, facts), item


def facts_at(uuids: Iterable[UUID], at: datetime) -> Iterable[LoadedFact]:
    """Yield the facts as they held at a moment; one that did not exist yet stays as it is now."""
    seen = set()
    for one in FactVersion.objects.filter(fact__uuid__in=list(uuids)).holding(at).select_related("fact"):
        if one.fact_id not in seen:
            seen.add(one.fact_id)
            fact = one.fact
            yield LoadedFact(
                str(fact.uuid), fact.key, fact.kind, fact.label, one.number, one.value, one.valid_from, one.valid_until
            )


def _load(snapshot: Snapshot, row: Publication | None, at: datetime) -> Loaded:
    withdrawn = was_withdrawn(snapshot, at)
    return Loaded(
        id=row.pk if row else 0,
        uuid=str(snapshot.uuid),
        locale=snapshot.locale,
        key=snapshot.key,
        model=snapshot.model,
        subject_path=row.subject_path if row else "/",
        title=snapshot.title,
        status="withdrawn" if withdrawn else "live",
        notice=row.notice if row and withdrawn else "",
        replaced_by=None,
        published_at=snapshot.published_at,
        first_published_at=row.first_published_at if row else snapshot.published_at,
        review_by=snapshot.review_by,
        number=snapshot.number,
        snapshot_id=snapshot.pk,
        value=snapshot.document,
        languages=(snapshot.locale,),
    )
