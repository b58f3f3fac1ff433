"""What every publication shows to a reader at a moment, as its stamp."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from content_models.models import FactVersion
from contenthub.publishing.snapshots import Dependency, Publication
from contenthub.publishing.stamps import Stamp, short_fact, without_template
from contenthub.publishing.uses import READABLE

BATCH = 500


def current_stamps(publications: Sequence[Publication]) -> dict[int, str]:
    """Return by publication the stamp that a reader gets now, in two queries for each five hundred."""
    return {pk: str(stamp) for pk, stamp in stamps_at(publications, timezone.now()).items()}


def stamps_at(publications: Sequence[Publication], now: datetime) -> dict[int, Stamp]:
    """Return by publication the stamp that a reader gets at a moment."""
    found: dict[int, Stamp] = {}
    for start in range(0, len(publications), BATCH):
        found |= _stamps(publications[start : start + BATCH], now)
    return found


def facts_shown(publications: Sequence[Publication]) -> dict[int, set[str]]:
    """Return by publication the uuids of the facts it shows; one that is not readable shows none."""
    shown: dict[int, set[str]] = {one.snapshot_id: set() for one in publications if one.status in READABLE}
    uses = Dependency.objects.filter(kind="fact", snapshot__in=shown).values_list("snapshot_id", "target").distinct()
    for snapshot, target in uses:
        shown[snapshot].add(str(target))
    return {one.pk: shown.get(one.snapshot_id, set()) for one in publications}


def _stamps(publications: Sequence[Publication], now: datetime) -> dict[int, Stamp]:
    shown = facts_shown(publications)
    wanted = {uuid for facts in shown.values() for uuid in facts}
    versions: dict[str, int] = {}
    rows = FactVersion.objects.holding(now).filter(fact__uuid__in=wanted)
    for uuid, number in rows.values_list("fact__uuid", "number"):
        versions.setdefault(str(uuid), number)
    return {
        one.pk: Stamp(
            hub=settings.HUB_ID,
            uuid=str(one.uuid),
            locale=one.locale,
            number=one.snapshot.number,
            facts={short_fact(uuid): versions[uuid] for uuid in shown[one.pk] if uuid in versions},
            ending="" if one.status == Publication.Status.LIVE else one.status,
        )
        for one in publications
    }


def shows(stamp: str, current: str) -> bool:
    """Tell whether an output with this stamp shows what is current."""
    return bool(current) and without_template(stamp) == current
