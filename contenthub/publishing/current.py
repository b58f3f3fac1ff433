"""What every publication shows to a reader now, as its stamp."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from content_models.models import FactVersion
from contenthub.publishing.snapshots import Dependency, Publication
from contenthub.publishing.stamps import Stamp, short_fact

BATCH = 500


def current_stamps(publications: Sequence[Publication]) -> dict[int, str]:
    """Return by publication the stamp that a reader gets now, in two queries for each five hundred."""
    found: dict[int, str] = {}
    for start in range(0, len(publications), BATCH):
        found |= _stamps(publications[start : start + BATCH])
    return found


def _stamps(publications: Sequence[Publication]) -> dict[int, str]:
    shown: dict[int, set[str]] = {publication.snapshot_id: set() for publication in publications}
    uses = Dependency.objects.filter(kind="fact", snapshot__in=shown).values_list("snapshot_id", "target").distinct()
    for snapshot, target in uses:
        shown[snapshot].add(str(target))
    wanted = {uuid for facts in shown.values() for uuid in facts}
    versions: dict[str, int] = {}
    rows = FactVersion.objects.holding(timezone.now()).filter(fact__uuid__in=wanted)
    for uuid, number in rows.values_list("fact__uuid", "number"):
        versions.setdefault(str(uuid), number)
    return {
        one.pk: str(
            Stamp(
                hub=settings.HUB_ID,
                uuid=str(one.uuid),
                locale=one.locale,
                number=one.snapshot.number,
                facts={short_fact(uuid): versions[uuid] for uuid in shown[one.snapshot_id] if uuid in versions},
            )
        )
        for one in publications
    }


def shows(stamp: str, current: str) -> bool:
    """Tell whether an output with this stamp shows what is current."""
    return bool(current) and stamp.partition(";")[0] == current
