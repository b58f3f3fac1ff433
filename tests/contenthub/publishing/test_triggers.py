"""The database itself refuses to change what was published."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from content_models.models import FactVersion, Item, ModelVersion
from contenthub.models import Change, Decision, Dependency, Snapshot
from contenthub.publishing.snapshots import ImmutableRow

CHANGES = [
    (Snapshot, {"body": "{}"}),
    (Snapshot, {"digest": "0"}),
    (Snapshot, {"title": "Anders"}),
    (Dependency, {"path": "x"}),
    (Change, {"actor": "x"}),
    (Decision, {"reason": "x"}),
    (ModelVersion, {"number": 9}),
    (FactVersion, {"value": {"amount": "1.00", "currency": "EUR"}}),
]


@pytest.mark.parametrize(("table", "values"), CHANGES, ids=lambda one: getattr(one, "__name__", str(one)))
def test_no_update(item: Item, table: type, values: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        table.objects.update(**values)


@pytest.mark.parametrize("table", [Snapshot, Dependency, Change, Decision, ModelVersion, FactVersion])
def test_no_delete(item: Item, table: type) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table._meta.db_table}")


def test_no_snapshot_without_a_decision_on_its_content(item: Item) -> None:
    snapshot = Snapshot.objects.get()
    snapshot.pk, snapshot.number, snapshot.digest = None, 2, "0" * 64
    snapshot._state.adding = True
    with pytest.raises(DatabaseError, match="needs a decision"), transaction.atomic():
        snapshot.save(force_insert=True)
    snapshot.decision_id = None
    with pytest.raises(DatabaseError), transaction.atomic():
        snapshot.save(force_insert=True)


def test_the_model_refuses_first(item: Item, publish: Callable[..., Item]) -> None:
    for row in (Snapshot.objects.get(), Change.objects.last()):
        with pytest.raises(ImmutableRow):
            row.save()
        with pytest.raises(ImmutableRow):
            row.delete()
