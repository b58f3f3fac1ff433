"""Importing in bulk writes the same rows as one by one, and both the rows that Wagtail's own action writes."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import ModelLogEntry, Revision

from content_models.models import Item
from content_models.presets import preset_paths
from contenthub import flow
from contenthub.importing.govuk import read_folder
from contenthub.importing.save import Importer
from contenthub.install import make_operator
from contenthub.models import Change, Decision, Dependency, FieldIndex, Publication, Snapshot
from contenthub.packs import load_models, read_pack
from contenthub.publishing.intake import Intake
from contenthub.users import User
from tests.contenthub.importing.test_bad_input import document

TABLES = (Item, Revision, ModelLogEntry, Decision, Snapshot, Publication, Dependency, FieldIndex, Change)
BY_ITSELF = {"at", "timestamp", "created_at", "published_at", "first_published_at", "last_published_at", "go_live_at"}
BY_ITSELF |= {"seal", "previous"}
IDS = {
    "id",
    "seq",
    "pk",
    "object_id",
    "revision_id",
    "latest_revision_id",
    "live_revision_id",
    "snapshot_id",
    "decision_id",
}
IDS |= {"publication_id", "uuid"}


def rows_of(table: Any) -> list[dict[str, Any]]:
    """Return the rows without what differs from run to run by nature; a revision's content likewise."""
    rows = []
    for row in table.objects.order_by("pk").values():
        kept = {name: value for name, value in row.items() if name not in BY_ITSELF | IDS}
        if isinstance(content := kept.get("content"), dict):
            kept["content"] = {
                name: value for name, value in content.items() if name not in BY_ITSELF | {"pk", "latest_revision"}
            }
        rows.append(kept)
    return sorted(rows, key=repr)


def by_wagtail(intakes: Sequence[Intake], actor: Any, _now: datetime) -> None:
    """Write Wagtail's rows as Wagtail's own action does, item by item."""
    for intake in intakes:
        intake.item.publish_row(intake.revision, actor)


def rows_after(work: Callable[[], None]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that some work leaves, and take them back."""
    with transaction.atomic():
        work()
        found = {table.__name__: rows_of(table) for table in TABLES}
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_in_bulk_and_one_by_one(tmp_path: Path, locales: object, monkeypatch: pytest.MonkeyPatch) -> None:
    operator = make_operator()
    load_models([read_pack(path) for path in preset_paths()], operator)
    for number in range(5):
        uuid = f"11111111-1111-4111-8111-00000000000{number}"
        text = (
            f'<h2>Part</h2><p>Text {number} <a href="/item-{max(0, number - 1)}">before</a></p>'
            "<table><tr><td>a</td></tr></table>"
        )
        one = document(text, content_id=uuid, base_path=f"/item-{number}", title=f"Item {number}")
        (tmp_path / f"{number}.json").write_text(json.dumps(one))

    def bring_in(*, bulk: bool) -> None:
        report = Importer(read_folder(tmp_path), operator, publish=True, bulk=bulk).run()
        assert (report.failed, report.published) == ([], 5)

    in_bulk = rows_after(lambda: bring_in(bulk=True))
    monkeypatch.setattr(flow, "mark_published", by_wagtail)
    assert rows_after(lambda: bring_in(bulk=False)) == in_bulk
    assert [len(in_bulk[name]) for name in ("Item", "Snapshot", "Publication")] == [5, 5, 5]


def test_a_changed_item_as_wagtail_would(
    item: Item, publisher: User, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change() -> None:
        draft = Item.objects.get(pk=item.pk)
        draft.title, draft.owner, draft.review_by = "Paspoort of kaart", editor, date(2027, 1, 31)
        draft.body = {**draft.raw_body, "summary": "Kort"}
        draft.expire_at = datetime(2030, 1, 1, tzinfo=UTC)
        first = draft.save_revision(user=publisher)
        draft.title = "Nog een concept"
        draft.save_revision(user=publisher)
        first.publish(user=publisher)

    ours = rows_after(change)
    monkeypatch.setattr(flow, "mark_published", by_wagtail)
    assert rows_after(change) == ours
    (row,) = ours["Item"]
    assert (row["title"], row["has_unpublished_changes"]) == ("Paspoort of kaart", True)
    assert [entry["action"] for entry in ours["ModelLogEntry"]].count("wagtail.rename") == 1
