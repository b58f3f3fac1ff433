"""The admin as a person uses it: write, publish, be refused with reasons, see what channels show."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from channels.models import Channel, Token
from content_models.models import ContentModel, Fact, Item, ModelVersion
from contenthub.models import Publication, Snapshot
from contenthub.publishing.current import current_stamps
from contenthub.query import answer_text
from contenthub.users import User


@pytest.fixture
def admin(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def rich(text: str) -> str:
    """Return the content state that the rich text editor sends for one paragraph."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def form(model: ContentModel, **more: str) -> dict[str, str]:
    return {
        "content_model": str(model.pk),
        "title": "Rijbewijs",
        "key": "",
        "subject": "",
        "owner": "",
        "review_by": "",
        "go_live_at": "",
        "expire_at": "",
        "body-summary": "Kort",
        "body-text": rich("Kom langs."),
        "body-price": "",
        "body-photo-image": "",
        "body-photo-alt": "",
        "body-related-count": "0",
        "body-code": "",
        "body-memo": rich(""),
        **more,
    }


def url(name: str, *args: Any) -> str:
    return reverse(Item.snippet_viewset.get_url_name(name), args=args)


def test_choose_a_model_then_write(admin: Client, model: ContentModel, locales: object) -> None:
    chosen = admin.get(url("add"))
    assert f"content_model={model.pk}" in chosen.content.decode()
    page = admin.get(url("add"), {"content_model": model.pk}).content.decode()
    assert "contenthub.RootStructBlock" in unescape(page)
    saved = admin.post(url("add") + f"?content_model={model.pk}", form(model))
    item = Item.objects.get()
    assert (saved.status_code, item.key, item.live, item.model_version) == (302, "rijbewijs", False, 1)
    assert item.raw_body["text"].startswith("<p data-block-key=")
    assert Snapshot.objects.count() == 0


