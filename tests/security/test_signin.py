"""Signing in: guessing is slowed down, and who came in and who may do what is written down."""

import json
import logging

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import ModelLogEntry

from contenthub.logs import JsonFormatter
from contenthub.users import User


def sign_in(name: str, password: str) -> int:
    return Client().post("/admin/login/", {"username": name, "password": password}).status_code


def test_ten_wrong_passwords_make_the_right_one_wait(editor: User, publisher: User) -> None:
    editor.groups.add(Group.objects.get_or_create(name="Editors")[0])
    assert [sign_in("publisher", "wrong") for _time in range(10)] == [200] * 9 + [429]
    answer = Client().post("/admin/login/", {"username": "publisher", "password": "secret"})
    assert (answer.status_code, "Too many attempts" in answer.content.decode()) == (429, True)
    assert sign_in("editor", "secret") == 302


def test_who_came_in_and_who_got_rights_is_written_down(
    editor: User, publisher: User, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "contenthub.audit")
    sign_in("publisher", "wrong-password-1")
    assert sign_in("publisher", "secret") == 302
    group = Group.objects.create(name="Owners")
    editor.groups.add(group)
    editor.groups.clear()
    said = [record.getMessage() for record in caplog.records if record.name == "contenthub.audit"]
    assert said == [
        "refused: 'publisher'",
        "signed in: publisher",
        "rights of editor added by a program: Owners",
        "rights of editor cleared by a program: all",
    ]
    assert "wrong-password-1" not in caplog.text
    rows = ModelLogEntry.objects.filter(action__startswith="contenthub.").order_by("timestamp")
    assert [(row.action, row.label, row.message) for row in rows] == [
        ("contenthub.signed_in", "publisher", "Signed in"),
        ("contenthub.rights", "editor", "Rights given: Owners"),
        ("contenthub.rights", "editor", "Rights taken away: all"),
    ]


SAID = [
    ("token cht_abcDEF-123_456", "token cht_…"),
    ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer …"),
    ("Gone: /decide/eyJhbGciOi.x.y/", "Gone: /decide/…/"),
    ("Not Found: /preview/abcdefghijk?x=1", "Not Found: /preview/…?x=1"),
    ("{'password': 'hunter2', 'name': 'x'}", "{'password': '…', 'name': 'x'}"),
    ("connect to postgres://hub:hunter2@db/hub", "connect to postgres://hub:…@db/hub"),
    ("whsec_AAAA/BBB+CC== failed", "whsec_… failed"),
    ("nothing to hide at https://example.org/decide", "nothing to hide at https://example.org/decide"),
]


@pytest.mark.parametrize(("text", "written"), SAID)
def test_no_secret_stands_in_the_log(text: str, written: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s", (text,), None)
    assert json.loads(JsonFormatter().format(record))["message"] == written
