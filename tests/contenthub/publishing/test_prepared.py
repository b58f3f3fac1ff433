"""Prepared questions answer what the ORM answers, whatever the number of values, put together once."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField, UUIDField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content_models.models import Fact, FactVersion, Item
from contenthub.models import Publication
from contenthub.publishing.prepared import MOST_KEPT, Prepared

pytestmark = pytest.mark.django_db

COLUMNS = ("uuid", "locale", "published_at", "snapshot__number")


def by_locale() -> Prepared:
    return Prepared(
        lambda locale, uuids, until: Publication.objects.filter(
            locale=locale, uuid__in=uuids, published_at__lte=until
        ).values_list(*COLUMNS),
        *(CharField(), [UUIDField()], DateTimeField()),
    )


@pytest.mark.parametrize("others", [0, 1, 2, 4, MOST_KEPT, MOST_KEPT * 3])
def test_it_answers_what_the_query_answers(item: Item, others: int) -> None:
    """UUIDs, moments and joined columns come back as Python has them; a list of any length is asked for wholly."""
    wanted: list[UUID | str] = [*(uuid4() for _number in range(others)), item.uuid]
    now = timezone.now()
    expected = list(Publication.objects.filter(uuid=item.uuid).values_list(*COLUMNS))
    assert len(expected) == 1
    assert by_locale()("nl", wanted, now) == expected
    assert by_locale()("en", wanted, now) == []
    assert by_locale()("nl", wanted[:-1] or [uuid4()], now) == []


def test_values_are_converted(fact: Fact) -> None:
    asked = Prepared(lambda uuid: FactVersion.objects.filter(fact__uuid=uuid).values_list("value"), UUIDField())
    assert asked(fact.uuid) == list(FactVersion.objects.values_list("value"))
    assert isinstance(asked(fact.uuid)[0][0], dict)


def test_it_is_put_together_once_for_each_size(item: Item) -> None:
    made = []

    def make(uuids: list[UUID]) -> object:
        made.append(len(uuids))
        return Publication.objects.filter(uuid__in=uuids).values_list("pk")

    asked = Prepared(make, [UUIDField()])  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as queries:
        for count in (1, 3, 4, 3, 1, 2):
            asked([item.uuid] * count)
    assert made == [1, 4, 2]
    assert len(queries) == 6