def test_publish(admin: Client, model: ContentModel, locales: object) -> None:
    admin.post(url("add") + f"?content_model={model.pk}", form(model, **{"action-publish": "1"}))
    assert Publication.objects.get().key == "rijbewijs"
    assert Snapshot.objects.get().document == {
        "summary": "Kort",
        "text": [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": "Kom langs."}]}],
    }


def test_a_refusal_lists_its_reasons_and_keeps_the_draft(admin: Client, model: ContentModel, locales: object) -> None:
    admin.post(url("add") + f"?content_model={model.pk}", form(model))
    item = Item.objects.get()
    changed = form(model, title="Anders", **{"body-code": "x", "action-publish": "1"})
    answer = admin.post(url("edit", item.pk), changed, follow=True)
    said = unescape(answer.content.decode())
    assert "Saved as a draft, not published:" in said
    assert "“x” does not have the form asked for." in said
    assert Item.objects.get().get_latest_revision_as_object().title == "Anders"
    assert Snapshot.objects.count() == 0


def test_a_draft_may_be_incomplete_and_publishing_may_not(admin: Client, model: ContentModel, locales: object) -> None:
    admin.post(url("add") + f"?content_model={model.pk}", form(model, **{"body-text": rich("")}))
    item = Item.objects.get()
    empty = form(model, **{"body-text": rich(""), "action-publish": "1"})
    assert "“Text” is required." in unescape(admin.post(url("edit", item.pk), empty, follow=True).content.decode())
    assert Snapshot.objects.count() == 0


@pytest.mark.parametrize("screen", ["list", "edit", "history", "delete", "copy", "workflow_history"])
def test_every_screen_of_an_item_opens(admin: Client, item: Item, screen: str) -> None:
    arguments = [] if screen == "list" else [item.pk]
    assert admin.get(url(screen, *arguments)).status_code == 200


def test_versions_are_compared_field_by_field(admin: Client, item: Item, publish: Callable[..., Item]) -> None:
    first = item.latest_revision
    item.body = {**item.raw_body, "summary": "Nieuw"}
    publish(item)
    page = admin.get(url("revisions_compare", item.pk, first.pk, item.latest_revision.pk)).content.decode()
    assert "Nieuw" in page
    assert "Memo" not in page


def test_a_published_item_is_not_deleted(admin: Client, item: Item) -> None:
    answer = admin.post(url("delete", item.pk), follow=True)
    assert "This item was published." in answer.content.decode()
    assert Item.objects.filter(pk=item.pk).exists()


def price(amount: str, **more: str) -> dict[str, str]:
    """Return what the form of a fact about money sends."""
    row = "timeline-values-0-"
    return {
        **{"label": "Paspoort", "key": "passport-price", "kind": "money"},
        **dict.fromkeys(("subject", "owner", "source", "review_by"), ""),
        **{"timeline-values-count": "1", f"{row}order": "0", f"{row}deleted": "", f"{row}id": ""},
        **{f"{row}value-value-amount": amount, f"{row}value-value-currency": "EUR"},
        **{f"{row}value-valid_from": "", f"{row}value-valid_until": "2027-01-01 00:00"},
        **more,
    }


def test_a_fact_is_made_in_two_steps(admin: Client, db: None) -> None:
    add = reverse(Fact.snippet_viewset.get_url_name("add"))
    assert "kind=money" in admin.get(add).content.decode()
    assert "Values over time" in unescape(admin.get(add, {"kind": "money"}).content.decode())
    admin.post(f"{add}?kind=money", price("80", **{"action-publish": "1"}))
    fact = Fact.objects.get()
    assert (fact.kind, fact.live) == ("money", True)


def test_a_fact_is_published_in_the_admin(admin: Client, fact: Fact) -> None:
    edit = reverse(Fact.snippet_viewset.get_url_name("edit"), args=[fact.pk])
    assert "75.80" in admin.get(edit).content.decode()
    admin.post(edit, price("80", **{"action-publish": "1"}))
    found = fact.versions.filter(number__gt=1).order_by("number").values_list("number", "value")
    assert list(found) == [(2, {"amount": "80.00", "currency": "EUR"}), (3, None)]


def test_a_wrong_value_of_a_fact_is_told_beside_its_field(admin: Client, fact: Fact) -> None:
    edit = reverse(Fact.snippet_viewset.get_url_name("edit"), args=[fact.pk])
    page = admin.post(edit, price("a lot")).content.decode()
    assert "a lot is not an amount. Write it without thousands separator" in unescape(page)
    assert fact.versions.count() == 1


def test_a_key_that_another_item_has_is_told_at_its_field(admin: Client, item: Item) -> None:
    model, add = item.content_model, reverse(Item.snippet_viewset.get_url_name("add"))
    address = f"{add}?content_model={model.pk}&locale={item.locale.language_code}"
    page = admin.post(address, form(model, key=item.key)).content.decode()
    assert "Another item in this language has this key. Choose another, or leave it empty." in unescape(page)
    assert Item.objects.count() == 1
    other = Locale.objects.exclude(pk=item.locale_id).values_list("language_code", flat=True).first()
    admin.post(f"{add}?content_model={model.pk}&locale={other}", form(model, key=item.key))
    assert Item.objects.filter(key=item.key).count() == 2


def test_every_screen_of_models_channels_and_mandates_opens(
    admin: Client, model: ContentModel, make_channel: Callable[..., Channel]
) -> None:
    channel = make_channel("web")
    assert admin.get(reverse(ContentModel.snippet_viewset.get_url_name("edit"), args=[model.pk])).status_code == 200
    assert admin.get(reverse(ContentModel.snippet_viewset.get_url_name("add"))).status_code == 200
    assert admin.get(reverse(Channel.snippet_viewset.get_url_name("edit"), args=[channel.pk])).status_code == 200
    assert ModelVersion.objects.count() == 1


def test_outputs_of_an_item(
    admin: Client,
    item: Item,
    fact: Fact,
    make_channel: Callable[..., Channel],
    change_fact: Callable[..., None],
    tmp_path: Path,
    settings: Any,
) -> None:
    settings.HUB_OUTPUT_DIR = tmp_path
    make_channel("web")
    make_channel("app")
    page = reverse("contenthub_item_outputs", args=[item.pk])
    assert "0 of 2 channels show what is published now." in admin.get(page).content.decode()
    call_command("produce", json=True)
    shown = admin.get(page).content.decode()
    assert "2 of 2 channels show what is published now." in shown
    link = reverse("channel_file", args=["web", "nl/paspoort/index.html"])
    assert link in shown
    assert "Paspoort" in b"".join(admin.get(link).streaming_content).decode()
    change_fact(fact, {"amount": "90.00", "currency": "EUR"})
    assert "0 of 2 channels show what is published now." in admin.get(page).content.decode()
    matrix = admin.get(reverse("contenthub_outputs")).content.decode()
    assert link in matrix
    assert matrix.count("behind</span>") == 2


def test_the_stamp_shown_is_the_one_readers_get(item: Item) -> None:
    question = 'query($uuid: ID!) { item(uuid: $uuid, locale: "nl") { stamp } }'
    found = answer_text(Token(label="test", scopes=["adhoc"]), question, {"uuid": item.uuid}).data
    publication = Publication.objects.get()
    assert found == {"item": {"stamp": current_stamps([publication])[publication.pk]}}


@pytest.mark.parametrize(
    "path", ["../hub.sqlite3", "..%2fhub.sqlite3", ".contenthub-files.json", "nl/..", "missing.html", "nl//x"]
)
def test_nothing_outside_a_channel_is_served(
    client: Client, tmp_path: Path, settings: Any, path: str, make_channel: Callable[..., Channel]
) -> None:
    make_channel("web")
    settings.HUB_OUTPUT_DIR = tmp_path / "out"
    (tmp_path / "out" / "web").mkdir(parents=True)
    (tmp_path / "hub.sqlite3").write_text("secret")
    (tmp_path / "out" / "web" / ".contenthub-files.json").write_text("secret")
    assert client.get(f"/channels/web/{path}").status_code == 404


def test_internal_notes_are_shown_to_staff_only(
    client: Client, publisher: User, item: Item, tmp_path: Path, settings: Any, make_channel: Callable[..., Channel]
) -> None:
    settings.HUB_OUTPUT_DIR = tmp_path
    make_channel("servicedesk", settings={"scopes": ["internal"]})
    call_command("produce", json=True)
    page = reverse("channel_file", args=["servicedesk", "nl/paspoort.html"])
    assert client.get(page).url == f"/admin/login/?next={page}"
    client.force_login(publisher)
    assert "Vraag naar de spoedbalie." in b"".join(client.get(page).streaming_content).decode()


def test_uploaded_files_need_an_account(client: Client, image: Any) -> None:
    assert client.get(f"/media/{image.file.name}").status_code == 404


def test_people_without_access_see_nothing(client: Client, item: Item, editor: User) -> None:
    client.force_login(editor)
    assert client.get(reverse("contenthub_item_outputs", args=[item.pk])).status_code == 302
    assert client.get(url("edit", item.pk)).status_code == 302


def test_screens_use_styles_that_there_are() -> None:
    """Wagtail's stylesheet holds no more of its utility classes than its own screens use."""
    root = Path(__file__).resolve().parents[3]
    sheets = [
        Path(str(finders.find("wagtailadmin/css/core.css"))),
        *(root / "contenthub/static/contenthub").glob("*.css"),
    ]
    known = set(re.findall(r"\.((?:[\w-]|\\.)+)", "".join(sheet.read_text() for sheet in sheets)))
    used = {
        (name, page.name)
        for page in (root / "templates/contenthub").rglob("*.html")
        for names in re.findall(r'class="([^"{]*)"', page.read_text())
        for name in names.split()
        if re.match(r"(\w+:)?w-", name)
    }
    assert len(used) > 50
    assert {(name, page) for name, page in used if re.sub(r"([^\w-])", r"\\\1", name) not in known} == set()
