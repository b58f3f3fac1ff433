"""Every door times every role times every misuse: nothing gets through, and each refusal says why.

The doors are found (addresses from the resolver, commands, GraphQL, methods of the models), so one that is added later
is tried without anybody thinking of it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command, get_commands
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from channels.models import Channel
from content_models.door import PublicationRefused
from content_models.models import Item
from contenthub.governance.approvals import Approval
from contenthub.governance.mandates import Deputy
from contenthub.governance.signing import decide
from contenthub.install import make_roles
from contenthub.models import Publication, Snapshot
from contenthub.query import build_schema
from contenthub.users import User
from tests.contenthub.admin.test_screens import form
from tests.contenthub.governance.conftest import Give, MayDo, Submit
from tests.contenthub.governance.doors import (
    addresses,
    call,
    fill,
    functions,
    methods,
    undone,
    what_readers_have,
)

MISUSES = ("unapproved", "changed after signing", "self-approved", "expired mandate", "revoked deputy")
ROLES = ("author", "publisher_role", "webmaster", "former", "revoked", "operator", "reader")
ABOUT = ("/content_models/item/", "/decisions/", "/bulk/", "/decide/")
"""An address with one of these in it may be about this very item: everybody tries it in every misuse."""
OURS = (*ABOUT, "graphql", "graphiql", "preview", "workflow", "channels/")
"""An address with one of these in it is tried by everybody; all addresses by the one who may enter everything."""


@pytest.fixture
def people(person: MayDo, author: User, webmaster: User, db: None) -> dict[str, User]:
    make_roles()
    found = {"author": author, "webmaster": webmaster}
    found |= {name: person(name) for name in ("publisher_role", "former", "revoked")}
    found["publisher_role"].groups.add(Group.objects.get(name="Publishers"))
    found["operator"] = User.objects.create_superuser("operator", "operator@example.org")
    found["reader"] = User.objects.create_user("reader", "reader@example.org")
    return found


@pytest.fixture
def misuse(
    people: dict[str, User],
    owner: User,
    give: Give,
    submit: Submit,
    make_item: Callable[..., Item],
    make_channel: Callable[..., Channel],
) -> Callable[[str], Approval]:
    """Return a function that brings an item into a state in which it may not go out."""

    def make(name: str) -> Approval:
        now, yesterday = timezone.now(), timezone.localdate() - timedelta(days=1)
        give(people["webmaster"], "signoff", channel=make_channel("web"))
        mandate = give(owner)
        writer = people["author"]
        if name == "self-approved":
            give(writer)
        former = give(people["former"])
        deputy = Deputy.objects.create(mandate=mandate, user=people["revoked"])
        approval = submit(make_item(), writer)
        signer = {"expired mandate": people["former"], "revoked deputy": people["revoked"]}.get(name)
        if name == "changed after signing":
            signer = owner
        if signer:
            decide(approval, signer, "approve", "", now)
        former.valid_until = yesterday
        former.save()
        deputy.delete()
        if name == "changed after signing":
            revision = approval.revision
            revision.content["title"] = "Na het tekenen veranderd"
            revision.save()
        return Approval.objects.get(pk=approval.pk)

    return make


def values_of(approval: Approval) -> dict[str, str]:
    pk = str(approval.revision.object_id)
    return {
        "pk": pk,
        "object_id": pk,
        "uuid": str(approval.uuid),
        "revision_id": str(approval.revision_id),
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": str(approval.pk),
        "task_id": str(approval.task_id),
        "workflow_state_id": str(approval.workflow_state_id),
        "app_label": "content_models",
        "model_name": "item",
        "app_name": "content_models",
        "action": "publish",
        "token": "made-up",
        "channel": "web",
        "path": "index.html",
        "field_name": "title",
    }


@pytest.mark.parametrize(
    "misuse_name", [MISUSES[0], *(pytest.param(one, marks=pytest.mark.once) for one in MISUSES[1:])]
)
def test_no_address_lets_it_through(
    misuse: Callable[[str], Approval], people: dict[str, User], misuse_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is drawn in the first misuse; drawing it again in the others would only take time."""
    if misuse_name != MISUSES[0]:
        monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    approval = misuse(misuse_name)
    before = what_readers_have()
    item = Item.objects.get(pk=approval.revision.object_id)
    data = form(item.content_model, title="Paspoort", key=item.key, subject=str(item.subject_id))
    doors = list(filled_addresses(approval))
    edit = f"/admin/snippets/content_models/item/edit/{item.pk}/"
    tried, broken = dict.fromkeys(ROLES, 0), set()
    for role in ROLES:
        client = Client(raise_request_exception=False)
        client.force_login(people[role])
        session = client.cookies.output()
        wanted = ABOUT if misuse_name != MISUSES[0] else ("/",) if role == "operator" else OURS
        for address, path in doors:
            if not any(one in address for one in wanted):
                continue
            for action in ACTIONS if path == edit else ACTIONS[-1:]:
                client.cookies.load(session.replace("Set-Cookie: ", ""))
                answer, error, seen = undone(partial(client.post, path, {**data, **action}))
                assert seen == before, f"{role} got through {path} with {action}"
                assert error is None, f"{path}: {error!r}"
                broken |= {address} if answer.status_code == 500 else set()
                tried[role] += 1
    assert sorted(one for one in broken if not STOCK.fullmatch(one)) == []
    assert min(tried.values()) >= 40
    assert misuse_name != MISUSES[0] or tried["operator"] >= 280


