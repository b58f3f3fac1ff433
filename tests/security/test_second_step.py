"""Signing in with a code after the password: asked, guessed, used twice, lost, and required of everybody."""

import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from channels.models import Channel, Token
from contenthub.admin.secondstep import device, signin
from contenthub.users import RecoveryCode, User

NOW = 1_800_000_000.0
HOME, SIGN_IN, CODE, ENROL = "/admin/", "/admin/login/", "/admin/login/code/", "/admin/login/device/"
ACCOUNT = "/admin/account/second-step/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a function that lets seconds pass."""
    now = [NOW]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def later(seconds: float) -> None:
        now[0] += seconds
        TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)

    return later


def code_of(user: User, steps: int = 0) -> str:
    """Return what the device of somebody shows, some steps of 30 seconds from now."""
    found = TOTPDevice.objects.get(user=user)
    totp = TOTP(found.bin_key, drift=steps)
    totp.time = time.time()
    return f"{totp.token():06}"


@pytest.fixture
def codes(publisher: User, clock: Callable[[float], None]) -> list[str]:
    """The recovery codes of the publisher, whose device counts since a minute."""
    device.begin(publisher, anew=True)
    codes = device.confirm(publisher, code_of(publisher))
    clock(60)
    return codes


def with_password(client: Client, name: str = "publisher", **more: str) -> Any:
    return client.post(SIGN_IN, {"username": name, "password": "secret", **more})  # pragma: allowlist secret


def said(log: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in log.records if record.name == "contenthub.audit"]


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_the_password_alone_opens_nothing_and_the_code_does(client: Client, publisher: User, codes: list[str]) -> None:
    asked = with_password(client, next="/admin/board/", remember="on")
    assert (asked.status_code, asked.url, is_in(client)) == (302, CODE, False)
    assert (ACCOUNT in client.get(CODE).content.decode(), client.get(ENROL).url) == (False, CODE)
    came = client.post(CODE, {"code": code_of(publisher)})
    assert (came.status_code, came.url, is_in(client)) == (302, "/admin/board/", True)
    assert client.session.get_expiry_age() > 86_400


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_wrong(publisher: User, codes: list[str], steps: int, right: bool) -> None:
    assert device.accepts(publisher, code_of(publisher, steps)) is right


def test_a_code_counts_once(client: Client, publisher: User, codes: list[str]) -> None:
    code = code_of(publisher)
    with_password(client)
    client.post(CODE, {"code": code})
    other = Client()
    with_password(other)
    assert '<li class="error">This code is not right' in other.post(CODE, {"code": code}).content.decode()
    assert (is_in(client), is_in(other)) == (True, False)


