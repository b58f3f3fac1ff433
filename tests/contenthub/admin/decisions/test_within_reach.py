"""The screens about decisions show nobody what is out of their reach, unless they have a part in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from content_models.models import Fact, Item, Reach, Subject
from contenthub import flow
from contenthub.governance.approvals import Approval
from contenthub.governance.emergencies import EmergencyReview
from contenthub.governance.mandates import Mandate
from contenthub.install import make_roles
from contenthub.users import User
from tests.contenthub.governance.conftest import *  # noqa: F403
from tests.contenthub.governance.conftest import Give


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody who writes about taxes, and about nothing else."""
    make_roles()
    user = User.objects.create_user("stranger", "stranger@example.org", is_staff=True)
    group = Group.objects.get(name="Editors")
    user.groups.add(group)
    Reach.objects.create(group=group, subject=Subject.objects.create(key="taxes", title="Belastingen"))
    return user


def seen(client: Client, user: User, path: str, words: str = "Paspoort") -> tuple[int, bool]:
    client.force_login(user)
    page = client.get(path)
    return page.status_code, words in page.content.decode()


def test_a_submission(waiting: Approval, stranger: User, author: User, owner: User, client: Client) -> None:
    one = f"/admin/decisions/{waiting.pk}/"
    assert seen(client, stranger, one) == (302, False)
    assert seen(client, stranger, "/admin/decisions/") == (200, False)
    assert [seen(client, user, one) for user in (author, owner)] == [(200, True)] * 2
    assert seen(client, owner, "/admin/decisions/") == (200, True)


def test_who_is_asked_sees_it_all_the_same(waiting: Approval, stranger: User, client: Client) -> None:
    Mandate.objects.filter(decision="content").update(user=stranger)
    assert seen(client, stranger, f"/admin/decisions/{waiting.pk}/") == (200, True)
    client.post(f"/admin/decisions/{waiting.pk}/", {"verdict": "approve"})
    assert seen(client, stranger, f"/admin/decisions/{waiting.pk}/") == (200, True)
    assert seen(client, stranger, "/admin/decisions/") == (200, False)


def test_an_emergency(
    give: Give, author: User, owner: User, stranger: User, make_item: Callable[..., Item], now: datetime, client: Client
) -> None:
    give(author, "emergency")
    give(owner)
    flow.publish_many([make_item().save_revision(user=author)], author, "Brand", now, kind="emergency")
    one = f"/admin/decisions/emergency/{EmergencyReview.objects.get().pk}/"
    assert seen(client, stranger, one) == (302, False)
    assert seen(client, stranger, "/admin/decisions/") == (200, False)
    assert seen(client, owner, one, "Kom langs.") == (200, True), "the text that was published"
    assert seen(client, owner, "/admin/decisions/") == (200, True)


def test_what_is_to_be_reviewed(
    item: Item, fact: Fact, publish: Callable[..., Item], stranger: User, author: User, client: Client
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    item.review_by = yesterday
    publish(item)
    Fact.objects.filter(pk=fact.pk).update(review_by=yesterday, label="Prijs")
    for user, both in ((author, (True, True)), (stranger, (False, False))):
        found = tuple(seen(client, user, "/admin/decisions/overdue/", words)[1] for words in ("Paspoort", "Prijs"))
        assert found == both, user
