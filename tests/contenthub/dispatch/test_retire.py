"""Retiring a channel: asked for, approved by another, carried out at once; and found when it is still there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from channels.models import Channel, Shipment, Token
from content_models.door import PublicationRefused
from contenthub import flow
from contenthub.dispatch.retire import accept_finding, ask_retirement, looked_for
from contenthub.dispatch.watch.judging import judge_and_keep
from contenthub.dispatch.watch.tables import ChannelFinding
from contenthub.governance.mandates import Mandate
from contenthub.management.commands.watch import watch_now
from contenthub.models import Decision
from contenthub.tasks.shift import Shift
from contenthub.tasks.ship import ship
from contenthub.users import User
from tests.contenthub.dispatch.sites import Site

TOLD = {"reason": "Niemand leest het", "notice": "Dit is gestopt.", "redirect_to": "https://example.org/", "days": 30}


@pytest.fixture
def second(editor: User, publisher: User, channel: Channel) -> User:
    """Somebody with a mandate to retire the channel, beside its owner, who has one as well."""
    for user in (editor, publisher):
        Mandate.objects.create(user=user, decision="retire", channel=channel)
    return editor


def approve(proposal: Any, who: User) -> None:
    flow.decide(proposal, who, "approve", "", timezone.now())


def test_a_channel_ends_when_somebody_else_approves(
    channel: Channel, publisher: User, second: User, site: Site
) -> None:
    token, _secret = Token.issue(channel, "Site")
    Shipment.objects.create(channel=channel, transport="produce", key="old", due_at=timezone.now())
    proposal = ask_retirement(channel, publisher, timezone.now(), **TOLD)
    assert proposal.is_waiting
    with pytest.raises(PublicationRefused, match="four eyes"):
        approve(proposal, publisher)
    channel.refresh_from_db()
    assert channel.status == "active"
    approve(proposal, second)
    channel.refresh_from_db()
    token.refresh_from_db()
    assert (channel.status, token.is_valid(timezone.now() + timedelta(seconds=1))) == ("retired", False)
    assert sorted(Shipment.objects.values_list("key", "status")) == [
        *(("old", "failed"), (f"produce:web:retired-{proposal.pk}", "due"))
    ]
    decision = Decision.objects.get(kind="retire")
    assert (decision.actor, decision.reason, decision.details["by"]) == (second, "", "publisher")
    assert ship(Shift(folder=site.folder.parent), lambda: None).sent == 1
    page = (site.folder / "nl" / "paspoort" / "index.html").read_text()
    assert "Dit is gestopt." in page
    assert 'href="https://example.org/"' in page
    assert "75,80" not in page
    assert looked_for(channel, timezone.now() + timedelta(days=29))
    assert not looked_for(channel, timezone.now() + timedelta(days=31))


def test_a_channel_that_shows_notices_is_gone_and_one_that_goes_on_is_a_revenant(
    channel: Channel, publisher: User, second: User, site: Site
) -> None:
    watch_now(channel)
    approve(ask_retirement(channel, publisher, timezone.now(), **TOLD), second)
    channel.refresh_from_db()
    site.freeze()
    Channel.objects.update(retired_at=timezone.now() - timedelta(days=1))
    channel.refresh_from_db()
    assert watch_now(channel).state == "revenant"
    assert ChannelFinding.objects.filter(closed_at=None).values_list("state", flat=True).get() == "revenant"
    ship(Shift(folder=site.folder.parent), lambda: None)
    site.freeze()
    assert watch_now(channel).state == "retired"
    assert ChannelFinding.objects.filter(closed_at=None).count() == 0


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"redirect_to": "javascript:alert(1)"}])
def test_what_cannot_be_asked(channel: Channel, publisher: User, second: User, wrong: dict[str, str]) -> None:
    with pytest.raises(PublicationRefused):
        ask_retirement(channel, publisher, timezone.now(), **{**TOLD, **wrong})
    ask_retirement(channel, publisher, timezone.now(), **TOLD)
    with pytest.raises(PublicationRefused, match="already"):
        ask_retirement(channel, publisher, timezone.now(), **TOLD)


def test_somebody_without_the_right_cannot_even_ask(channel: Channel, editor: User) -> None:
    with pytest.raises(PublicationRefused):
        ask_retirement(channel, editor, timezone.now(), **TOLD)
    assert Channel.objects.get().status == "active"


def test_a_finding_is_accepted_by_mandate_and_stays_quiet(channel: Channel, publisher: User, editor: User) -> None:
    now = timezone.now()
    judge_and_keep(channel, now)
    (finding,) = ChannelFinding.objects.all()
    with pytest.raises(PublicationRefused):
        accept_finding(finding, editor, now, because="x", days=3)
    with pytest.raises(PublicationRefused, match="Say why"):
        accept_finding(finding, publisher, now, because=" ", days=3)
    accept_finding(finding, publisher, now, because="Verhuizing", days=3)
    judge_and_keep(channel, now + timedelta(days=2))
    assert ChannelFinding.objects.filter(closed_at=None).count() == 0
    judge_and_keep(channel, now + timedelta(days=4))
    assert ChannelFinding.objects.filter(closed_at=None).count() == 1
    assert Decision.objects.get(kind="accept").reason == "Verhuizing"
