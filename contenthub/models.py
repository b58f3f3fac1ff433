"""Every table of the hub, in one index; the tables themselves stand in their step's package."""

from contenthub.dispatch.placements import Placement, Setback
from contenthub.dispatch.watch.tables import ChannelDay, ChannelFinding, ChannelWatch
from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.emergencies import EmergencyReview
from contenthub.governance.links import DecisionLink
from contenthub.governance.mandates import Deputy, Mandate
from contenthub.governance.notices import Errand, Notice, Preference
from contenthub.governance.proposals import Proposal
from contenthub.governance.remarks import Remark
from contenthub.governance.workflow import MandateTask
from contenthub.insights.feedback import Feedback
from contenthub.insights.wrapups import WrapUp
from contenthub.publishing.models import (
    Change,
    Decision,
    Dependency,
    Ending,
    FieldIndex,
    LogHead,
    Publication,
    Redaction,
    Snapshot,
)
from contenthub.publishing.scopes import ChannelScope, Withholding
from contenthub.tone.kept.measures import ToneBand, ToneProfile
from contenthub.tone.kept.rows import ToneRule, ToneRuleVersion, Waiver
from contenthub.users import RecoveryCode, User

__all__ = [
    "Approval",
    "Change",
    "ChannelDay",
    "ChannelFinding",
    "ChannelScope",
    "ChannelWatch",
    "Decision",
    "DecisionLink",
    "Dependency",
    "Deputy",
    "EmergencyReview",
    "Ending",
    "Errand",
    "Feedback",
    "FieldIndex",
    "LogHead",
    "Mandate",
    "MandateTask",
    "Notice",
    "Placement",
    "Preference",
    "Proposal",
    "Publication",
    "RecoveryCode",
    "Redaction",
    "Remark",
    "Setback",
    "Slot",
    "Snapshot",
    "ToneBand",
    "ToneProfile",
    "ToneRule",
    "ToneRuleVersion",
    "User",
    "Waiver",
    "WrapUp",
    "Withholding",
]
