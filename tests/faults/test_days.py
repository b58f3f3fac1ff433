"""A fault for each bad day: recovery without hands, nothing lost, nothing doubled. `uv run pytest -m faults` counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from tests.contenthub.tasks.conftest import own_hub
from tests.contenthub.tasks.test_faults import town

__all__ = ["own_hub"]

DAYS = ["publication", "importing", "migration", "rebuild", "disk", "clocks", "versions", "database"]


@pytest.mark.faults
@pytest.mark.parametrize("day", DAYS)
def test_a_bad_day_loses_and_doubles_nothing(
    own_hub: dict[str, str], day: str, record_property: Callable[[str, object], None]
) -> None:
    if day == "database" and connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that goes away: DATABASE_URL=postgres://… uv run pytest")
    found = town(f"tests.faults.days:{day}", own_hub)
    record_property("faults", dict(found))
    assert found.pop("injected") > 0
    assert found == {"lost": 0, "doubled": 0, "broken": 0}
