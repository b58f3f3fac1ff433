"""Who may open what: every address of ours by role, about things of one subject. A new one has to be put in the table.

Whatever the table says, nobody who has no business there reads a word of the things themselves.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from channels.models import Channel
from content_models.models import Fact, Item, Reach, Subject
from contenthub.governance.approvals import Approval
from contenthub.governance.mandates import Mandate
from contenthub.install import make_roles
from contenthub.query.preview import Pair, write_token
from contenthub.users import User
from tests.contenthub.governance.doors import ARGUMENT

TABLE = Path(__file__).with_name("addresses.txt")
ROLES = {"a": "anonymous", "s": "stranger", "e": "editor", "w": "owner", "o": "operator"}
"""Letters of the table. A stranger edits another subject; the owner holds the mandate over this one."""
SECRET = "Vertrouwelijk-7Q"  # pragma: allowlist secret
OURS = ("contenthub", "content_models", "channels")
SNIPPETS = ("/content_models/", "/channels/", "/contenthub/")
OPEN = {"/preview/<str:token>/"}
"""Whoever has the link reads the draft: that is what the link is for."""


def addresses_of_ours() -> list[str]:
    """Return every address with a view of ours, or about a thing of ours."""

    def walk(patterns: Any, prefix: str) -> Iterator[str]:
        for pattern in patterns:
            text = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
            if not isinstance(pattern, URLPattern):
                yield from walk(pattern.url_patterns, text)
                continue
            view: Any = pattern.callback
            while hasattr(view, "__wrapped__"):
                view = view.__wrapped__
            module = getattr(getattr(view, "view_class", getattr(view, "cls", view)), "__module__", "")
            if module.split(".")[0] in OURS or any(one in text for one in SNIPPETS):
                yield text

    return sorted(set(walk(get_resolver().url_patterns, "/")))


def table() -> dict[str, str]:
    """Return the letters of who gets in, by address."""
    rows = [line.split(maxsplit=1) for line in TABLE.read_text().splitlines() if line and line[0] != "#"]
    return {address.strip(): letters.replace("-", "") for letters, address in rows}


def test_every_address_of_ours_stands_in_the_table() -> None:
    assert sorted(table()) == addresses_of_ours()


@pytest.fixture
def things(
    make_item: Callable[..., Item],
    make_fact: Callable[..., Fact],
    make_channel: Callable[..., Channel],
    subject: Subject,
    publisher: User,
    publish: Callable[..., Item],
    settings: Any,
    tmp_path: Path,
) -> dict[str, Any]:
    """A draft about moving with a secret in its title, a fact with one in its label, and what belongs to them."""
    settings.HUB_OUTPUT_DIR = tmp_path
    make_roles()
    item = make_item(SECRET)
    item.save_revision(user=publisher)
    item.refresh_from_db()
    fact = make_fact("secret-price")
    Fact.objects.filter(pk=fact.pk).update(label=SECRET, subject=subject)
    owner = User.objects.create_user("owner", "owner@example.org", is_staff=True)
    owner.groups.add(Group.objects.get(name="Editors"))
    mandate = Mandate.objects.create(user=owner, subject=subject, decision="content", valid_from=timezone.localdate())
    return {"item": item, "fact": fact, "channel": make_channel("web"), "subject": subject, "mandate": mandate}


@pytest.fixture
def people(things: dict[str, Any], publisher: User) -> dict[str, User | None]:
    taxes = Subject.objects.create(key="taxes", title="Belastingen")
    found: dict[str, User | None] = {"anonymous": None, "operator": publisher}
    found["owner"] = User.objects.get(username="owner")
    for name, about in (("stranger", taxes), ("editor", things["subject"])):
        group = Group.objects.create(name=name)
        group.permissions.set(Group.objects.get(name="Editors").permissions.all())
        Reach.objects.create(group=group, subject=about)
        found[name] = User.objects.create_user(name, f"{name}@example.org", is_staff=True)
        found[name].groups.add(group)  # type: ignore[union-attr]
    return found


def values_for(address: str, things: dict[str, Any]) -> dict[str, str]:
    """Return what to fill in: the thing that the address is about."""
    item, fact, channel = things["item"], things["fact"], things["channel"]
    about = {
        "/fact/": fact,
        "/subject/": things["subject"],
        "/contentmodel/": item.content_model,
        "/model-": item.content_model,
        "/reach/": Reach.objects.first(),
        "/channels/": channel,
        "/mandate/": things["mandate"],
        "/decisions/<int:pk>/": Approval.objects.first(),
    }
    thing = next((one for part, one in about.items() if part in address and one is not None), item)
    token = write_token([Pair("item", item.pk, item.latest_revision_id)], timezone.now())
    return {
        "pk": str(thing.pk),
        "uuid": str(item.uuid),
        "kind": "item",
        "key": fact.key
        if "/facts/" in address
        else channel.key
        if "channels" in address or "board" in address
        else item.key,
        "locale": "nl",
        "channel": channel.key,
        "path": "nl/index.html",
        "revision_id": str(getattr(thing, "latest_revision_id", 0) or 0),
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": "1",
        "task_id": "1",
        "workflow_state_id": "1",
        "document_id": "x" * 64,
        "rendition": "small",
        "name": "a.jpg",
        "token": token,
    }


@pytest.mark.once
def test_who_gets_in_is_what_the_table_says(things: dict[str, Any], people: dict[str, User | None]) -> None:
    found, leaks, broken = {}, [], []
    clients = {role: Client(raise_request_exception=False) for role in people}
    for role, user in people.items():
        if user:
            clients[role].force_login(user)
    for address in addresses_of_ours():
        values = values_for(address, things)
        path = ARGUMENT.sub(lambda match: values[match[1] or match[2]], address).replace("\\.", ".")  # noqa: B023
        letters = ""
        for letter, role in ROLES.items():
            answer = clients[role].get(path)
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            letters += letter if answer.status_code == 200 else "-"
            broken += [f"{role} {path}: {answer.status_code}"] if answer.status_code >= 500 else []
            if role in ("anonymous", "stranger") and address not in OPEN and SECRET.encode() in text:
                leaks.append(f"{role} {path}")
        found[address] = letters
    assert leaks == []
    assert broken == []
    told = table()
    assert {one: letters for one, letters in found.items() if letters.replace("-", "") != told.get(one)} == {}


def test_nobody_comes_into_the_admin_without_signing_in() -> None:
    assert [one for one, letters in table().items() if one.startswith("/admin/") and "a" in letters] == []


def test_a_secret_is_found_when_it_leaks(things: dict[str, Any], people: dict[str, User | None]) -> None:
    client = Client()
    client.force_login(people["editor"])  # type: ignore[arg-type]
    page = client.get(f"/admin/snippets/content_models/item/edit/{things['item'].pk}/")
    assert SECRET.encode() in page.content
    assert re.search(SECRET, client.get(f"/api/items/nl/{things['item'].key}").content.decode())
