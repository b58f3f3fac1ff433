"""Deciding without an account: once, for a while, exactly this content, and only where the mandate allows it."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from contenthub.governance.approvals import Approval
from contenthub.governance.links import DecisionLink, find_link, lend
from contenthub.governance.mandates import Mandate
from contenthub.governance.signing import NotTaken, decide
from contenthub.models import Decision
from contenthub.tasks.shift import Shift
from contenthub.tasks.tell import tell
from contenthub.users import User


@pytest.fixture
def link(waiting: Approval, owner: User, now: datetime) -> DecisionLink:
    Mandate.objects.filter(user=owner).update(by_link=True)
    return lend(waiting.slots.get(name="content"), owner, "Jan Jansen", "jan@example.org", now)


def test_off_unless_the_mandate_says_so(waiting: Approval, owner: User, now: datetime) -> None:
    with pytest.raises(NotTaken, match="You may not send a link"):
        lend(waiting.slots.get(name="content"), owner, "Jan", "jan@example.org", now)


def test_the_link_comes_by_mail_and_shows_the_content(link: DecisionLink, client: Client) -> None:
    tell(Shift(clock=timezone.now))
    letter = next(one for one in mail.outbox if one.to == ["jan@example.org"])
    assert letter.subject == "You are asked to decide: Paspoort"
    assert "/admin/account/" not in letter.body
    path = next(line for line in letter.body.splitlines() if "/decide/" in line).removeprefix("http://127.0.0.1:8000")
    page = client.get(path)
    assert page.status_code == 200
    assert "Kom langs." in page.content.decode()
    assert Decision.objects.filter(kind="approve").count() == 0, "looking decides nothing"
    assert page["Referrer-Policy"] == "same-origin"


def test_it_decides_once_in_the_mandate_of_its_holder(link: DecisionLink, client: Client, owner: User) -> None:
    path = f"/decide/{link.token()}/"
    assert client.post(path, {"verdict": "approve", "reason": "Goed zo"}).status_code == 200
    row = Decision.objects.get(kind="approve")
    assert (row.actor, row.actor_name, row.reason) == (owner, "Jan Jansen, by a link from owner", "Goed zo")
    assert row.details["link"] == {"id": link.pk, "name": "Jan Jansen", "email": "jan@example.org"}
    assert client.post(path, {"verdict": "approve"}).status_code == 410
    assert client.get(path).status_code == 410


def test_changes_without_a_reason_leave_the_link_good(link: DecisionLink, client: Client) -> None:
    path = f"/decide/{link.token()}/"
    page = client.post(path, {"verdict": "changes"})
    assert page.status_code == 400
    assert "Say why." in page.content.decode()
    assert client.post(path, {"verdict": "changes", "reason": "Te lang"}).status_code == 200


def test_it_expires(link: DecisionLink, now: datetime) -> None:
    assert find_link(link.token(), now + timedelta(days=2)) == link
    assert find_link(link.token(), now + timedelta(days=3, seconds=1)) is None


@pytest.mark.parametrize("token", ["", "x", "MQ:1abc:forged"])
def test_a_forged_link_is_no_link(token: str, now: datetime, db: None) -> None:
    assert find_link(token, now) is None


def test_it_is_void_once_somebody_decided(link: DecisionLink, waiting: Approval, owner: User, now: datetime) -> None:
    decide(waiting, owner, "approve", "", now)
    assert find_link(link.token(), now) is None


def test_it_is_void_when_the_mandate_is_taken_away(link: DecisionLink, client: Client, owner: User) -> None:
    Mandate.objects.filter(user=owner).update(by_link=False)
    page = client.post(f"/decide/{link.token()}/", {"verdict": "approve"})
    assert page.status_code == 400
    assert Decision.objects.filter(kind="approve").count() == 0


def test_whoever_signs_in_in_two_steps_decides_only_after_both(
    link: DecisionLink, client: Client, webmaster: User, settings: Any
) -> None:
    """Who reads somebody's mail has one of the two; the link is not the other."""
    path = f"/decide/{link.token()}/"
    User.objects.filter(pk=webmaster.pk).update(email="JAN@example.org")
    assert client.get(path).status_code == 200
    TOTPDevice.objects.create(user=webmaster, name="device", confirmed=False)
    assert client.get(path).status_code == 200
    TOTPDevice.objects.update(confirmed=True)
    for answer in (client.get(path), client.post(path, {"verdict": "approve"})):
        assert (answer.status_code, "Kom langs." in answer.content.decode()) == (403, False)
        assert f'href="/admin/login/?next={quote(path)}"' in answer.content.decode()
    client.force_login(User.objects.get(username="owner"))
    assert "You are signed in as somebody else." in client.get(path).content.decode()
    assert Decision.objects.filter(kind="approve").count() == 0
    client.force_login(webmaster)
    assert client.post(path, {"verdict": "approve"}).status_code == 200
    assert Decision.objects.filter(kind="approve").count() == 1


@pytest.mark.parametrize(("totp", "status"), [("off", 200), ("optional", 200), ("required", 403)])
def test_where_everybody_signs_in_in_two_steps_so_does_who_gets_a_link(
    link: DecisionLink, client: Client, webmaster: User, settings: Any, totp: str, status: int
) -> None:
    settings.HUB_TOTP = totp
    User.objects.filter(pk=webmaster.pk).update(email="jan@example.org")
    assert client.get(f"/decide/{link.token()}/").status_code == status
