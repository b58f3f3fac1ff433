"""What was planned for a moment: revisions that go live, items that expire.

Each is one transaction. The claim is an UPDATE of the very row that says that it is due, so a second worker waits, then
finds nothing left to do; a worker that dies has done nothing. The gate is asked again at the moment itself.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models.workflows import Revision

from content_models.door import PublicationRefused
from content_models.models import Item
from contenthub import flow
from contenthub.publishing.snapshots import Publication
from contenthub.tasks.history import REFUSED
from contenthub.tasks.shift import Shift, Tally

AT_A_TIME = 100

logger = logging.getLogger(__name__)


def publish_due(shift: Shift) -> Tally:
    """Publish the revisions whose moment has come. A refusal cancels the schedule, with the reason in the log."""
    now, tally = shift.clock(), Tally()
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for revision in _patiently(due, "revision", shift, now):
        try:
            tally.published += _publish(revision, now, shift)
        except PublicationRefused as refusal:
            tally.refused += _cancel(revision, refusal)
        except Exception:
            logger.exception("Revision %s could not be published; it is tried again.", revision.pk)
            shift.patience.lose(f"revision {revision.pk}", now, shift.chance)
            tally.failed += 1
        if shift.stopped():
            break
    return tally


def _patiently(due: QuerySet[Any], what: str, shift: Shift, now: datetime) -> list[Any]:
    """Return some of what is due, without what went wrong a short while ago."""
    keys = [pk for pk in due.values_list("pk", flat=True) if not shift.patience.waits(f"{what} {pk}", now)]
    return list(due.filter(pk__in=keys[:AT_A_TIME]))


def _publish(revision: Any, now: datetime, shift: Shift) -> int:
    model = revision.content_type.model_class()
    with transaction.atomic():
        model.objects.select_for_update().filter(pk=revision.object_id).first()  # first, as everybody who publishes
        if not _still(revision).update(approved_go_live_at=revision.approved_go_live_at):
            return 0
        shift.step("schedule claimed", revision.pk)
        options = {"log_action": "wagtail.publish.scheduled"}
        if issubclass(model, Item):
            flow.publish_many([revision], None, now=now, options=options)
        else:
            revision.publish(**options)
        shift.step("schedule published", revision.pk)
    shift.step("schedule committed", revision.pk)
    return 1


def _still(revision: Any) -> Any:
    return Revision.objects.filter(pk=revision.pk, approved_go_live_at=revision.approved_go_live_at)


@transaction.atomic
def _cancel(revision: Any, refusal: PublicationRefused) -> int:
    """Take the schedule away and write down why, where an editor looks: in the history."""
    if not _still(revision).update(approved_go_live_at=None):
        return 0
    logger.warning("Revision %s was to go live and was refused: %s", revision.pk, refusal)
    data = {"reason": str(refusal), "go_live_at": revision.approved_go_live_at.isoformat()}
    log(instance=revision.as_object(), action=REFUSED, revision=revision, data=data)
    return 1


def expire_due(shift: Shift) -> Tally:
    """Take items offline whose time is over."""
    now, tally = shift.clock(), Tally()
    due = Item.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    for item in _patiently(due, "item", shift, now):
        try:
            tally.expired += _expire(item, now, shift)
        except Exception:
            logger.exception("Item %s could not expire; it is tried again.", item.pk)
            shift.patience.lose(f"item {item.pk}", now, shift.chance)
            tally.failed += 1
        if shift.stopped():
            break
    return tally


def _expire(item: Item, now: datetime, shift: Shift) -> int:
    with transaction.atomic():
        if not Item.objects.filter(pk=item.pk, live=True, expire_at__lte=now).update(live=True):
            return 0
        shift.step("expiry claimed", item.pk)
        options = {"log_action": "wagtail.unpublish.scheduled"}
        flow.withdraw(Item.objects.get(pk=item.pk), Publication.Status.EXPIRED, None, now=now, options=options)
        shift.step("expiry withdrawn", item.pk)
    shift.step("expiry committed", item.pk)
    return 1