def test_wrong_codes_count_with_wrong_passwords_and_the_password_does_not_forget_them(
    publisher: User, codes: list[str], clock: Callable[[float], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "contenthub.audit")
    told = []
    for attempt in range(10):
        client = Client()
        with_password(client)
        told.append(client.post(CODE, {"code": f"00000{attempt}"}).status_code)
        clock(30)
    assert told == [200] * 9 + [429]
    assert (with_password(Client()).status_code, client.post(CODE, {"code": code_of(publisher)}).status_code) == (
        429,
        429,
    )
    assert said(caplog) == ["refused at the second step: 'publisher'"] * 10 + ["refused: 'publisher'"]


def test_guessing_from_many_addresses_has_to_wait_as_well(publisher: User, codes: list[str]) -> None:
    for wrong in ("000000", "000001", "٠٠٠٠٠٠"):
        assert device.accepts(publisher, wrong) is False
    assert device.accepts(publisher, code_of(publisher)) is False
    assert TOTPDevice.objects.get(user=publisher).throttling_failure_count == 1


def test_a_recovery_code_is_kept_as_a_digest_and_counts_once(client: Client, publisher: User, codes: list[str]) -> None:
    assert (len(set(codes)), RecoveryCode.objects.filter(digest__in=codes).count()) == (10, 0)
    with_password(client)
    assert client.post(CODE, {"code": f" {codes[3].upper()} "}).status_code == 302
    assert is_in(client)
    assert device.accepts(publisher, codes[3]) is False
    assert device.accepts(publisher, codes[4].replace("-", "")) is True


def test_what_was_begun_ends(client: Client, publisher: User, codes: list[str], clock: Callable[[float], None]) -> None:
    with_password(client)
    clock(signin.PATIENCE)
    assert client.post(CODE, {"code": code_of(publisher)}).url == SIGN_IN
    with_password(client)
    publisher.set_password("another")
    publisher.save()
    assert client.post(CODE, {"code": code_of(publisher)}).url == SIGN_IN
    assert (Client().get(CODE).url, is_in(client)) == (SIGN_IN, False)


def test_an_editor_sets_it_up_in_the_account_and_takes_it_away(
    client: Client, editor: User, clock: Callable[[float], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "contenthub.audit")
    editor.groups.add(Group.objects.get_or_create(name="Editors")[0])
    with_password(client, "editor")
    assert ACCOUNT in client.get("/admin/account/").content.decode()
    first = client.get(ACCOUNT).content.decode()
    assert device.written_key(TOTPDevice.objects.get()) in first
    assert "used before" in client.post(ACCOUNT, {"code": "000000"}).content.decode()
    assert device.device_of(editor) is None
    clock(30)
    page = client.post(ACCOUNT, {"code": code_of(editor)})
    assert (len(page.context["codes"]), page.context["codes"][9] in page.content.decode()) == (10, True)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    clock(30)
    again = client.post(ACCOUNT, {"code": code_of(editor), "codes": ""}).context["codes"]
    assert RecoveryCode.objects.filter(user=editor).count() == 10
    assert device.accepts(editor, page.context["codes"][0]) is False
    client.post(ACCOUNT, {"code": again[0], "remove": ""})
    assert (TOTPDevice.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert with_password(Client(), "editor").url == HOME
    assert said(caplog) == [
        "rights of editor added by a program: Editors",
        "signed in: editor",
        "refused at the second step: 'editor'",
        "second step of editor: set up",
        "second step of editor: new recovery codes",
        "second step of editor: recovery code used",
        "second step of editor: removed",
        "signed in: editor",
    ]
    rows = ModelLogEntry.objects.filter(action="contenthub.second_step").order_by("timestamp", "pk")
    assert [row.message for row in rows] == [
        *("Two-step sign-in set up", "New recovery codes made"),
        *("Signed in with a recovery code", "Two-step sign-in removed"),
    ]


def test_where_it_is_required_somebody_without_a_device_sets_it_up_and_does_nothing_else(
    client: Client, publisher: User, clock: Callable[[float], None], settings: Any
) -> None:
    before = Client()
    with_password(before)
    settings.HUB_TOTP = "required"
    assert (before.get("/admin/board/").url, "_auth_user_id" in before.session) == (SIGN_IN, False)
    assert with_password(client).url == ENROL
    assert (client.get(CODE).url, is_in(client), client.get("/admin/account/").status_code) == (ENROL, False, 302)
    client.get(ENROL)
    kept = client.post(ENROL, {"code": code_of(publisher)})
    assert (len(kept.context["codes"]), kept.context["following"], is_in(client)) == (10, HOME, True)


def test_where_it_is_off_nothing_is_asked(client: Client, publisher: User, codes: list[str], settings: Any) -> None:
    settings.HUB_TOTP = "off"
    assert (with_password(client).url, client.get(ACCOUNT).status_code) == (HOME, 404)


def test_programs_with_a_token_are_not_asked(
    client: Client, make_channel: Callable[..., Channel], settings: Any
) -> None:
    settings.HUB_TOTP = "required"
    _token, secret = Token.issue(make_channel(), "site", ["adhoc"])
    login = {"Authorization": f"Bearer {secret}"}
    asked = client.post("/graphql", {"query": "{ channel { key } }"}, "application/json", headers=login)
    assert asked.json()["data"] == {"channel": {"key": "web"}}


def test_an_operator_lets_somebody_in_who_lost_the_device(
    client: Client, publisher: User, codes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with_password(client)
    client.post(CODE, {"code": code_of(publisher)})
    call_command("reset_totp", "publisher")
    call_command("reset_totp", "publisher")
    assert capsys.readouterr().out.splitlines() == [
        "publisher has no device any more, and signs in with the password. Sessions ended: 1.",
        "publisher has no device: nothing was changed.",
    ]
    assert (is_in(client), RecoveryCode.objects.count(), with_password(Client()).url) == (False, 0, HOME)
    with pytest.raises(CommandError, match="nobody with the user name 'nobody'"):
        call_command("reset_totp", "nobody")
