"""Two who decide at once, an edit while somebody signs, a mandate that goes, a process that dies: nothing half."""

from __future__ import annotations

from tests.contenthub.governance.race import ROUNDS
from tests.contenthub.tasks.conftest import own_hub
from tests.contenthub.tasks.test_faults import town

__all__ = ["own_hub"]

MODULE = "tests.contenthub.governance.race"


def whole(found: dict[str, object], published: int) -> None:
    assert (found["halves"], found["doubles"], found["broken"]) == ([], [], [])
    assert (found["published"], found["most"]) == (published, min(published, 1))


def test_of_two_approvers_one_decides_and_it_is_published_once(own_hub: dict[str, str]) -> None:
    found = town(f"{MODULE}:two_approvers", own_hub)
    assert set(found["first"]) <= {"decided taken", "mandate taken"}
    assert found["second"] == {"taken taken": ROUNDS}
    assert found["approvals"] == {"approved": ROUNDS}
    assert found["slots"] == {"signed": 3 * ROUNDS}
    whole(found, ROUNDS)


def test_what_is_published_is_what_was_signed_whatever_is_written_meanwhile(own_hub: dict[str, str]) -> None:
    found = town(f"{MODULE}:edit_while_signing", own_hub)
    assert set(found["said"]) <= {"taken written", "changed written"}
    assert found["other"] == 0
    whole(found, found["said"].get("taken written", 0))


def test_a_mandate_that_goes_meanwhile_decides_before_or_not_at_all(own_hub: dict[str, str]) -> None:
    found = town(f"{MODULE}:mandate_withdrawn", own_hub)
    assert set(found["said"]) <= {"taken gone", "mandate gone"}
    assert found["wrong"] == 0
    whole(found, found["said"].get("taken gone", 0))


def test_a_process_that_dies_in_the_middle_leaves_nothing_half(own_hub: dict[str, str]) -> None:
    found = town(f"{MODULE}:killed_in_the_middle", own_hub)
    assert found["codes"] == {"9": ROUNDS}
    assert found["approvals"] == {"approved": ROUNDS}
    whole(found, ROUNDS)
