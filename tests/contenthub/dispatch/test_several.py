"""Several channels at once give what one after the other gives; a process that dies is told, and loses nothing."""

from __future__ import annotations

from tests.contenthub.tasks.conftest import own_hub
from tests.contenthub.tasks.test_faults import town

__all__ = ["own_hub"]
MODULE = "tests.contenthub.dispatch.crowd"


def test_channels_produced_at_once_are_what_they_are_one_by_one(own_hub: dict[str, str]) -> None:
    assert town(f"{MODULE}:at_once", own_hub) == {
        "reports": [["app", True, 2], ["markdown", True, 2], ["web", True, 2]],
        "failed": 0,
        "told": [["app", 2, 2], ["markdown", 2, 2], ["web", 2, 2]],
        "new": [True, True, True],
        "written again": [],
        "placed": [2, 2, 4],
    }


def test_a_process_that_is_ended_is_told_and_the_next_run_makes_it_good(own_hub: dict[str, str]) -> None:
    found = town(f"{MODULE}:killed", own_hub)
    assert found == {
        "first": [
            "markdown",
            ["A process that was producing channels was ended, perhaps for lack of memory. Try --processes 1."],
        ],
        "then": [0, 0],
        "placed": 6,
    }
