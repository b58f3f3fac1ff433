"""When something is due next."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from wagtail.models.workflows import Revision

from channels.models import Shipment
from content_models.models import FactVersion, Item
from contenthub.dispatch.watch.tables import ChannelFinding, ChannelWatch
from contenthub.governance.approvals import Slot
from contenthub.governance.emergencies import EmergencyReview
from contenthub.governance.notices import Errand, Notice


def next_moment(now: datetime) -> datetime | None:
    """Return the first moment after `now` at which something becomes due, as far as the database knows."""
    return min((moment for moment in _moments(now) if moment is not None), default=None)


def _moments(now: datetime) -> Iterator[datetime | None]:
    columns: tuple[tuple[Any, str], ...] = (
        (Shipment.objects.filter(status=Shipment.Status.DUE), "due_at"),
        (Shipment.objects.filter(status=Shipment.Status.CLAIMED), "claimed_until"),
        (Revision.objects, "approved_go_live_at"),
        (Item.objects.filter(live=True), "expire_at"),
        (Notice.objects.filter(sent_at=None), "due_at"),
        (Slot.objects.filter(status=Slot.Status.OPEN), "next_at"),
        (EmergencyReview.objects, "next_at"),
        (Errand.objects, "next_at"),
        (ChannelWatch.objects, "next_at"),
        (ChannelFinding.objects.filter(closed_at=None), "next_at"),
        (FactVersion.objects, "valid_from"),
        (FactVersion.objects, "valid_until"),
    )
    for rows, column in columns:
        later = rows.filter(**{f"{column}__gt": now}).order_by(column)
        yield later.values_list(column, flat=True).first()
