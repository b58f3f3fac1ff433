"""What is said of a channel, in the reader's language: reasons, places, and what to do next."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from channels.verdict import Shows, State

REASONS: dict[str, Any] = {
    "no sign of life yet": _("It has not given a sign of life yet."),
    "no sign of life in time": _("It gave no sign of life in time."),
    "online, and nobody owns it": _("It is online, and nobody owns it."),
    "online, and no longer fed": _("It is online, and no longer fed."),
    "shows something else than what is published": _("It shows something else than what is published."),
    "on its way to what is published": _("It is on its way to what is published."),
    "shows what is published": _("It shows what is published."),
    "maintenance": _("It is being maintained."),
    "retired": _("It was retired."),
    "retired, and online all the same": _("It was retired, and is online all the same."),
    "retired, and still asking": _("It was retired, and its program still asks."),
}
STEPS: dict[str, Any] = {
    State.NEW: _("Wait for its first sign of life."),
    State.ALIVE: _("Nothing to do."),
    State.LATE: _("Nothing yet: it has until the end of its interval."),
    State.DRIFTING: _("Look at what it shows, and deliver again."),
    State.SILENT: _("Find out whether it is still there; repair it, or retire it."),
    State.ZOMBIE: _("Give it an owner and feed it, or retire it."),
    State.RETIRED: _("Nothing to do."),
    State.REVENANT: _("Have it switched off where it is hosted."),
}
SHOWN: dict[str, Any] = {
    Shows.CURRENT: _("current"),
    Shows.BEHIND: _("behind"),
    Shows.DIVERGENT: _("something else"),
    Shows.UNKNOWN: _("should not be there"),
    Shows.MISSING: _("missing"),
    Shows.UNSEEN: _("not seen yet"),
}


def reason_words(reason: str) -> str:
    return str(REASONS.get(reason, reason))


def next_step(state: str) -> str:
    return str(STEPS.get(state, ""))


def shown_words(shows: str) -> str:
    return str(SHOWN.get(shows, shows))
