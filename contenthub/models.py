"""Every table of the hub, in one index; the tables themselves stand in their step's package."""

from contenthub.dispatch.placements import Placement
from contenthub.governance.mandates import Mandate
from contenthub.publishing.models import (
    Change,
    Decision,
    Dependency,
    FieldIndex,
    Publication,
    Redaction,
    Snapshot,
)
from contenthub.publishing.scopes import ChannelScope, Withholding
from contenthub.users import User

__all__ = [
    "Change",
    "ChannelScope",
    "Decision",
    "Dependency",
    "FieldIndex",
    "Mandate",
    "Placement",
    "Publication",
    "Redaction",
    "Snapshot",
    "User",
    "Withholding",
]
