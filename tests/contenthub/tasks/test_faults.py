"""kill -9 of the worker between every two steps, and workers side by side: nothing lost, doubled or half done."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


def town(what: str, hub: dict[str, str]) -> dict[str, Any]:
    """Run a function of town.py on a hub of its own, and return what it found."""
    command = [sys.executable, "-m", "tests.contenthub.tasks.alone", what]
    done = subprocess.run(command, cwd=ROOT, env=hub, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.faults
def test_a_worker_may_be_killed_between_any_two_steps(
    own_hub: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    found = town("lives", own_hub)
    deaths = found.pop("deaths")
    counts = {"injected": sum(deaths.values()), "lost": 60 - found["effects"], "doubled": found["most_keys"] - 1}
    record_property("faults", counts)
    assert {step: deaths[step] for step in ("claimed", "begun", "carried", "settled")} == {
        **{"claimed": 61, "begun": 61, "carried": 61, "settled": 61}
    }
    assert {step: deaths[step] for step in deaths if step.startswith("schedule")} == {
        **{"schedule claimed": 8, "schedule published": 8, "schedule committed": 8}
    }
    assert {step: deaths[step] for step in ("cursor claimed", "shipments put", "cursor committed")} == {
        **{"cursor claimed": 1, "shipments put": 1, "cursor committed": 1}
    }
    assert found == {
        "code": 0,
        "broken": 0,
        "effects": 60,
        "arrivals": 120,
        "out_of_order": 0,
        "most_keys": 1,
        "shipments": {"produce sent": 8, "record sent": 60},
        "published": 8,
        "numbers": [1],
        "pages": 8,
        "placements": 16,
        "most_attempts": 3,
        "left": False,
    }


def test_three_workers_side_by_side_double_nothing(own_hub: dict[str, str]) -> None:
    found = town("race", own_hub)
    total = found.pop("total")
    assert (total["published"], total["noted"], total["sent"], total["refused"]) == (8, 8, 68, 0)
    assert found.pop("most_attempts") >= 1
    assert found == {
        "codes": [0, 0, 0],
        "broken": False,
        "effects": 60,
        "arrivals": 60,
        "out_of_order": 0,
        "most_keys": 1,
        "shipments": {"produce sent": 8, "record sent": 60},
        "published": 8,
        "numbers": [1],
        "pages": 8,
        "placements": 16,
        "left": False,
    }


def test_no_line_of_the_log_is_passed_over(own_hub: dict[str, str]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL gives numbers out before commit: DATABASE_URL=postgres://… uv run pytest")
    assert town("gap", own_hub) == {
        "while": [],
        "after": [0, 1],
        "behind one that was rolled back": [0, 1, 3],
        "head while somebody writes": None,
    }
