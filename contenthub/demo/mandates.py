"""The mandates of the demo beside those of subject owners, and one item that waits for decisions."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group

from channels.models import Channel
from content_models.models import Item, Subject
from contenthub.demo.reading import read_table
from contenthub.governance.mandates import Deputy, Mandate
from contenthub.users import User

WAITING = "verhuizen"
"""The key of the item that an editor has changed, and that waits."""


def allow_imports(operator: User) -> None:
    """Let the operator import: where somebody decides about a subject, nobody imports without a mandate for it."""
    Mandate.objects.get_or_create(decision=Mandate.Decision.IMPORT, user=operator, defaults={"four_eyes": False})


def load_mandates(people: Mapping[str, User], subjects: Mapping[str, Subject]) -> int:
    """Give the mandates that need channels; return how many are new. Where there are some already, none."""
    if Mandate.objects.filter(decision__in=["signoff", "emergency"]).exists():
        return 0
    table = read_table("mandates")
    new = [give(one, people, subjects) for one in table["mandate"]]
    for key, deputy in table["deputies"].items():
        for mandate in Mandate.objects.filter(subject=subjects[key], decision__in=["content", "facts"]):
            Deputy.objects.create(mandate=mandate, user=people[deputy])
    return len([one for one in new if one])


def give(written: Mapping[str, Any], people: Mapping[str, User], subjects: Mapping[str, Subject]) -> Mandate | None:
    """Store one mandate; None where its channel is not there because its kind is not installed."""
    channel = Channel.objects.filter(key=written.get("channel", "")).first()
    if "channel" in written and channel is None:
        return None
    mandate = Mandate.objects.create(
        user=people.get(written.get("who", "")),
        group=Group.objects.filter(name=written.get("group", "")).first(),
        decision=written["decision"],
        subject=subjects.get(written.get("subject", "")),
        channel=channel,
        four_eyes=written.get("four_eyes", True),
        days=written.get("days", 3),
    )
    for name in written.get("deputies", ()):
        Deputy.objects.create(mandate=mandate, user=people[name])
    return mandate


def submit_one(editor: User) -> bool:
    """Let an editor change an item and submit it, once; tell whether that was done now."""
    item = Item.objects.filter(key=WAITING, locale__language_code="nl").first()
    workflow = item.get_workflow() if item else None
    if item is None or workflow is None or item.workflow_states.exists():
        return False
    item.title = f"{item.title}: zo werkt het"
    item.save_revision(user=editor, clean=False)
    workflow.start(item, editor)
    return True
