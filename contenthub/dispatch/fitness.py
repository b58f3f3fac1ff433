"""Whether a draft is fit for a channel: it is rendered as it would be produced, and the kind says what is wrong."""

from channels.models import Channel
from content_models.problem import Problem
from contenthub.dispatch.preview import show
from contenthub.governance.checks import Submission
from contenthub.query.preview import drafts_of


def unfit(channel: Channel, submission: Submission) -> list[Problem]:
    """Return the errors that a channel's kind finds in its output of what was submitted: a panel that is too full."""
    if submission.intake is None:
        return []
    drafts, intakes = drafts_of([submission.intake.item], [], submission.at)
    shown = show(channel, drafts, drafts.items[intakes[0].uuid, intakes[0].locale], submission.at)
    found = [one for output in shown.outputs for one in output.findings if one.level == "error"]
    return [
        Problem("" if one.message.startswith(one.where) else one.where, one.message, code="output") for one in found
    ]
