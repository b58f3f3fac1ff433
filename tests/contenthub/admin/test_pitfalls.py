"""The fourteen pitfalls of content models defined at run time on Wagtail, each with what keeps us out of it.

P1 blocks pile up in a registry. P2 draft validation changes a shared block. P3 autosave writes live. P4 a kind
changes. P5 a field goes. P6 an old revision is read with today's model. P7 Wagtail's index describes the row, not the
draft. P8 choosers show everything. P9 a translation goes live. P10 a form without its blocks. P11 many-to-many fields
have no revisions. P12 segments for translators. P13 references of a translation. P14 what a use is called.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block

from channels.models import Token
from content_models.document import check_change
from content_models.door import PublicationRefused
from content_models.formblocks import form_block, reading_block
from content_models.models import ContentModel, Fact, Item
from content_models.spec import ModelSpec
from contenthub.models import Publication
from contenthub.publishing.uses import draft_uses
from contenthub.query import answer_text
from contenthub.users import User
from tests.conftest import SERVICE
from tests.contenthub.admin.test_screens import form, rich, url

SPEC = ModelSpec.read(SERVICE, 1)


@pytest.fixture
def admin(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def test_p1_blocks_do_not_pile_up() -> None:
    form_block(SPEC)
    before = len(Block.definition_registry)
    for _time in range(20):
        form_block(SPEC)
    assert len(Block.definition_registry) == before


def test_p2_no_two_forms_share_a_block() -> None:
    one, two = form_block(SPEC), form_block(SPEC)
    one.child_blocks["text"].field.required = False
    assert two.child_blocks["text"].field.required is True
    assert reading_block(SPEC) is not one


def test_p3_a_draft_of_a_model_or_a_fact_is_not_live(
    model: ContentModel, fact: Fact, publisher: User, item: Item
) -> None:
    model.set_definition(ModelSpec.read({**SERVICE, "fields": SERVICE["fields"][:2]}))
    model.save_revision(user=publisher)
    fact.timeline = [{"value": {"amount": "1", "currency": "EUR"}, "valid_from": None, "valid_until": None}]
    fact.save_revision(user=publisher)
    again = ContentModel.objects.get(pk=model.pk)
    assert again.spec is not None
    assert [len(again.spec.fields), len(again.fields)] == [7, 7]
    assert Fact.objects.get(pk=fact.pk).timeline[0]["value"]["amount"] == "75.80"


def test_p4_a_published_kind_stays(model: ContentModel, publisher: User, item: Item) -> None:
    fields = [{**one, "kind": "image"} if one["key"] == "text" else one for one in SERVICE["fields"]]
    changed = ModelSpec.read({**SERVICE, "fields": fields})
    assert [(problem.path, problem.code) for problem in check_change(SPEC, changed)] == [("text", "kind_changed")]
    model.set_definition(changed)
    with pytest.raises(PublicationRefused) as refused:
        model.save_revision(user=publisher).publish(user=publisher)
    assert [one.code for problems in refused.value.problems.values() for one in problems] == ["kind_changed"]
    again = Item.objects.get(pk=item.pk)
    assert (again.content_model.spec.version, str(again.body["text"].source)) == (1, again.raw_body["text"])


def test_p5_the_value_of_a_field_that_went_is_kept(
    admin: Client, model: ContentModel, publisher: User, item: Item
) -> None:
    raw = {**item.raw_body, "summary": "Oud"}
    Item.objects.filter(pk=item.pk).update(body=raw)
    fields = [{**one, "deprecated": True} if one["key"] == "summary" else one for one in SERVICE["fields"]]
    model.set_definition(ModelSpec.read({**SERVICE, "fields": fields}))
    model.save_revision(user=publisher).publish(user=publisher)
    Item.objects.get(pk=item.pk).save()
    assert Item.objects.get(pk=item.pk).raw_body["summary"] == "Oud"
    Item.objects.get(pk=item.pk).save_revision()
    given = {name: value for name, value in form(model, key="paspoort").items() if name != "body-summary"}
    admin.post(url("edit", item.pk), {**given, "body-text": rich("Nieuw.")})
    draft = Item.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert (draft.raw_body["summary"], draft.model_version) == ("Oud", 2)


def test_p6_a_revision_is_read_with_its_own_version(model: ContentModel, publisher: User, item: Item) -> None:
    old = item.latest_revision
    fields = [{**one, "label": "Costs"} if one["key"] == "price" else one for one in SERVICE["fields"]]
    model.set_definition(ModelSpec.read({**SERVICE, "fields": fields}))
    model.save_revision(user=publisher).publish(user=publisher)
    read = old.as_object()
    assert (read.spec.version, read.spec.field("price").label) == (1, "Price")


def test_p7_uses_in_drafts_are_known(item: Item, fact: Fact, make_fact: Callable[..., Fact]) -> None:
    other = make_fact("other")
    item.body = {"text": "<p>Zonder.</p>", "price": str(other.uuid)}
    item.save_revision()
    assert [use.item.pk for use in draft_uses("fact", other.uuid)] == [item.pk]
    assert draft_uses("fact", fact.uuid) == []


def test_p8_a_chooser_shows_only_what_one_may_see(client: Client, editor: User, item: Item) -> None:
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    editor.user_permissions.add(access)
    client.force_login(editor)
    choose = reverse("wagtailsnippetchoosers_content_models_item:choose_results")
    assert "Paspoort" not in client.get(choose).content.decode()
    view = Permission.objects.get(content_type=ContentType.objects.get_for_model(Item), codename="view_item")
    editor.user_permissions.add(view)
    client.force_login(User.objects.get(pk=editor.pk))
    assert "Paspoort" in client.get(choose).content.decode()


def test_p9_a_translation_does_not_go_live(item: Item, locales: Any) -> None:
    item.body = {**item.raw_body, "text": "<p>Nog niet goedgekeurd.</p>"}
    item.save_revision()
    copy = item.get_latest_revision_as_object().copy_for_translation(locales["en"])
    copy.save()
    found = Item.objects.get(pk=copy.pk)
    assert (found.live, found.live_revision, found.first_published_at) == (False, None, None)
    assert Publication.objects.filter(locale="en").count() == 0


def test_p10_a_form_without_its_blocks_is_refused_kindly(admin: Client, item: Item) -> None:
    given = {name: value for name, value in form(item.content_model).items() if name != "body-related-count"}
    for name in ("edit", "preview_on_edit"):
        assert admin.post(url(name, item.pk), given).status_code == 400


def test_p11_no_plain_many_to_many_is_left_out_of_revisions() -> None:
    """Does not apply: which channels an item goes to stands in the hub's scopes, not in a field of the item."""
    found = [field for model in (Item, Fact, ContentModel) for field in model._meta.get_fields()]
    assert [field.name for field in found if isinstance(field, ManyToManyField)] == []


def test_p13_a_reference_follows_the_language_that_is_read(
    make_item: Callable[..., Item], publish: Callable[..., Item], locales: Any
) -> None:
    target = publish(make_item("Doel"))
    english = target.copy_for_translation(locales["en"])
    english.title = "Target"
    english.save()
    publish(english)
    source = make_item("Bron", body={"text": "<p>Zie.</p>", "related": [target.uuid]})
    publish(source)
    translated = source.copy_for_translation(locales["en"])
    translated.save()
    publish(translated)
    text = 'query($u: ID!) { item(uuid: $u, locale: "en") { ... on Service { related { title } } } }'
    found = answer_text(Token(label="test", scopes=["adhoc"]), text, {"u": source.uuid})
    assert found.data == {"item": {"related": [{"title": "Target"}]}}


def test_p14_a_use_is_called_by_the_label_of_its_field(admin: Client, item: Item, fact: Fact) -> None:
    page = admin.get(reverse("contenthub_where_used", args=["fact", fact.uuid])).content.decode()
    assert "Text, Price" in page
