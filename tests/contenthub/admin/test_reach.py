"""Permissions of a group go as far as its reach: by content model and by subject, in every screen and every chooser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from content_models.models import ContentModel, Fact, Item, Reach, Subject
from content_models.reach import may_see, visible_items
from content_models.spec import ModelSpec
from contenthub.install import make_roles
from contenthub.users import User
from tests.contenthub.admin.test_screens import form, url

NOTICE = {
    "key": "notice",
    "name": "Notice",
    "fields": [{"key": "text", "kind": "rich_text", "label": "Text", "required": True}],
}


@pytest.fixture
def notice(publisher: User) -> ContentModel:
    found = ContentModel()
    found.set_definition(ModelSpec.read(NOTICE))
    found.save()
    found.save_revision(user=publisher).publish(user=publisher)
    return ContentModel.objects.get(pk=found.pk)


@pytest.fixture
def writer(db: None) -> User:
    make_roles()
    user = User.objects.create_user("writer", "writer@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def group(writer: User) -> Group:
    return writer.groups.get()


@pytest.fixture
def taxes(db: None) -> Subject:
    return Subject.objects.create(key="taxes", title="Belastingen")


@pytest.fixture
def items(make_item: Callable[..., Item], notice: ContentModel, taxes: Subject, subject: Subject) -> dict[str, Item]:
    """A service about moving, one about taxes, one about nothing, and a notice about moving."""
    found = {"moving": make_item("Verhuisbericht"), "taxes": make_item("Belasting"), "loose": make_item("Los")}
    for name, about in (("taxes", taxes), ("loose", None)):
        found[name].subject = about
        found[name].save()
    found["notice"] = make_item("Melding")
    Item.objects.filter(pk=found["notice"].pk).update(content_model=notice)
    found["notice"].refresh_from_db()
    return found


def seen_by(user: User) -> list[str]:
    return sorted(visible_items(User.objects.get(pk=user.pk)).values_list("title", flat=True))


def test_a_group_without_reach_reaches_everything(items: dict[str, Item], writer: User) -> None:
    assert seen_by(writer) == ["Belasting", "Los", "Melding", "Verhuisbericht"]


def test_reach_by_subject_by_model_and_by_both(
    items: dict[str, Item], writer: User, group: Group, subject: Subject, notice: ContentModel, model: ContentModel
) -> None:
    living = subject.parent
    one = Reach.objects.create(group=group, subject=living)
    assert seen_by(writer) == ["Melding", "Verhuisbericht"]
    one.content_model = notice
    one.save()
    assert seen_by(writer) == ["Melding"]
    Reach.objects.create(group=group, content_model=model, subject=items["taxes"].subject)
    assert seen_by(writer) == ["Belasting", "Melding"]
    one.subject = None
    one.save()
    assert seen_by(writer) == ["Belasting", "Melding"]
    fresh = User.objects.get(pk=writer.pk)
    assert [may_see(fresh, item) for item in items.values()] == [False, True, False, True]


def test_another_group_or_a_right_of_ones_own_adds(items: dict[str, Item], writer: User, group: Group) -> None:
    Reach.objects.create(group=group, subject=items["taxes"].subject)
    assert seen_by(writer) == ["Belasting"]
    everywhere = Group.objects.create(name="Readers")
    everywhere.permissions.add(Permission.objects.get(codename="view_item"))
    writer.groups.add(everywhere)
    assert len(seen_by(writer)) == 4
    fresh = User.objects.get(pk=writer.pk)
    from wagtail.permissions import policy_registry

    policy = policy_registry.get_by_type(Item)
    assert list(policy.instances_user_has_permission_for(fresh, "change").values_list("title", flat=True)) == [
        "Belasting"
    ]
    assert policy.user_has_permission_for_instance(fresh, "change", items["moving"]) is False


@pytest.fixture
def limited(items: dict[str, Item], writer: User, group: Group, client: Client, notice: ContentModel) -> Client:
    """The writer, signed in, who reaches notices about everything, and all that is about taxes."""
    Reach.objects.create(group=group, content_model=notice)
    Reach.objects.create(group=group, subject=items["taxes"].subject)
    client.force_login(writer)
    return client


def test_no_screen_shows_what_is_out_of_reach(limited: Client, items: dict[str, Item], make_fact: object) -> None:
    """Every address that takes one item refuses it; every list leaves it out."""
    pk, uuid = items["moving"].pk, items["moving"].uuid
    for name in ("edit", "delete", "usage", "history", "copy", "unpublish", "lock", "unlock", "workflow_history"):
        answer = limited.get(url(name, pk))
        assert (answer.status_code, answer["location"]) == (302, "/admin/"), name
    assert limited.get(url("edit", items["taxes"].pk)).status_code == 200
    assert limited.post(url("preview_on_edit", pk), {}).status_code in {302, 403}
    chooser = reverse("wagtailsnippetchoosers_content_models_item:choose")
    lists = [url("list"), f"{url('list')}?q=Verhuis", chooser, f"{chooser}results/?q=Verhuis", "/admin/outputs/"]
    for address in lists:
        assert "Verhuisbericht<" not in limited.get(address, HTTP_X_REQUESTED_WITH="XMLHttpRequest").content.decode()
    assert "Belasting" in limited.get(url("list")).content.decode()
    assert limited.get(f"{chooser}chosen/{pk}/").status_code in {302, 403}
    assert limited.get(f"/admin/outputs/{pk}/").status_code == 404
    assert limited.get(f"/admin/where-used/item/{uuid}/").status_code == 404
    assert limited.post(f"/admin/remarks/{pk}/", {"text": "x"}).status_code == 302


def test_bulk_actions_and_forged_forms_stay_within_reach(
    limited: Client, items: dict[str, Item], model: ContentModel, writer: User, subject: Subject
) -> None:
    taxes = items["taxes"]
    saved = limited.post(url("edit", taxes.pk), form(model, title="Nu elders", key=taxes.key, subject=str(subject.pk)))
    assert "You may not write about this subject. Choose another." in saved.content.decode()
    made = limited.post(url("add") + f"?content_model={model.pk}", form(model, subject=str(subject.pk)))
    assert "You may not write about this subject. Choose another." in made.content.decode()
    assert Item.objects.count() == 4
    writer.groups.get().permissions.add(Permission.objects.get(codename="delete_item"))
    path = reverse("wagtail_bulk_action", args=["content_models", "item", "delete"])
    limited.post(f"{path}?id={items['moving'].pk}")
    assert Item.objects.count() == 4


def test_facts_are_reached_by_subject(
    limited: Client, make_fact: Callable[..., Fact], subject: Subject, items: dict[str, Item]
) -> None:
    inside = make_fact("binnen", subject=items["taxes"].subject)
    outside = make_fact("buiten", subject=subject)
    writer = User.objects.get(username="writer")
    assert [may_see(writer, one) for one in (inside, outside)] == [True, True]
    Reach.objects.filter(subject=None).delete()
    writer = User.objects.get(username="writer")
    assert [may_see(writer, one) for one in (inside, outside)] == [True, False]
    base = Fact.snippet_viewset.get_url_name("list")
    page = limited.get(reverse(base)).content.decode()
    assert ("binnen" in page, "buiten" in page) == (True, False)
    assert limited.get(reverse(Fact.snippet_viewset.get_url_name("edit"), args=[outside.pk])).status_code == 302


def test_the_log_of_decisions_leaves_out_facts_that_are_out_of_reach(
    writer: User, group: Group, client: Client, make_fact: Callable[..., Fact], subject: Subject, taxes: Subject
) -> None:
    for key, about in (("moving-price", subject), ("taxes-price", taxes)):
        Fact.objects.filter(pk=make_fact(key).pk).update(subject=about)
    Reach.objects.create(group=group, subject=taxes)
    client.force_login(writer)
    for export in ("", "?export=json"):
        page = client.get(f"/admin/decisions/log/{export}").content.decode()
        uuids = [str(Fact.objects.get(key=key).uuid) in page for key in ("moving-price", "taxes-price")]
        labels = [key in page for key in ("moving-price", "taxes-price")]
        assert (uuids if export else labels) == [False, True]


def test_the_models_offered_are_those_one_may_write(
    items: dict[str, Item], writer: User, group: Group, client: Client, notice: ContentModel, model: ContentModel
) -> None:
    Reach.objects.create(group=group, content_model=notice)
    client.force_login(writer)
    page = client.get(url("add")).content.decode()
    assert f"content_model={notice.pk}" in page
    assert f"content_model={model.pk}" not in page
    assert client.get(url("add"), {"content_model": model.pk}).status_code == 404
