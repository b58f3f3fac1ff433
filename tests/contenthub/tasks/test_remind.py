"""Who has not decided is reminded, then the deputy is asked, then the mandate above; and mail arrives."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from content_models.models import Item, Subject
from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.asking import askable
from contenthub.governance.gate import Gate
from contenthub.governance.mandates import Deputy, Mandate
from contenthub.governance.notices import Notice, Preference
from contenthub.governance.signing import decide
from contenthub.tasks.remind import remind, remind_of_slot
from contenthub.tasks.shift import Shift, Tally
from contenthub.tasks.tell import tell
from contenthub.users import User
from tests.contenthub.governance.conftest import *  # noqa: F403
from tests.contenthub.governance.conftest import Give, MayDo, Submit


def at(**later: Any) -> Shift:
    moment = timezone.now() + timedelta(**later)
    return Shift(clock=lambda: moment, chance=lambda: 0.5)


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("user__username", "kind"))


@pytest.fixture
def alone(submit: Submit, make_item: Callable[..., Item], give: Give, owner: User, person: MayDo) -> Approval:
    """An item that waits for one owner, who has a deputy, and somebody above."""
    mandate = give(owner)
    Deputy.objects.create(mandate=mandate, user=person("deputy"))
    Mandate.objects.create(user=person("chief"), decision="content", subject=None)
    return submit(make_item())


def test_reminder_then_deputy_then_the_mandate_above(alone: Approval) -> None:
    def asked() -> set[str]:
        slot = alone.slots.select_related("approval", "channel").get()
        return {one.name for one in askable(slot, Gate(None, timezone.now()))}

    assert told() == [("owner", "asked")]
    assert remind(at(days=1)).told == 0
    assert remind(at(days=2, minutes=1)).told == 1
    assert told()[1:] == [("owner", "reminder")]
    assert remind(at(days=3, minutes=1)).told == 2
    assert set(told()[2:]) == {("owner", "escalated"), ("deputy", "escalated")}
    assert asked() == {"owner", "deputy"}
    assert remind(at(days=4)).told == 0
    assert remind(at(days=6, minutes=1)).told == 3
    assert asked() == {"owner", "deputy", "chief"}
    assert ("chief", "escalated") in told()
    assert remind(at(days=13, minutes=2)).told == 3, "and again each week"


def test_the_mandate_above_decides_only_once_it_is_asked(alone: Approval) -> None:
    chief = User.objects.get(username="chief")
    with pytest.raises(Exception, match="You have no mandate"):
        decide(alone, chief, "approve", "", timezone.now())
    Slot.objects.update(steps=3)
    decide(alone, chief, "approve", "", timezone.now())
    assert Item.objects.get().live is True


def test_who_is_away_is_not_waited_for(
    submit: Submit, make_item: Callable[..., Item], give: Give, owner: User, person: MayDo
) -> None:
    today = timezone.localdate()
    Deputy.objects.create(
        mandate=give(owner), user=person("deputy"), valid_from=today, valid_until=today + timedelta(days=7)
    )
    submit(make_item())
    assert set(told()) == {("owner", "asked"), ("deputy", "asked")}


def test_of_two_workers_one_reminds(alone: Approval) -> None:
    slot = alone.slots.get()
    assert remind_of_slot(slot, at(days=2, minutes=1)) == 1
    assert remind_of_slot(slot, at(days=2, minutes=1)) == 0


def test_what_was_taken_back_is_not_asked_for_again(alone: Approval, author: User) -> None:
    Item.objects.get().current_workflow_state.cancel(user=author)
    assert remind(at(days=3)).told == 0


def test_owners_hear_once_that_a_review_date_has_come(
    item: Item, owner: User, give: Give, person: MayDo, subject: Subject
) -> None:
    give(person("decider"))
    Item.objects.update(owner=owner, review_by=timezone.localdate())
    assert remind(at()).told == 1
    assert remind(at(days=1)).told == 0
    assert remind(at(days=15)).told == 1
    assert told() == [("owner", "overdue"), ("decider", "overdue")]


def test_mail_goes_out_once_with_the_way_to_the_decision(alone: Approval) -> None:
    assert tell(at()) == Tally(told=1)
    assert tell(at()) == Tally()
    [letter] = mail.outbox
    assert letter.to == ["owner@example.org"]
    assert letter.subject == "Please decide: Paspoort"
    assert f"http://127.0.0.1:8000/admin/decisions/{alone.pk}/" in letter.body
    assert Notice.objects.get().sent_at is not None


def test_in_the_language_of_who_reads_it(alone: Approval, owner: User) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=owner, preferred_language="nl")
    tell(at())
    assert mail.outbox[0].subject == "Graag een besluit: Paspoort"


def test_once_a_day_in_one_message(submit: Submit, make_item: Callable[..., Item], give: Give, owner: User) -> None:
    Preference.objects.create(user=owner, mail=Preference.Mail.DAILY)
    give(owner)
    for title in ("Een", "Twee"):
        submit(make_item(title))
    assert tell(at()) == Tally()
    morning: datetime = Notice.objects.order_by("pk")[0].due_at  # type: ignore[assignment]
    local = timezone.localtime(morning)
    assert (local.hour, local.minute) == (8, 0)
    assert tell(Shift(clock=lambda: morning)) == Tally(told=1)
    [letter] = mail.outbox
    assert letter.subject == "2 messages about decisions"
    assert "Please decide: Een" in letter.body
    assert "Please decide: Twee" in letter.body


def test_never_means_never(submit: Submit, make_item: Callable[..., Item], give: Give, owner: User) -> None:
    Preference.objects.create(user=owner, mail=Preference.Mail.NEVER)
    give(owner)
    submit(make_item())
    assert told() == []


def test_a_mail_server_that_is_down_is_tried_again(alone: Approval, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Any, _messages: Any) -> int:
        raise ConnectionRefusedError("nobody listens")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert tell(at()) == Tally(failed=1)
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.claimed_until, notice.error) == (None, None, "nobody listens")
    assert tell(at(seconds=1)) == Tally()
    assert tell(at(minutes=5)) == Tally(told=1)


def test_a_worker_that_died_leaves_its_mail_to_the_next(alone: Approval) -> None:
    class Killed(BaseException):
        pass

    def die(name: str, _what: object) -> None:
        if name == "notice claimed":
            raise Killed

    with pytest.raises(Killed):
        tell(Shift(clock=timezone.now, step=die))
    assert tell(at(minutes=1)) == Tally(), "still claimed"
    assert tell(at(minutes=6)) == Tally(told=1)


def test_without_an_address_nothing_is_tried_again(alone: Approval) -> None:
    User.objects.filter(username="owner").update(email="")
    assert tell(at()) == Tally(failed=1)
    notice = Notice.objects.get()
    assert (notice.due_at, notice.error) == (None, "There is no e-mail address.")
