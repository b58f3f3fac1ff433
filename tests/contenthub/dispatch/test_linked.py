"""Words that name what a channel does not carry lead to its page on the public site, and to nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.utils import timezone

from channels.models import Channel
from content_models.models import Item, Subject
from contenthub import flow
from contenthub.dispatch.produce import produce
from contenthub.dispatch.trial import try_definition
from contenthub.publishing.scopes import ChannelScope
from contenthub.users import User

WEB = "https://www.a.example"
PAGE = f"{WEB}/nl/geheime-titel/"

Make = Callable[..., Item]


@pytest.fixture
def parking(db: None) -> Subject:
    return Subject.objects.create(key="parking", title="Parkeren")


@pytest.fixture
def target(make_item: Make, publish: Make, parking: Subject) -> Item:
    """An item under a subject that only the website carries."""
    memo = {"text": "<p>Koopje.</p>", "memo": "<p>Voor collega's.</p>"}
    return publish(make_item("Geheime titel", subject=parking, body=memo))


@pytest.fixture
def website(make_channel: Callable[..., Channel]) -> Channel:
    return make_channel("web", base_url=WEB)


@pytest.fixture
def linking(make_item: Make, publish: Make, target: Item, website: Channel) -> Item:
    words = f'<p>Lees hoe u <a linktype="item" item="{target.uuid}">parkeert</a>.</p>'
    return publish(make_item(body={"text": words, "related": [str(target.uuid)]}))


@pytest.fixture
def made(
    make_channel: Callable[..., Channel], subject: Subject, linking: Item, tmp_path: Path
) -> Callable[[str, str], str]:
    """Return a function that produces a channel without the target, and gives the file of the item that names it."""

    def make(kind: str, name: str) -> str:
        channel = make_channel(kind)
        ChannelScope.objects.create(channel=channel, subject=subject.uuid)
        assert produce(channel, tmp_path / kind).failed == []
        return (tmp_path / kind / "nl" / name).read_text()

    return make


def mailed(made: Callable[[str, str], str]) -> tuple[list[str], str]:
    """Return where the words of the mail lead, and its text."""
    mail = message_from_bytes(made("email", "paspoort.eml").encode(), policy=policy.default)
    html, plain = (mail.get_body((subtype,)) for subtype in ("html", "plain"))
    assert html
    assert plain
    text = plain.get_content()
    assert [one for one in ("Geheime", "Koopje", "collega") if one in html.get_content() + text] == []
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>parkeert</a>', html.get_content())
    return found, next(line for line in text.splitlines() if line.startswith("Lees hoe"))


NO_PAGE = ([], "Lees hoe u parkeert.")
THERE = ([PAGE], f"Lees hoe u parkeert ({PAGE}).")


def withdraw(ending: str) -> Callable[[Item, Channel, User], None]:
    return lambda target, _web, publisher: flow.withdraw(target, ending, publisher, "over", notice="Over.")


def out_of_scope(_target: Item, website: Channel, _publisher: User) -> None:
    ChannelScope.objects.create(channel=website, subject=Subject.objects.get(key="moving").uuid)


def for_colleagues(_target: Item, website: Channel, _publisher: User) -> None:
    website.settings = {"scopes": ["internal"]}
    website.save()


def retired(_target: Item, website: Channel, _publisher: User) -> None:
    website.status = Channel.Status.RETIRED
    website.save()


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (lambda *_: None, THERE),
        (withdraw("withdrawn"), THERE),
        (withdraw("gone"), NO_PAGE),
        (out_of_scope, NO_PAGE),
        (for_colleagues, NO_PAGE),
        (retired, NO_PAGE),
    ],
    ids=["page", "withdrawn", "gone", "not on the site", "site for colleagues", "no site"],
)
def test_words_of_a_mail_lead_to_a_page_that_everybody_can_read(
    happens: Callable[[Item, Channel, User], None],
    told: tuple[list[str], str],
    made: Callable[[str, str], str],
    target: Item,
    website: Channel,
    publisher: User,
) -> None:
    happens(target, website, publisher)
    assert mailed(made) == told


def test_an_app_and_a_desk_and_markdown_learn_the_same_address(made: Callable[[str, str], str]) -> None:
    fields = {one["key"]: one["value"] for one in json.loads(made("app", "paspoort.json"))["fields"]}
    (definition,) = fields["text"][0]["markDefs"]
    assert definition == {"_key": definition["_key"], "_type": "link", "href": PAGE}
    assert "related" not in fields
    assert f"[parkeert]({PAGE})" in made("markdown", "paspoort.md")
    assert f'<a href="{PAGE}">parkeert</a>' in made("servicedesk", "paspoort.html")


def test_words_lead_to_another_language_where_only_that_has_a_page(
    made: Callable[[str, str], str], make_item: Make, publish: Make, target: Item, parking: Subject, publisher: User
) -> None:
    publish(make_item("Secret title", "en", subject=parking, translation_key=target.translation_key))
    withdraw("gone")(target, Channel(), publisher)
    assert mailed(made) == ([f"{WEB}/en/secret-title/"], f"Lees hoe u parkeert ({WEB}/en/secret-title/).")


@pytest.mark.parametrize(("site", "shown"), [(True, f'<a href="{PAGE}">parkeert</a>'), (False, "parkeert")])
def test_a_template_of_ones_own_learns_it_on_the_workbench_too(
    site: bool, shown: str, make_channel: Callable[..., Channel], subject: Subject, linking: Item, website: Channel
) -> None:
    channel = make_channel("template")
    ChannelScope.objects.create(channel=channel, subject=subject.uuid)
    template = "{% for field in item.fields %}{{ field.value | html }}{% endfor %}{{ stamp }}"
    settings = {"template": template, "media_type": "text/html", "web_url": WEB if site else "https://b.example"}
    definition = {"kind": "template", "settings": settings, "queries": {"item": channel.queries.get(name="item").text}}
    found = try_definition(channel, definition, "paspoort", "", timezone.now())
    assert f"<p>Lees hoe u {shown}.</p>" in found.content
