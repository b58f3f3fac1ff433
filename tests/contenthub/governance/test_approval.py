"""From submission to publication: the subject first, then the channels, on exactly what was submitted."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from wagtail.models import TaskState

from channels.models import Channel
from content_models.door import PublicationRefused
from content_models.models import ContentModel, Fact, Item, Subject
from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.asking import waiting_for
from contenthub.governance.mandates import Mandate
from contenthub.governance.notices import Notice
from contenthub.governance.signing import NotTaken, decide
from contenthub.models import Decision, Publication, Snapshot, Withholding
from contenthub.query.store.visible import visible
from contenthub.users import User
from tests.contenthub.governance.conftest import Give, Submit

MakeItem = Callable[..., Item]


def states(approval: Approval) -> dict[str, str]:
    return dict(approval.slots.values_list("name", "status"))


def fresh(approval: Approval) -> Approval:
    return Approval.objects.get(pk=approval.pk)


def test_the_subject_first_then_the_channels_then_it_is_published(
    waiting: Approval, owner: User, webmaster: User, desk_chief: User, now: datetime
) -> None:
    assert states(waiting) == {"content": "open", "channel:web": "later", "channel:servicedesk": "later"}
    decide(waiting, owner, "approve", "Klopt", now)
    assert states(waiting) == {"content": "signed", "channel:web": "open", "channel:servicedesk": "open"}
    decide(waiting, desk_chief, "approve", "", now)
    assert Snapshot.objects.count() == 0
    decide(waiting, webmaster, "approve", "", now)
    snapshot = Snapshot.objects.get()
    assert snapshot.digest == waiting.digest
    assert Item.objects.get().live is True
    assert fresh(waiting).status == TaskState.STATUS_APPROVED
    slots = snapshot.decision.details["slots"]
    assert [(one["slot"], one["by"]) for one in slots] == [
        ("content", "owner"),
        ("channel:servicedesk", "desk_chief"),
        ("channel:web", "webmaster"),
    ]
    kinds = list(Decision.objects.filter(what="item").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["submit", "approve", "signoff", "signoff", "publish"]


def test_each_is_told_when_it_is_their_turn(
    waiting: Approval, owner: User, webmaster: User, desk_chief: User, author: User, now: datetime
) -> None:
    def told() -> list[tuple[str, str]]:
        return list(Notice.objects.order_by("pk").values_list("user__username", "kind"))

    assert told() == [("owner", "asked")]
    assert [one.pk for one in waiting_for(owner, now)] == [waiting.pk]
    assert waiting_for(webmaster, now) == []
    decide(waiting, owner, "approve", "", now)
    assert told()[1:] == [("desk_chief", "asked"), ("webmaster", "asked")]
    decide(waiting, webmaster, "approve", "", now)
    decide(waiting, desk_chief, "approve", "", now)
    assert told()[3:] == [("author", "approved")]


def test_changes_are_asked_for_and_what_was_signed_no_longer_counts(
    waiting: Approval, owner: User, webmaster: User, desk_chief: User, submit: Submit, now: datetime
) -> None:
    decide(waiting, owner, "approve", "", now)
    decide(waiting, webmaster, "changes", "De titel is te lang", now)
    assert states(waiting) == {"content": "signed", "channel:web": "changes", "channel:servicedesk": "void"}
    item = Item.objects.get()
    assert item.current_workflow_state.status == "needs_changes"
    assert Notice.objects.get(kind="changes").text == "De titel is te lang"
    item = item.get_latest_revision_as_object()
    again = submit(item)
    assert again.pk != waiting.pk
    assert again.digest == waiting.digest, "the same text, submitted again"
    assert states(again)["content"] == "open"
    for person in (owner, webmaster, desk_chief):
        decide(again, person, "approve", "", now)
    assert Snapshot.objects.count() == 1


def test_a_resubmission_is_about_what_was_written_last(
    waiting: Approval, owner: User, submit: Submit, now: datetime
) -> None:
    decide(waiting, owner, "changes", "Andere titel", now)
    item = Item.objects.get().get_latest_revision_as_object()
    item.title = "Verhuizen"
    again = submit(item)
    assert again.title == "Verhuizen"
    assert again.digest != waiting.digest


def test_changes_and_withholding_need_a_reason(waiting: Approval, owner: User, now: datetime) -> None:
    for verdict in ("changes", "withhold"):
        with pytest.raises(NotTaken, match="Say why"):
            decide(waiting, owner, verdict, "  ", now)
    assert Decision.objects.filter(what="item").count() == 1


def test_without_a_channel_because(
    waiting: Approval, town: dict[str, Channel], owner: User, desk_chief: User, now: datetime
) -> None:
    decide(waiting, owner, "withhold", "Niet voor de balie bedoeld", now, slots=["channel:web"])
    decide(waiting, owner, "approve", "", now)
    decide(waiting, desk_chief, "approve", "", now)
    withheld = Withholding.objects.get()
    assert (withheld.channel, withheld.number, withheld.because, withheld.decided_by) == (
        town["web"],
        1,
        "Niet voor de balie bedoeld",
        "owner",
    )
    assert list(visible(town["web"])) == []
    assert list(visible(town["servicedesk"])) == list(Publication.objects.all())


def test_a_channel_owner_cannot_withhold(waiting: Approval, webmaster: User, now: datetime) -> None:
    with pytest.raises(NotTaken, match="no mandate"):
        decide(waiting, webmaster, "withhold", "Nee", now, slots=["channel:web"])


def test_locked_for_everybody_while_it_is_decided(waiting: Approval, author: User, publisher: User) -> None:
    item = Item.objects.get()
    for user in (author, publisher):
        assert item.get_lock().for_user(user) is True


def test_what_was_signed_is_published_not_what_was_written_since(
    waiting: Approval, owner: User, webmaster: User, desk_chief: User, author: User, now: datetime
) -> None:
    item = Item.objects.get().get_latest_revision_as_object()
    item.title = "Er tussendoor geschreven"
    item.save_revision(user=author)
    for person in (owner, webmaster, desk_chief):
        decide(waiting, person, "approve", "", now)
    assert Snapshot.objects.get().title == "Paspoort"
    item = Item.objects.get()
    assert (item.title, item.has_unpublished_changes) == ("Paspoort", True)


def test_a_revision_that_is_overwritten_in_place_is_no_longer_what_was_signed(
    waiting: Approval, owner: User, now: datetime
) -> None:
    revision = waiting.revision
    revision.content["title"] = "Stilletjes anders"
    revision.save()
    with pytest.raises(NotTaken, match="changed after it was submitted"):
        decide(waiting, owner, "approve", "", now)
    assert states(waiting)["content"] == "open"


def test_a_subject_without_mandate_is_decided_by_the_publisher_role(
    submit: Submit, make_item: MakeItem, publisher: User, owner: User, now: datetime
) -> None:
    waiting = submit(make_item())
    assert states(waiting) == {"content": "open"}
    with pytest.raises(NotTaken, match="Ask publisher"):
        decide(waiting, owner, "approve", "", now)
    decide(waiting, publisher, "approve", "", now)
    assert Snapshot.objects.get().decision.details["slots"][0]["by"] == "publisher"
    assert Decision.objects.get(kind="approve").mandate == "publisher role"


def test_what_cannot_be_published_is_sent_back_before_anybody_is_asked(
    town: dict[str, Channel], submit: Submit, make_item: MakeItem
) -> None:
    waiting = submit(make_item(body={"text": ""}))
    assert waiting.status == TaskState.STATUS_REJECTED
    assert waiting.comment == "text: “Text” is required."
    assert Notice.objects.count() == 0
    assert Item.objects.get().current_workflow_state.status == "needs_changes"


def test_nobody_but_the_author_is_said_at_once(submit: Submit, make_item: MakeItem, give: Give, author: User) -> None:
    give(author)
    waiting = submit(make_item())
    assert waiting.status == TaskState.STATUS_REJECTED
    assert waiting.comment == "Nobody can decide for: the subject. Give somebody a mandate, or name a deputy."


def test_facts_and_content_models_pass_the_same_gate(
    submit: Submit, fact: Fact, model: ContentModel, give: Give, owner: User, subject: Subject, now: datetime
) -> None:
    give(owner, "facts")
    give(owner, "models", subject=None)
    fact.subject = subject
    fact.timeline = [{"value": {"amount": "80.00", "currency": "EUR"}, "valid_from": None, "valid_until": None}]
    approval = submit(fact)
    with pytest.raises(PublicationRefused, match="Ask owner"):
        fact.get_latest_revision().publish(user=approval.submitted_by)
    decide(approval, owner, "approve", "", now)
    assert Fact.objects.get().versions.count() == 2
    model.name = "Dienst"
    approval = submit(model)
    decide(approval, owner, "approve", "", now)
    assert ContentModel.objects.get().spec.name == "Dienst"  # type: ignore[union-attr]


def test_taking_it_back_makes_the_signatures_void(waiting: Approval, owner: User, author: User, now: datetime) -> None:
    decide(waiting, owner, "approve", "", now)
    Item.objects.get().current_workflow_state.cancel(user=author)
    assert states(waiting) == {"content": "signed", "channel:web": "void", "channel:servicedesk": "void"}
    with pytest.raises(PublicationRefused, match="Ask owner"):
        waiting.revision.publish(user=author)
    assert Item.objects.get().get_lock() is None


def test_a_signature_is_used_up_by_its_publication(
    waiting: Approval, owner: User, webmaster: User, desk_chief: User, author: User, now: datetime
) -> None:
    for person in (owner, webmaster, desk_chief):
        decide(waiting, person, "approve", "", now)
    Item.objects.get().unpublish(user=User.objects.create_superuser("root", "", "x"))
    with pytest.raises(PublicationRefused, match="Ask owner"):
        waiting.revision.publish(user=author)
    assert Snapshot.objects.count() == 1


def test_planned_content_goes_live_on_its_signatures(
    town: dict[str, Channel],
    submit: Submit,
    make_item: MakeItem,
    owner: User,
    webmaster: User,
    desk_chief: User,
    now: datetime,
) -> None:
    from contenthub import flow

    item = make_item(go_live_at=now + timedelta(hours=1))
    waiting = submit(item)
    for person in (owner, webmaster, desk_chief):
        decide(waiting, person, "approve", "", now)
    assert Snapshot.objects.count() == 0
    revision = Item.objects.get().latest_revision
    assert revision is not None
    later = now + timedelta(hours=2)
    Mandate.objects.filter(user=webmaster).delete()
    again = Mandate.objects.create(user=owner, decision="signoff", channel=town["web"])
    with pytest.raises(PublicationRefused, match="has not signed this off"):
        flow.publish_many([revision], None, now=later)
    again.delete()
    assert [one.number for one in flow.publish_many([revision], None, now=later)] == [1]


def test_only_slots_that_are_asked_for_exist(
    submit: Submit, make_item: MakeItem, town: dict[str, Channel], owner: User, now: datetime
) -> None:
    from contenthub.publishing.scopes import ChannelScope

    ChannelScope.objects.create(channel=town["web"], model="another")
    town["servicedesk"].status = Channel.Status.RETIRED
    town["servicedesk"].save()
    waiting = submit(make_item())
    assert states(waiting) == {"content": "open"}
    assert Slot.objects.get().due_at is not None


def test_a_channel_that_lost_its_mandate_is_decided_for_by_the_subject(
    waiting: Approval, owner: User, webmaster: User, desk_chief: User, now: datetime
) -> None:
    decide(waiting, owner, "approve", "", now)
    Mandate.objects.filter(user=webmaster).delete()
    with pytest.raises(NotTaken, match="no mandate"):
        decide(waiting, webmaster, "approve", "", now)
    decide(waiting, desk_chief, "approve", "", now)
    assert Snapshot.objects.count() == 0
    decide(waiting, owner, "approve", "", now)
    assert Snapshot.objects.count() == 1
