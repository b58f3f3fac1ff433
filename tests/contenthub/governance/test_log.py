"""The log: sealed, filtered, exported; and from a stamp back to the people."""

import csv
import json
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from content_models.models import Item
from contenthub.governance.approvals import Approval
from contenthub.governance.signing import decide
from contenthub.models import Decision, LogHead, Publication
from contenthub.publishing import triggers
from contenthub.publishing.chain import broken_links
from contenthub.publishing.current import current_stamps
from contenthub.users import User


@pytest.fixture
def published(waiting: Approval, owner: User, webmaster: User, desk_chief: User, now: datetime) -> Approval:
    for person in (owner, webmaster, desk_chief):
        decide(waiting, person, "approve", f"Gezien door {person}", now)
    return waiting


def behind_the_back(statement: str, *values: Any) -> None:
    """Change the log as somebody with the database's password could."""
    triggers.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    triggers.create(connection)


def test_the_log_verifies(published: Approval) -> None:
    assert list(broken_links()) == []
    said = StringIO()
    call_command("verify_log", stdout=said)
    head = LogHead.objects.get()
    assert said.getvalue().startswith(f"{head.count} decisions verified. The last seal is {head.seal}.")
    assert head.count == Decision.objects.count()


CHANGES = [
    ("UPDATE contenthub_decision SET actor_name = 'iemand anders' WHERE id = %s", "was changed after it was sealed"),
    ("UPDATE contenthub_decision SET reason = '' WHERE id = %s", "was changed after it was sealed"),
    (
        "UPDATE contenthub_decision SET at = '2020-01-01 00:00:00+00:00' WHERE id = %s",
        "was changed after it was sealed",
    ),
    ("UPDATE contenthub_decision SET details = '{}' WHERE id = %s", "was changed after it was sealed"),
    ("UPDATE contenthub_decision SET seal = '' WHERE id = %s", "has no seal: it was not written by the hub"),
]


@pytest.mark.parametrize(("statement", "problem"), CHANGES)
def test_a_changed_row_is_found(published: Approval, statement: str, problem: str) -> None:
    row = Decision.objects.get(kind="approve")
    behind_the_back(statement, row.pk)
    assert (row.pk, problem) in list(broken_links())
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_log", "--json", stdout=said)
    assert json.loads(said.getvalue())["broken"][0]["row"] == row.pk


def test_the_last_row_cannot_be_taken_out_unnoticed(published: Approval) -> None:
    last = Decision.objects.latest("pk")
    count = Decision.objects.count()
    behind_the_back("UPDATE contenthub_snapshot SET decision_id = %s", Decision.objects.earliest("pk").pk)
    behind_the_back("DELETE FROM contenthub_decision WHERE id = %s", last.pk)
    [(_pk, problem)] = list(broken_links())
    assert problem == f"is the last of {count - 1}, and the log once had {count}: rows are missing"


def test_a_row_put_in_is_found(published: Approval) -> None:
    row = Decision.objects.get(kind="approve")
    row.pk = None
    Decision.objects.bulk_create([row])
    assert [problem for _pk, problem in broken_links()][0] == (
        "does not follow from the row before it: a row was taken out or put in"
    )


def test_the_record_is_frozen(published: Approval, owner: User) -> None:
    row = Decision.objects.get(kind="approve")
    assert row.details["mandate"] == {
        "words": "owner: approve content (Verhuizen)",
        "from": None,
        "until": None,
        "deputy": False,
        "four_eyes": True,
    }
    owner.mandates.all().delete()
    owner.delete()
    row.refresh_from_db()
    assert (row.actor, row.actor_name, row.mandate) == (None, "owner", "owner: approve content (Verhuizen)")
    assert list(broken_links()) == []


def test_the_report_filters(published: Approval, publisher: User, client: Client) -> None:
    client.force_login(publisher)

    def kinds(query: str) -> list[str]:
        found = client.get(f"/admin/decisions/log/?export=json&{query}").json()["decisions"]
        return [row["kind"] for row in found]

    assert kinds("q=Gezien+door+webmaster") == ["signoff"]
    assert kinds("kind=approve") == ["approve"]
    assert kinds("kind=approve&until=2001-01-01") == []
    assert kinds("q=paspoort") == ["publish", "signoff", "signoff", "approve", "submit"]
    assert client.get("/admin/decisions/log/?q=zzz").content.decode().count("No decision matches") == 1


def test_the_report_as_a_file_for_a_spreadsheet(published: Approval, publisher: User, client: Client) -> None:
    client.force_login(publisher)
    rows = list(csv.DictReader(StringIO(client.get("/admin/decisions/log/?export=csv").content.decode())))
    assert rows[0]["kind"] == "publish"
    assert rows[0]["seal"] == LogHead.objects.get().seal
    assert json.loads(rows[0]["details"])["slots"][0]["by"] == "owner"


def test_why_is_this_live(published: Approval, publisher: User, client: Client) -> None:
    client.force_login(publisher)
    row = Publication.objects.select_related("snapshot").get()
    stamp = current_stamps([row])[row.pk]
    page = client.get("/admin/decisions/why/", {"stamp": f"{stamp};t=abc"}).content.decode()
    assert "let through by owner, webmaster, desk_chief." in page
    assert "This is what readers get now." in page
    same = client.get("/admin/decisions/why/", {"item": Item.objects.get().pk}).content.decode()
    assert "let through by owner, webmaster, desk_chief." in same
    assert "This is not a stamp" in client.get("/admin/decisions/why/", {"stamp": "x"}).content.decode()
