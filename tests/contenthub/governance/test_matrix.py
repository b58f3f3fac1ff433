"""The matrix and its marks: plain values in, rows out; and the command and the screen over it."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from channels.models import Channel
from content_models.models import Subject
from contenthub.governance.mandates import Mandate
from contenthub.governance.matrix import Row, columns_of, matrix, worth_saying
from contenthub.governance.rights import Book, Grant, Person, Standin
from contenthub.models import Decision
from contenthub.users import User
from tests.contenthub.governance.conftest import Give

DAY = date(2026, 6, 15)
ANNA, BART, GONE = Person(1, "Anna"), Person(2, "Bart"), Person(3, "Gone", active=False)
ROWS = [Row("/", "Everything"), Row("/a/", "A", 1), Row("/a/b/", "B", 2), Row("/c/", "C", 1)]


def marks(*grants: Grant) -> list[tuple[str, str, str]]:
    rows = matrix(Book(grants, DAY), ROWS, columns_of([("web", "Website")])[::2])
    cells = [cell for row in rows for cell in row]
    return [(cell.row.path, cell.column.key, mark.code) for cell, mark in worth_saying(cells)]


def grant(holder: Person, path: str, **more: object) -> Grant:
    return Grant(**{"pk": 1, "decision": "content", "path": path, "holders": (holder,), "words": "w", **more})  # type: ignore[arg-type]


CASES = [
    ("nothing at all: the topmost holes", [], [("/a/", "content", "no_owner"), ("/c/", "content", "no_owner")]),
    ("two people for everything", [grant(ANNA, "/", deputies=(Standin(BART),))], []),
    ("one person under four eyes", [grant(ANNA, "/")], [("/", "content", "one_person")]),
    ("one person, no four eyes", [grant(ANNA, "/", four_eyes=False)], []),
    (
        "who left",
        [grant(GONE, "/", four_eyes=False)],
        [("/", "content", "inactive")],
    ),
    (
        "who left, with somebody above",
        [grant(ANNA, "/", four_eyes=False), grant(GONE, "/a/", four_eyes=False)],
        [("/a/", "content", "inactive")],
    ),
    (
        "ended",
        [grant(ANNA, "/", four_eyes=False), grant(BART, "/c/", valid_until=date(2026, 6, 1))],
        [("/c/", "content", "ended")],
    ),
    (
        "a channel under four eyes",
        [grant(ANNA, "/", four_eyes=False), grant(BART, "/c/", decision="signoff", channel="web")],
        [("/c/", "signoff:web", "one_person")],
    ),
]


@pytest.mark.parametrize(("case", "grants", "found"), CASES, ids=[case[0] for case in CASES])
def test_holes_and_conflicts(case: str, grants: list[Grant], found: list[tuple[str, str, str]]) -> None:
    assert marks(*grants) == found


def test_a_cell_tells_holders_from_deputies_and_own_from_inherited() -> None:
    rows = matrix(Book([grant(ANNA, "/a/", deputies=(Standin(BART),))], DAY), ROWS, columns_of([])[:1])
    cells = {row[0].row.path: row[0] for row in rows}
    assert (cells["/a/"].names, cells["/a/"].deputies, cells["/a/"].own) == (("Anna",), ("Bart",), True)
    assert (cells["/a/b/"].names, cells["/a/b/"].own) == (("Anna",), False)
    assert cells["/c/"].names == ()


def test_the_command_says_it_for_programs(give: Give, owner: User, subject: Subject) -> None:
    give(owner)
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_mandates", "--json", stdout=said)
    found = json.loads(said.getvalue())
    assert found["serious"] == 3
    assert [(row["subject"], row["decision"], row["code"]) for row in found["findings"]] == [
        ("/living/", "content", "no_owner"),
        ("/living/", "facts", "no_owner"),
        ("/living/moving/", "content", "one_person"),
    ]


def test_nothing_wrong_is_said_too(owner: User, webmaster: User, subject: Subject) -> None:
    for user in (owner, webmaster):
        for decision in ("content", "facts"):
            Mandate.objects.create(user=user, decision=decision)
    said = StringIO()
    call_command("check_mandates", stdout=said)
    assert said.getvalue() == "Everybody who has to decide can: no holes, no conflicts.\n"


def test_the_screen_and_its_file(town: dict[str, Channel], publisher: User, client: Client) -> None:
    client.force_login(publisher)
    page = client.get("/admin/decisions/mandates/").content.decode()
    assert "places where a decision can get stuck." in page
    assert "Only one person, and four eyes are demanded" in page
    rows = client.get("/admin/decisions/mandates/?export=csv").content.decode().splitlines()
    assert rows[0] == "Path,Subject,Content,Facts,servicedesk,web,email,Remarks"
    assert rows[3].startswith("/living/moving/,Verhuizen,owner,,desk_chief,webmaster,,")


def test_a_cell_leads_to_its_mandates_and_a_new_one(
    town: dict[str, Channel], publisher: User, subject: Subject, client: Client
) -> None:
    client.force_login(publisher)
    where = f"?subject={subject.path}&decision=signoff&channel=web"
    page = client.get(f"/admin/decisions/mandates/cell/{where}").content.decode()
    assert "webmaster" in page
    assert "desk_chief" not in page
    form = client.get(f"/admin/snippets/contenthub/mandate/add/{where}").content.decode()
    assert '<option value="signoff" selected>' in form


def test_giving_and_taking_a_mandate_is_in_the_log(publisher: User, owner: User, client: Client) -> None:
    client.force_login(publisher)
    deputies = {"deputies-TOTAL_FORMS": "0", "deputies-INITIAL_FORMS": "0", "deputies-MIN_NUM_FORMS": "0"}
    given = {"user": owner.pk, "decision": "content", "days": "3", "four_eyes": "on", **deputies}
    client.post("/admin/snippets/contenthub/mandate/add/", given)
    mandate = Mandate.objects.get()
    client.post(f"/admin/snippets/contenthub/mandate/edit/{mandate.pk}/", {**given, "days": "5"})
    client.post(f"/admin/snippets/contenthub/mandate/delete/{mandate.pk}/")
    assert not Mandate.objects.exists()
    rows = Decision.objects.filter(kind="mandate").order_by("pk")
    assert [(one.reason, one.actor, one.details["days"]) for one in rows] == [
        ("create", publisher, 3),
        ("edit", publisher, 5),
        ("delete", publisher, 5),
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "user"),
        ({"decision": "content", "channel": True}, "channel"),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}, "valid_until"),
    ],
)
def test_what_the_matrix_could_not_show_is_refused(
    given: dict[str, object], field: str, owner: User, make_channel: object
) -> None:
    from django.core.exceptions import ValidationError

    channel = Channel(pk=1, key="web", name="web") if given.pop("channel", False) else None
    person = {} if field == "user" else {"user": owner}
    with pytest.raises(ValidationError) as refused:
        Mandate(**{"decision": "content", "channel": channel, **person, **given}).clean()
    assert list(refused.value.message_dict) == [field]
