"""What a channel asks and shows is changed by mandate, by two people where four eyes are demanded, and recorded."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from channels.models import Channel, ChannelQuery
from content_models.door import PublicationRefused
from content_models.models import ContentModel, Subject
from contenthub import flow
from contenthub.dispatch.changing import change_channel, changed_around_the_gate, definition_of
from contenthub.governance.mandates import Mandate
from contenthub.governance.notices import Notice
from contenthub.governance.proposals import Proposal
from contenthub.models import Decision
from contenthub.users import User
from tests.contenthub.governance.conftest import NOON, Give, MayDo

TEXT = '{ services(locale: "nl") { nodes { title } } }'


@pytest.fixture
def channel(make_channel: Callable[..., Channel], model: ContentModel) -> Channel:
    return make_channel("web")


@pytest.fixture
def designer(person: MayDo) -> User:
    """Somebody who may change channels, and has no mandate."""
    user = person("designer")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_channel", "change_channel"]))
    return user


@pytest.fixture
def chief(webmaster: User, give: Give) -> User:
    """Who decides what channels ask and show."""
    give(webmaster, "channel", subject=None)
    webmaster.user_permissions.add(*Permission.objects.filter(codename="view_channel"))
    return webmaster


def changed(channel: Channel, **more: str) -> dict[str, Any]:
    now = definition_of(channel)
    return {**now, "queries": {**now["queries"], "own": TEXT, **more}}


def kinds() -> list[tuple[str, str, str]]:
    rows = Decision.objects.filter(what="channel").order_by("pk")
    return list(rows.values_list("kind", "actor_name", "mandate"))


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(PublicationRefused) as refused:
        act()
    return str(refused.value)


def test_a_change_waits_for_who_has_the_mandate(channel: Channel, designer: User, chief: User) -> None:
    proposal = change_channel(channel, changed(channel), designer, "voor de app", NOON)
    assert proposal is not None
    assert (proposal.status, channel.queries.filter(name="own").count()) == ("waiting", 0)
    assert list(Notice.objects.values_list("user__username", "title")) == [
        ("webmaster", "web: change queries and templates of a channel")
    ]
    flow.decide(proposal, chief, "approve", "goed", NOON)
    assert channel.queries.get(name="own").text == TEXT
    words = "webmaster: change queries and templates of a channel (everything)"
    assert kinds() == [("propose", "designer", ""), ("channel", "webmaster", words)]
    assert "decided already" in refusal(lambda: flow.decide(proposal, chief, "approve", "", NOON))


def test_who_proposes_does_not_decide(channel: Channel, chief: User, owner: User, give: Give) -> None:
    alone = refusal(lambda: change_channel(channel, changed(channel), chief, "", NOON))
    assert alone == "web: Nobody can decide for: web. Give somebody a mandate, or name a deputy."
    give(owner, "channel", subject=None, channel=channel)
    give(chief, "channel", subject=None, channel=channel)
    proposal = change_channel(channel, changed(channel), chief, "", NOON)
    assert proposal is not None
    assert "four eyes" in refusal(lambda: flow.decide(proposal, chief, "approve", "", NOON))
    assert Proposal.objects.get().status == "waiting"
    flow.decide(proposal, owner, "approve", "", NOON)
    assert channel.queries.filter(name="own").count() == 1


def test_without_four_eyes_it_is_changed_at_once(channel: Channel, chief: User) -> None:
    Mandate.objects.update(four_eyes=False)
    change_channel(channel, changed(channel), chief, "", NOON)
    assert channel.queries.get(name="own").text == TEXT
    assert change_channel(channel, changed(channel), chief, "", NOON) is None


def test_strangers_do_not_even_propose(channel: Channel, author: User, chief: User) -> None:
    assert "You have no mandate" in refusal(lambda: change_channel(channel, changed(channel), author, "", NOON))
    Mandate.objects.all().delete()
    assert "You may not take this decision" in refusal(
        lambda: change_channel(channel, changed(channel), author, "", NOON)
    )
    assert (Proposal.objects.count(), kinds()) == (0, [])


def test_what_cannot_be_answered_is_not_proposed(channel: Channel, designer: User, chief: User) -> None:
    wrong = {**changed(channel, own="{ nope }"), "kind": "telex"}
    said = refusal(lambda: change_channel(channel, wrong, designer, "", NOON))
    assert "There is no channel kind 'telex'" in said
    assert "own: Cannot query field 'nope' on type 'Query'." in said


def test_a_proposal_that_was_overtaken_or_tampered_with_is_not_carried_out(
    channel: Channel, designer: User, chief: User
) -> None:
    first = change_channel(channel, changed(channel), designer, "", NOON)
    second = change_channel(channel, changed(channel, other=TEXT), designer, "", NOON)
    assert first is not None
    assert second is not None
    flow.decide(first, chief, "approve", "", NOON)
    assert "changed after this was proposed" in refusal(lambda: flow.decide(second, chief, "approve", "", NOON))
    before = len(kinds())
    Proposal.objects.filter(pk=second.pk).update(content={**second.content, "kind": "print"})
    assert "not what was proposed" in refusal(lambda: flow.decide(second, chief, "approve", "", NOON))
    assert "Say why" in refusal(lambda: flow.decide(second, chief, "refuse", " ", NOON))
    assert len(kinds()) == before
    flow.decide(second, designer, "refuse", "ingehaald", NOON)
    assert kinds()[-1] == ("refuse", "designer", "")


def test_a_change_around_the_gate_is_found(channel: Channel, chief: User, capsys: Any) -> None:
    assert not changed_around_the_gate(channel)
    Mandate.objects.update(four_eyes=False)
    change_channel(channel, changed(channel), chief, "", NOON)
    assert not changed_around_the_gate(channel)
    ChannelQuery.objects.filter(channel=channel, name="own").delete()
    assert changed_around_the_gate(channel)
    with pytest.raises(SystemExit):
        call_command("check_mandates", "--json")
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["channel"], one["code"]) for one in found if one["code"] == "around"] == [("web", "around")]


def test_a_mandate_about_a_channel_has_no_subject(owner: User, subject: Subject) -> None:
    mandate = Mandate(user=owner, decision="channel", subject=subject)
    with pytest.raises(ValidationError, match="no subject in particular"):
        mandate.full_clean()


def test_by_command(channel: Channel, designer: User, chief: User, author: User, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "own.graphql").write_text(TEXT)
    with pytest.raises(CommandError, match="no mandate"):
        call_command("documents", "web", tmp_path / "own.graphql", actor="author")
    call_command("documents", "web", tmp_path / "own.graphql", actor="designer")
    number = Proposal.objects.get().pk
    assert f"Proposed as number {number}; nothing is registered" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nothing was registered"):
        call_command("documents", "web", approve=number, actor="designer")
    call_command("documents", "web", approve=number, actor="webmaster")
    assert channel.queries.get(name="own").text == TEXT


def test_in_the_admin(channel: Channel, designer: User, chief: User, client: Client) -> None:
    client.force_login(designer)
    address = f"/admin/channels/{channel.pk}/definition/"
    page = client.get(address)
    form = {name: page.context["form"][name].initial or "" for name in page.context["form"].fields}
    data = {
        **form,
        "settings": json.dumps(form["settings"] or {}),
        "new_name": "own",
        "new_text": TEXT,
        "reason": "app",
    }
    said = client.post(address, data, follow=True)
    assert "This waits for webmaster." in said.content.decode()
    proposal = Proposal.objects.get()
    assert set(proposal.content["queries"]) == {*definition_of(channel)["queries"], "own"}
    refused = client.post(proposal.get_absolute_url(), {"verdict": "approve"}, follow=True)
    assert "You have no mandate for this subject. Ask webmaster." in refused.content.decode()
    client.force_login(chief)
    assert "1 decision waits for you." in client.get("/admin/decisions/").content.decode()
    shown = client.get(proposal.get_absolute_url())
    assert [(part.name, part.lines) for part in shown.context["parts"]] == [("Query “own”", (("+", TEXT),))]
    client.post(proposal.get_absolute_url(), {"verdict": "approve"})
    assert channel.queries.get(name="own").text == TEXT
    client.force_login(designer)
    edit = client.get(f"/admin/snippets/channels/channel/edit/{channel.pk}/").content.decode()
    assert 'name="settings"' not in edit
    assert 'name="kind"' not in edit
