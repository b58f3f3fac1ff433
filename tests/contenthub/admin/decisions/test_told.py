"""What the screens about decisions say of what was done."""

from django.test import Client
from wagtail.users.models import UserProfile

from contenthub.governance.approvals import Approval
from contenthub.users import User
from tests.contenthub.governance.conftest import *  # noqa: F403


def test_what_was_done_is_told_in_the_language_of_who_decides(waiting: Approval, owner: User, client: Client) -> None:
    UserProfile.objects.create(user=owner, preferred_language="nl")
    client.force_login(owner)
    page = client.post(f"/admin/decisions/{waiting.pk}/", {"verdict": "approve"}, follow=True)
    assert "Uw akkoord is vastgelegd." in page.content.decode()
