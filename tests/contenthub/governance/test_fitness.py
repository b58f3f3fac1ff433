"""Nobody signs off for a channel that shows a text wrongly: a leaflet too full is refused, with the millimetres."""

from collections.abc import Callable
from datetime import datetime

import pytest

from channels.models import Channel
from content_models.models import Item
from contenthub.governance.approvals import Approval
from contenthub.governance.signing import NotTaken, decide
from contenthub.models import Decision, Snapshot, Withholding
from contenthub.users import User
from tests.contenthub.governance.conftest import Give, MayDo, Submit

LONG = "".join(f"<p>{'De gemeente helpt u met uw aanvraag. ' * 30}</p>" for _number in range(40))


@pytest.fixture
def printer(person: MayDo, give: Give, owner: User, make_channel: Callable[..., Channel]) -> User:
    """Who signs off for the leaflets; the subject has an owner."""
    give(owner)
    printer = person("printer")
    give(printer, "signoff", channel=make_channel("print"))
    return printer


def submitted(submit: Submit, make_item: Callable[..., Item], text: str) -> Approval:
    return submit(make_item("Verhuizen", body={"text": text}))


def test_a_leaflet_that_is_too_full_is_not_signed(
    submit: Submit, make_item: Callable[..., Item], owner: User, printer: User, now: datetime
) -> None:
    approval = submitted(submit, make_item, LONG)
    decide(approval, owner, "approve", "", now)
    with pytest.raises(NotTaken) as refused:
        decide(approval, printer, "approve", "", now)
    ((name, problems),) = refused.value.problems.items()
    assert name == "print"
    assert [(one.path, one.code) for one in problems] == [("", "output")]
    assert problems[0].message.startswith("panel 5: ")
    assert problems[0].message.endswith(" too long. Shorten the text, or put it on a letter.")
    assert Decision.objects.filter(kind="signoff").count() == 0
    assert approval.slots.get(name="channel:print").status == "open"


def test_it_may_go_without_that_channel_or_back_to_its_author(
    submit: Submit, make_item: Callable[..., Item], owner: User, printer: User, now: datetime
) -> None:
    approval = submitted(submit, make_item, LONG)
    decide(approval, owner, "approve", "", now)
    decide(approval, owner, "withhold", "Te lang voor een folder", now, slots=["channel:print"])
    assert Snapshot.objects.count() == 1
    assert Withholding.objects.get().channel.key == "print"


def test_a_leaflet_that_fits_is_signed(
    submit: Submit, make_item: Callable[..., Item], owner: User, printer: User, now: datetime
) -> None:
    approval = submitted(submit, make_item, "<p>Kom langs.</p>")
    decide(approval, owner, "approve", "", now)
    decide(approval, printer, "approve", "", now)
    assert Snapshot.objects.count() == 1


def test_who_may_not_sign_is_told_that_and_nothing_is_set(
    submit: Submit, make_item: Callable[..., Item], owner: User, printer: User, author: User, now: datetime
) -> None:
    approval = submitted(submit, make_item, LONG)
    decide(approval, owner, "approve", "", now)
    with pytest.raises(NotTaken) as refused:
        decide(approval, author, "approve", "", now)
    assert [one.code for problems in refused.value.problems.values() for one in problems] == ["four_eyes"]
