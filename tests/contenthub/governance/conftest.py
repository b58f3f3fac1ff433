"""The people who decide in the small town, and a submission on its way."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from channels.models import Channel
from content_models.models import Item, Subject
from contenthub.governance.approvals import Approval
from contenthub.governance.mandates import Mandate
from contenthub.governance.workflow import install_workflow
from contenthub.users import User

NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)

MayDo = Callable[..., User]
Give = Callable[..., Mandate]
Submit = Callable[..., Approval]


@pytest.fixture
def person(db: None) -> MayDo:
    """Return a function that makes somebody who may enter the admin and write."""

    def make(name: str, **more: Any) -> User:
        user = User.objects.create_user(name, f"{name}@example.org", is_staff=True, **more)
        codes = ["access_admin", "view_item", "add_item", "change_item", "change_fact", "change_contentmodel"]
        user.user_permissions.set(Permission.objects.filter(codename__in=codes))
        return user

    return make


@pytest.fixture
def author(person: MayDo) -> User:
    return person("author")


@pytest.fixture
def owner(person: MayDo) -> User:
    return person("owner")


@pytest.fixture
def webmaster(person: MayDo) -> User:
    return person("webmaster")


@pytest.fixture
def desk_chief(person: MayDo) -> User:
    return person("desk_chief")


@pytest.fixture
def give(subject: Subject) -> Give:
    """Return a function that gives a mandate about moving."""

    def give_one(user: User | None, decision: str = "content", **more: Any) -> Mandate:
        return Mandate.objects.create(**{"user": user, "decision": decision, "subject": subject, **more})

    return give_one


@pytest.fixture
def town(
    give: Give, owner: User, webmaster: User, desk_chief: User, make_channel: Callable[..., Channel]
) -> dict[str, Channel]:
    """The subject has an owner, the website and the desk sign off; the newsletter does not ask."""
    channels = {kind: make_channel(kind) for kind in ("web", "servicedesk", "email")}
    give(owner)
    give(webmaster, "signoff", channel=channels["web"])
    give(desk_chief, "signoff", channel=channels["servicedesk"])
    return channels


@pytest.fixture
def submit(author: User) -> Submit:
    """Return a function that submits what an item, a fact or a content model holds now."""
    install_workflow()

    def submit_one(publishable: Any, user: User | None = None) -> Approval:
        publishable.save_revision(user=user or author)
        state = publishable.current_workflow_state
        if state:
            state.resume(user or author)
        else:
            state = publishable.get_workflow().start(publishable, user or author)
        state.refresh_from_db()
        return Approval.objects.get(pk=state.current_task_state_id)

    return submit_one


@pytest.fixture
def waiting(town: dict[str, Channel], submit: Submit, make_item: Callable[..., Item]) -> Approval:
    """An item that waits for its subject, then for the website and the desk."""
    return submit(make_item())


@pytest.fixture
def now() -> datetime:
    return timezone.now()
