"""A query that takes too long is stopped in the database, told kindly, and nobody after it notices."""

from time import monotonic
from typing import Any

import pytest
from django.db import transaction

from contenthub.query.errors import TimedOut
from contenthub.query.store import deadline, listing
from contenthub.query.store.sql import select
from tests.contenthub.query.conftest import Town

pytestmark = pytest.mark.django_db

ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 - n FROM c) SELECT COUNT(*) FROM c"


def test_an_endless_statement_is_stopped_and_the_connection_goes_on() -> None:
    start = monotonic()
    with pytest.raises(TimedOut), transaction.atomic(), deadline.within(0.05):
        select(ENDLESS)
    assert 0.05 <= monotonic() - start < 5
    assert select("SELECT 1") == [(1,)]


def test_what_ends_in_time_is_left_alone() -> None:
    with deadline.within(5):
        assert select("SELECT 2") == [(2,)]
    assert not deadline.guard.running
    assert not deadline.has_passed()


def test_an_inner_time_is_never_longer_than_the_outer_one() -> None:
    with pytest.raises(TimedOut), deadline.within(0), deadline.within(5):
        deadline.check()


def test_a_query_that_takes_too_long_is_told_so(town: Town, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    town.item("one")
    settings.HUB_QUERY_TIMEOUT = 0.05
    real = listing.select

    def slow(statement: str, values: Any = ()) -> Any:
        return real(ENDLESS)

    monkeypatch.setattr(listing, "select", slow)
    with transaction.atomic():
        found = town.ask('{ faqs(locale: "nl") { nodes { key } } }')
        transaction.set_rollback(True)
    assert (found.code, found.executed, found.data) == ("TIMED_OUT", False, None)
    monkeypatch.setattr(listing, "select", real)
    settings.HUB_QUERY_TIMEOUT = 10
    assert town.data('{ faqs(locale: "nl") { nodes { key } } }')["faqs"]["nodes"] == [{"key": "one"}]
