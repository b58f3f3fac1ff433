"""Carrying the values of a field over to another: what comes out, what is refused; a trial writes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from content_models.evolve import convert, converted, pairs
from content_models.models import ContentModel, Fact, Item
from content_models.spec import FieldSpec, ModelSpec
from contenthub.models import Snapshot
from contenthub.users import User
from tests.conftest import SERVICE

CHOICES = {"choices": [{"value": "nl", "label": "Dutch", "labels": {"nl": "Nederlands"}}]}


def field(kind: str, **options: Any) -> FieldSpec:
    return FieldSpec.read({"key": "one", "kind": kind, "options": options}, "model")


@pytest.mark.parametrize(
    ("source", "target", "raw", "value", "code"),
    [
        ("long_text", "rich_text", "Kom <nu>\n\nlangs", "<p>Kom &lt;nu&gt;</p><p>langs</p>", ""),
        ("rich_text", "text", "<p>Kom</p><p><b>nu</b></p>", "Kom nu", ""),
        ("text", "number", "1 200.50", "1200.50", ""),
        ("text", "number", "veel", None, "type"),
        ("text", "date", " 2027-01-31 ", "2027-01-31", ""),
        ("text", "date", "morgen", None, "date"),
        ("text", "choice", "nederlands", "nl", ""),
        ("text", "choice", "Frans", None, "choice"),
        ("text", "boolean", "True", True, ""),
        ("number", "text", "12", "12", ""),
        ("text", "text", "Kort", "Kort", ""),
    ],
)
def test_one_value(source: str, target: str, raw: Any, value: Any, code: str) -> None:
    found, problem = converted(field(source), field(target, **(CHOICES if target == "choice" else {})), raw)
    assert (found, problem is None) == (value, not code)


def test_a_text_that_is_too_long_is_refused() -> None:
    found, problem = converted(field("long_text"), field("text", max_length=5), "Te lang hiervoor")
    assert found is None
    assert problem is not None
    assert problem.code == "max_length"


@pytest.fixture
def wider(model: ContentModel, publisher: User) -> ContentModel:
    """The model with a field more, into which the summary can go."""
    fields = [*SERVICE["fields"], {"key": "lead", "kind": "rich_text", "label": "Lead"}]
    model.set_definition(ModelSpec.read({**SERVICE, "fields": fields}))
    model.save_revision(user=publisher).publish(user=publisher)
    return ContentModel.objects.get(pk=model.pk)


def test_pairs_leave_out_what_cannot_be_tried(wider: ContentModel) -> None:
    spec = wider.spec
    assert spec is not None
    found = {(one.key, other.key) for one, other in pairs(spec)}
    assert ("summary", "lead") in found
    assert not {pair for pair in found if {"price", "photo", "related"} & set(pair)}


def test_a_trial_writes_nothing_and_doing_it_makes_drafts(
    make_item: Callable[..., Item], publish: Callable[..., Item], wider: ContentModel, fact: Fact, publisher: User
) -> None:
    body = {"text": "<p>Kom langs.</p>", "summary": "Kort & bondig"}
    live = publish(make_item("Live", body=body))
    draft = make_item("Draft", body=body)
    make_item("Leeg")
    full = make_item("Vol", body={**body, "lead": "<p>Al iets</p>"})
    embed = f'<p>Kost <embed embedtype="fact" fact="{fact.uuid}" format="short"/></p>'
    shows = make_item("Feit", body={"text": embed})
    items = Item.objects.order_by("pk")
    before = list(items.values_list("body", "latest_revision"))
    tried = convert(items, "summary", "lead", publisher)
    assert [(one.item.title, one.after, one.problem) for one in tried] == [
        ("Live", "Kort & bondig", ""),
        ("Draft", "Kort & bondig", ""),
        ("Vol", "Al iets", "The other field holds something already."),
    ]
    assert list(items.values_list("body", "latest_revision")) == before
    convert(items, "summary", "lead", publisher, dry_run=False)
    for item in (live, draft):
        newest = Item.objects.get(pk=item.pk).get_latest_revision_as_object()
        assert newest.raw_body == {**body, "lead": "<p>Kort &amp; bondig</p>"}
    assert Item.objects.get(pk=full.pk).raw_body["lead"] == "<p>Al iets</p>"
    assert "lead" not in Item.objects.get(pk=live.pk).raw_body
    assert Snapshot.objects.count() == 1
    convert(items, "summary", "lead", publisher, overwrite=True, dry_run=False)
    assert Item.objects.get(pk=full.pk).get_latest_revision_as_object().raw_body["lead"] == "<p>Kort &amp; bondig</p>"
    lost = convert(Item.objects.filter(pk=shows.pk), "text", "code", publisher)
    assert lost[0].problem.startswith("It shows facts or links, which would be lost.")


def test_in_the_admin(make_item: Callable[..., Item], wider: ContentModel, publisher: User, client: Client) -> None:
    item = make_item(body={"text": "<p>Kom langs.</p>", "summary": "Kort"})
    client.force_login(publisher)
    address, data = f"/admin/model-convert/{wider.pk}/", {"fields_chosen": "summary:lead"}
    assert "Try it first" in client.get(address).content.decode()
    tried = client.post(address, {**data, "try": ""}).content.decode()
    assert "1 item would be carried over, 0 would stay as they are." in tried
    assert "lead" not in Item.objects.get(pk=item.pk).raw_body
    done = client.post(address, {**data, "convert": ""}, follow=True).content.decode()
    assert "1 item was saved as a draft." in done
    assert Item.objects.get(pk=item.pk).raw_body["lead"] == "<p>Kort</p>"
    assert client.post(address, {"fields_chosen": "price:lead", "convert": ""}).status_code == 200
