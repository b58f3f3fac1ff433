"""What a channel's scopes keep from it: also by way of facts and of the change log."""

from typing import Any

import pytest

from channels.models import Channel
from content_models.models import Fact, Subject
from contenthub.publishing.models import Change, Dependency, Publication
from contenthub.publishing.scopes import ChannelScope
from tests.contenthub.query.conftest import DAY, Town, euro

pytestmark = pytest.mark.django_db


@pytest.fixture
def scoped(town: Town) -> Town:
    """A channel that carries living: one item of it, which shows a fact of taxes; and one of taxes, with another."""
    living, taxes = (Subject.objects.create(key=key, title=key) for key in ("living", "taxes"))
    facts = [town.fact(key, euro("1")) for key in ("rent", "shown", "hidden")]
    Fact.objects.filter(key="rent").update(subject=living)
    Fact.objects.exclude(key="rent").update(subject=taxes)
    for key, subject, fact in (("home", living, facts[1]), ("levy", taxes, facts[2])):
        body = {"price": {"fact": str(fact.uuid), "format": "short"}}
        publication = town.item(key, body, subject=subject)
        Dependency.objects.create(snapshot=publication.snapshot, kind="fact", target=fact.uuid, path="price")
        log("published", publication.uuid, "nl")
    for fact in facts:
        log("fact", fact.uuid)
    ChannelScope.objects.create(channel=town.token.channel, subject=living.uuid)
    return town


def log(what: str, uuid: Any, locale: str = "") -> None:
    Change.objects.create(what=what, uuid=uuid, locale=locale, number=1, actor="Ann", at=DAY)


def lines(town: Town, arguments: str = "") -> list[str]:
    names = {str(row.uuid): row.key for row in [*Publication.objects.all(), *Fact.objects.all()]}
    return [names[one["uuid"]] for one in town.data(f"{{ changes{arguments} {{ uuid }} }}")["changes"]]


def test_facts_are_those_of_its_subjects_and_those_that_its_items_show(scoped: Town) -> None:
    found = scoped.data(
        '{ facts { nodes { key } totalCount } a: fact(key: "hidden") { key } b: fact(key: "shown") { key } }'
    )
    assert found["facts"] == {"nodes": [{"key": "rent"}, {"key": "shown"}], "totalCount": 2}
    assert (found["a"], found["b"]) == (None, {"key": "shown"})


def test_a_fact_out_of_reach_still_shows_in_an_item_that_has_it(scoped: Town) -> None:
    found = scoped.data('{ faq(key: "home", locale: "nl") { price { text } } }')
    assert found["faq"]["price"]["text"] == "€\u00a01,00"


def test_changes_are_those_of_what_it_carries(scoped: Town) -> None:
    assert lines(scoped) == ["home", "rent", "shown"]
    assert lines(scoped, '(kinds: ["fact"])') == ["rent", "shown"]
    assert lines(scoped, "(first: 1)") == ["home"]
    ChannelScope.objects.all().delete()
    assert lines(scoped) == ["home", "levy", "rent", "shown", "hidden"]


def test_what_left_the_scope_is_told(scoped: Town) -> None:
    home = Publication.objects.get(key="home")
    moved = scoped.item("home", subject=Subject.objects.get(key="taxes"), uuid=home.uuid)
    log("published", moved.uuid, "nl")
    assert lines(scoped)[-1] == "home"
    assert scoped.data('{ faq(key: "home", locale: "nl") { key } }') == {"faq": None}


def test_the_languages_of_a_channel_narrow_its_changes(scoped: Town) -> None:
    Channel.objects.update(locales=["en"])
    scoped.token.channel.refresh_from_db()
    assert lines(scoped, '(kinds: ["published"])') == []


def test_a_position_to_follow_from(scoped: Town) -> None:
    assert scoped.data("{ channel { position } }")["channel"]["position"] == Change.objects.latest("seq").seq
    assert lines(scoped, f"(after: {Change.objects.latest('seq').seq})") == []
