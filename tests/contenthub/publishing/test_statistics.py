"""PostgreSQL counts its tables anew when much came at once; SQLite is asked nothing."""

from typing import Any

import pytest
from django.db import connection

from contenthub.publishing import fulltext, statistics

pytestmark = pytest.mark.django_db


def test_only_much_at_once_is_told_and_only_to_postgresql(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        statistics.learn(999)
    if connection.vendor == "sqlite":
        with django_assert_num_queries(0):
            statistics.learn(1000)
        return
    statistics.learn(1000)
    with connection.cursor() as cursor:
        for table in ("contenthub_publication", "contenthub_fieldindex", fulltext.TABLE):
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
            assert cursor.fetchone() == (0.0,)  # -1 as long as nobody counted