def filled_addresses(approval: Approval) -> Iterator[tuple[str, str]]:
    """Yield every address that can be filled in, as a pattern and as a path about this submission."""
    for address, _names in addresses():
        values = values_of(approval)
        if "/decisions/" in address:
            values["pk"] = str(approval.pk)
        if (path := fill(address, values)) is not None:
            yield address, path


STOCK = re.compile(r"/admin/(failwhale|choose-external-link)/")
"""Wagtail's own addresses that break, one by intention, on a form which no screen sends; nothing gets through."""

ACTIONS: tuple[dict[str, str], ...] = (
    {"action-publish": "Publish"},
    {"action-submit": "Submit"},
    {"action-workflow-action": "1", "workflow-action-name": "approve"},
    {"verdict": "approve", "reason": "omdat", "comment": "", "action-publish": "1", "query": "mutation { publish }"},
)


@pytest.mark.parametrize("misuse_name", MISUSES)
def test_no_method_lets_it_through(
    misuse: Callable[[str], Approval], people: dict[str, User], misuse_name: str
) -> None:
    approval = misuse(misuse_name)
    for role in ROLES:
        try_methods(Approval.objects.get(pk=approval.pk), role, people[role])


def try_methods(approval: Approval, role: str, actor: User) -> None:
    """Call every method and every function that could publish, in somebody's name."""
    before = what_readers_have()
    item = Item.objects.get(pk=approval.revision.object_id)
    revision = Revision.objects.get(pk=approval.revision_id)
    objects = {
        "Item": item,
        "Revision": revision,
        "WorkflowState": approval.workflow_state,
        "TaskState": approval.taskstate_ptr,
        "Approval": approval,
        "Workflow": approval.workflow_state.workflow,
        "MandateTask": approval.task.specific,
    }
    values = {
        "user": actor,
        "actor": actor,
        "first": actor,
        "second": actor,
        "revision": revision,
        "revisions": [revision],
        "obj": item,
        "item": item,
        "ending": "withdrawn",
        "task_state": approval,
        "workflow_state": approval.workflow_state,
        "action_name": "approve",
        "skip_permission_checks": True,
        "reason": "omdat het kan",
        "update": True,
        "problems": {},
        "publishable": item,
    }
    tried, refusals = 0, []
    for model, name in methods():
        if model.__name__ in objects:
            target = getattr(objects[model.__name__], name)
            _answer, error, seen = undone(lambda target=target: call(target, values))
            assert seen == before, f"{role} got through {model.__name__}.{name}"
            refusals += [error] if isinstance(error, PublicationRefused) else []
            tried += 1
    for module, name in functions():
        for kind in ("publish", "import", "emergency") if name == "publish_many" else ("",):
            more = {**values, "kind": kind} if kind else values
            function = getattr(module, name)
            _answer, error, seen = undone(lambda function=function, more=more: call(function, more))
            assert seen == before, f"{role} got through {module.__name__}.{name} {kind}"
            refusals += [error] if isinstance(error, PublicationRefused) else []
            tried += 1
    assert tried > 60
    assert len(refusals) >= 4
    for refusal in refusals:
        for problem in (one for found in refusal.problems.values() for one in found):
            assert problem.message.endswith("."), problem
            assert problem.hint or problem.code in {"status", "ending", "actor", "two_persons"}, problem


