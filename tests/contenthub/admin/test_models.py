"""What a change to a content model does, told before it is published; a breaking one needs a reason that is logged."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from channels.models import ChannelQuery
from content_models.door import PublicationRefused
from content_models.formblocks import form_block
from content_models.models import ContentModel, Fact, Item, Subject
from content_models.spec import ModelSpec
from contenthub.admin.preview.models import ModelPreview, answer
from contenthub.dispatch.modelimpact import model_impact
from contenthub.flow import publish_model
from contenthub.governance.mandates import Mandate
from contenthub.models import Decision
from contenthub.users import User
from tests.conftest import SERVICE


def changed(model: ContentModel, **fields: dict[str, Any]) -> ContentModel:
    """Return the model with some of its fields changed, as a draft in memory; None takes a field out."""
    kept = [{**one, **fields[one["key"]]} if one["key"] in fields else one for one in SERVICE["fields"]]
    model.set_definition(ModelSpec.read({**SERVICE, "fields": kept}))
    return model


def ask(make_channel: Any, text: str) -> None:
    ChannelQuery.objects.create(channel=make_channel("web"), name="own", text=text)


OWN = 'query($uuid: ID!) { item(uuid: $uuid, locale: "nl") { ... on Service { summary } } }'


def test_a_change_of_words_breaks_nothing(item: Item, model: ContentModel, make_channel: Any) -> None:
    make_channel("web")
    found = model_impact(changed(model, summary={"help_text": "Short."}), timezone.now())
    assert (found.breaks, found.published, found.misfits, found.broken, found.renders) == (False, 1, [], [], [])
    assert found.replayed == 1
    assert answer(found, ["summary"]).startswith("Nothing breaks")


def test_a_label_changes_renders(item: Item, model: ContentModel, make_channel: Any) -> None:
    make_channel("web")
    found = model_impact(changed(model, price={"label": "Costs"}), timezone.now())
    assert [(one.channel.key, one.publication.title) for one in found.renders] == [("web", "Paspoort")]
    assert not found.breaks


def test_a_newly_required_field_leaves_items_invalid(item: Item, model: ContentModel) -> None:
    found = model_impact(changed(model, summary={"required": True}), timezone.now())
    assert [(str(one.publication), [problem.path for problem in one.problems]) for one in found.misfits] == [
        ("Paspoort (nl)", ["summary"])
    ]
    assert found.breaks


def test_a_deprecated_field_warns_and_its_removal_breaks(
    item: Item, model: ContentModel, make_channel: Any, publisher: User
) -> None:
    ask(make_channel, OWN)
    draft = changed(model, summary={"deprecated": True})
    found = model_impact(draft, timezone.now())
    assert ([one.query for one in found.warned], found.broken) == (["own"], [])
    publish_model(draft.save_revision(user=publisher), publisher)
    gone = ContentModel.objects.get(pk=model.pk)
    fields = [one for one in SERVICE["fields"] if one["key"] != "summary"]
    gone.set_definition(ModelSpec.read({**SERVICE, "fields": fields}))
    assert [(one.channel.key, one.query) for one in model_impact(gone, timezone.now()).broken] == [("web", "own")]
    revision = gone.save_revision(user=publisher)
    said = r"A field that is taken out is still asked for: web \(own\)."
    with pytest.raises(PublicationRefused, match=said):
        revision.publish(user=publisher)
    with pytest.raises(PublicationRefused, match=said):
        publish_model(revision, publisher, "The site was rewritten.")
    assert gone.versions.count() == 2
    ChannelQuery.objects.filter(name="own").update(text=OWN.replace("summary", "code"))
    publish_model(revision, publisher, "The site was rewritten.")
    assert gone.versions.count() == 3
    assert Decision.objects.order_by("-pk")[0].reason == "The site was rewritten."


def test_a_breaking_change_is_confirmed_in_the_admin(
    client: Client, publisher: User, item: Item, model: ContentModel
) -> None:
    client.force_login(publisher)
    changed(model, summary={"required": True}).save_revision(user=publisher)
    page = reverse("contenthub_model_impact", args=[model.pk])
    shown = client.get(page).content.decode()
    assert "1 published item no longer fits, 0 stored queries break." in shown
    client.post(page, {"reason": " "})
    assert model.versions.count() == 1
    client.post(page, {"reason": "Law of 2027"})
    assert (model.versions.count(), Decision.objects.order_by("-pk")[0].reason) == (2, "Law of 2027")


def test_the_form_beside_the_definition(rf: RequestFactory, publisher: User, model: ContentModel) -> None:
    request = rf.get("/")
    request.user = publisher
    shown: Any = ModelPreview().show(request, model)
    page = shown.render().content.decode()
    assert "Publishing this changes nothing." in page
    assert "contenthub.RootStructBlock" in page.replace("&quot;", '"')


def test_only_modellers_see_it(client: Client, editor: User, model: ContentModel) -> None:
    client.force_login(editor)
    assert client.get(reverse("contenthub_model_impact", args=[model.pk])).status_code in (302, 403)


def test_sections_group_the_fields_of_a_form(model: ContentModel) -> None:
    draft = changed(model, summary={"section": "Kort"}, price={"section": "Kort"}, code={"section": "Intern"})
    spec = draft.draft_spec()
    assert ModelSpec.read(spec.as_definition()) == spec
    assert [one.section for one in spec.fields] == ["Kort", "", "Kort", "", "", "Intern", ""]
    layout = form_block(spec).meta.form_layout.children
    assert [one if isinstance(one, str) else (one.heading, one.children) for one in layout] == [
        ("Kort", ["summary", "price"]),
        "text",
        "photo",
        "related",
        ("Intern", ["code"]),
        "memo",
    ]


def test_where_a_subject_and_a_model_are_used(
    item: Item, model: ContentModel, subject: Subject, fact: Fact, publisher: User, client: Client
) -> None:
    fact.subject = subject
    fact.save()
    Mandate.objects.create(user=publisher, decision="content", subject=subject)
    client.force_login(publisher)
    page = client.get(f"/admin/snippets/content_models/subject/usage/{subject.parent_id}/", follow=True)
    assert page.context["answer"] == "1 item. 1 of them is published."
    assert [(str(heading), [words for words, _url in rows]) for heading, rows in page.context["uses"]] == [
        ("Subjects below it", ["Verhuizen"]),
        ("Facts", [str(fact)]),
        ("Mandates", ["publisher: approve content (Verhuizen)"]),
    ]
    other = ContentModel()
    allowed = {"key": "service", "kind": "reference", "label": "Service", "options": {"models": ["service"]}}
    other.set_definition(ModelSpec.read({"key": "guide", "fields": [allowed]}))
    other.save()
    other.save_revision(user=publisher).publish(user=publisher)
    page = client.get(f"/admin/snippets/content_models/contentmodel/usage/{model.pk}/", follow=True)
    assert [(item.title, url.endswith(f"/edit/{item.pk}/")) for item, url in page.context["items"]] == [
        ("Paspoort", True)
    ]
    assert [words for _heading, rows in page.context["uses"] for words, _url in rows] == ["Guide"]
    assert "Paspoort" in page.content.decode()
