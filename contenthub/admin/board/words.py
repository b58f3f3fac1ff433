"""Numbers of the board in words."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels.verdict import State
from contenthub.dispatch.watch.tables import TROUBLE, ChannelWatch

TAGS: dict[str, str] = {"alive": "primary"} | {str(one): "critical" for one in TROUBLE}
"""Styles of the status tag; the word in it says the same."""


def wait_words(wait: timedelta | None) -> str:
    """Return a duration as people say it: seconds, minutes, hours or days."""
    if wait is None:
        return "–"
    seconds = wait.total_seconds()
    if seconds < 90:
        return ngettext("%d second", "%d seconds", round(seconds)) % round(seconds)
    if seconds < 90 * 60:
        return ngettext("%d minute", "%d minutes", round(seconds / 60)) % round(seconds / 60)
    if seconds < 36 * 3600:
        return ngettext("%d hour", "%d hours", round(seconds / 3600)) % round(seconds / 3600)
    days = round(seconds / 86400)
    return ngettext("%d day", "%d days", days) % days


def ago_words(at: datetime | None, now: datetime) -> str:
    return "–" if at is None else _("%s ago") % wait_words(max(now - at, timedelta()))


def lag_words(watch: ChannelWatch) -> str:
    if not watch.lag:
        return "–"
    words = wait_words(watch.lag)
    if not watch.snapshots:
        return words
    behind = ngettext("%d snapshot", "%d snapshots", watch.snapshots) % watch.snapshots
    return f"{words}, {behind}"


def share_words(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def answer_of(rows: list[dict[str, Any]]) -> str:
    """Return what the board says, in a sentence."""
    wrong = sum(row["watch"].in_trouble for row in rows)
    unknown = sum(row["watch"].state == State.NEW.value for row in rows)
    judged = len(rows) - unknown
    names = {"wrong": wrong, "all": len(rows), "unknown": unknown, "judged": judged}
    if not rows:
        return _("There is no channel yet.")
    if wrong:
        words = ngettext("%(wrong)d of %(all)d channels needs you.", "%(wrong)d of %(all)d channels need you.", wrong)
        return words % names
    if not unknown:
        words = ngettext("%(all)d channel, and nothing is wrong.", "%(all)d channels, and nothing is wrong.", len(rows))
        return words % names
    words = ngettext(
        "%(all)d channel; of %(unknown)d nothing is known yet.",
        "%(all)d channels; of %(unknown)d nothing is known yet.",
        len(rows),
    )
    rest = ngettext("Nothing is wrong with the other one.", "Nothing is wrong with the other %(judged)d.", judged)
    return f"{words % names} {rest % names}" if judged else words % names


def slowest_words(rows: list[dict[str, Any]]) -> str:
    """Return how long a change takes to be seen everywhere, and where it takes longest."""
    timed = [row for row in rows if row["p95"] is not None]
    if not timed:
        return ""
    slowest = max(timed, key=lambda row: row["p95"])
    return _("A change reaches everything within %(time)s; the slowest is %(channel)s.") % {
        "time": wait_words(slowest["p95"]),
        "channel": slowest["watch"].channel.name,
    }