COMMANDS: dict[str, tuple[Any, ...] | None] = {
    "work": ("--once",),
    "publish_scheduled": (),
    "publish_scheduled_pages": (),
    "import_content": ("EMPTY", "--format", "govuk", "--publish", "--actor", "author"),
    "load_models": ("--actor", "author"),
    "lint_text": None,
    "documents": None,
    "check_consistency": (),
    "check_content": (),
    "load_rules": ("--actor", "author"),
    "produce": ("--out", "EMPTY"),
    "check_mandates": (),
    "verify_log": (),
    "export_schema": (),
    "export_hub": None,
    "import_hub": None,
    "adopt": None,
    "watch": None,
    "rotate_secret": None,
    "reset_totp": None,
    "tokens": None,
    "serve": None,
    "demo": None,
    "init": None,
}
"""Our commands, and Wagtail's that publish: how each is tried; None: it takes nothing that could publish this item.

`init` and `demo` set up an organisation in the operator's name; they know nothing of items that people made."""


def test_every_command_is_thought_of() -> None:
    ours = {name for name, app in get_commands().items() if app == "contenthub"}
    wagtail = {name for name, app in get_commands().items() if app.startswith("wagtail") and "publish" in name}
    assert ours | wagtail == set(COMMANDS)


@pytest.mark.parametrize("misuse_name", MISUSES)
def test_no_command_lets_it_through(
    misuse: Callable[[str], Approval], misuse_name: str, tmp_path: Path, settings: Any
) -> None:
    settings.HUB_OUTPUT_DIR = tmp_path / "out"
    approval = misuse(misuse_name)
    Revision.objects.filter(pk=approval.revision_id).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    before = what_readers_have()
    for command, written in COMMANDS.items():
        if written is not None:
            arguments = [str(tmp_path) if one == "EMPTY" else one for one in written]
            _answer, error, after = undone(partial(run, command, arguments))
            assert (after[0], after[1]) == (before[0], before[1]), command
            assert error is None, f"{command}: {error!r}"


def run(command: str, arguments: list[str]) -> None:
    with suppress(SystemExit, PublicationRefused, CommandError):
        call_command(command, *arguments)


def test_graphql_only_reads() -> None:
    schema = build_schema([]).graphql_schema
    assert schema.mutation_type is None
    assert schema.subscription_type is None


def test_the_refusal_is_said_on_the_screen(misuse: Callable[[str], Approval], people: dict[str, User]) -> None:
    approval = misuse("unapproved")
    client = Client()
    client.force_login(people["webmaster"])
    page = client.post(f"/admin/decisions/{approval.pk}/", {"verdict": "approve"}, follow=True)
    assert "You have no mandate for this subject. Ask owner." in page.content.decode()


def test_the_honest_way_does_get_through(
    misuse: Callable[[str], Approval], owner: User, people: dict[str, User]
) -> None:
    """The same state, the right people: otherwise the tests above would prove nothing."""
    approval = misuse("unapproved")
    client = Client()
    for user in (owner, people["webmaster"]):
        client.force_login(user)
        client.post(f"/admin/decisions/{approval.pk}/", {"verdict": "approve"})
    assert Publication.objects.get().snapshot == Snapshot.objects.get(digest=approval.digest)
