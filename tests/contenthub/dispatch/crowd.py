"""Channels produced at once, with real commits. Run by `tests.contenthub.tasks.alone`, in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from channels.kinds.markdown.kind import Markdown
from channels.models import Channel
from channels.output import Output, Payload
from channels.registry import installed
from content_models.models import ContentModel
from contenthub.dispatch.placements import Placement
from contenthub.dispatch.several import produce_several
from contenthub.install import make_channel
from tests.contenthub.tasks.town import plan, settle

KEYS = ("app", "markdown", "web")


def fill() -> list[Channel]:
    """Publish two items, and return three channels that carry them."""
    publisher = settle()
    for title in ("Paspoort", "Rijbewijs"):
        plan(ContentModel.objects.get(), publisher, title, None)
    return [make_channel(key, key.title(), installed().kind(key)) for key in KEYS]


def at_once() -> dict[str, Any]:
    """Produce three channels in two processes, and then again in this one, which should find nothing to do."""
    channels, told = fill(), set[tuple[str, int, int]]()
    folder = settings.VAR_DIR / "out"
    reports = produce_several(channels, folder, lambda *step: told.add(step), processes=2)
    again = produce_several(channels, folder, lambda *_: None, processes=1)
    return {
        "reports": [
            [report.channel, report.folder == str(folder / report.channel), report.items] for report in reports
        ],
        "failed": sum(len(report.failed) for report in reports),
        "told": sorted(step for step in told if step[1] == step[2]),
        "new": [report.files.written == after.files.unchanged for report, after in zip(reports, again, strict=True)],
        "written again": [path for report in again for path in report.files.written],
        "placed": [channel.placements.count() for channel in channels],
    }


class Deadly(Markdown):
    """A kind whose process ends in the middle of it, as for lack of memory."""

    def render_item(self, payload: Payload) -> Sequence[Output]:
        os.kill(os.getpid(), signal.SIGKILL)
        return ()


def killed() -> dict[str, Any]:
    """Produce a channel that kills its process beside one that does not, and then what is left."""
    _app, markdown, web = fill()
    kind, installed().kinds["markdown"] = installed().kinds["markdown"], Deadly()  # type: ignore[index]
    first = produce_several([markdown, web], settings.VAR_DIR / "out", lambda *_: None, processes=2)[0]
    installed().kinds["markdown"] = kind  # type: ignore[index]
    then = produce_several([markdown, web], settings.VAR_DIR / "out", lambda *_: None, processes=2)
    return {
        "first": [first.channel, [failure.reason for failure in first.failed]],
        "then": [len(report.failed) for report in then],
        "placed": Placement.objects.count(),
    }
