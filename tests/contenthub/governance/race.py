"""Decisions at the same moment, with real commits and threads. Run by `tests.contenthub.tasks.alone`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

from django.db import connections, transaction
from django.utils import timezone
from wagtail.models import Locale, Revision

from channels.models import Channel
from content_models.door import PublicationRefused
from content_models.models import ContentModel, Item
from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.mandates import Deputy, Mandate
from contenthub.governance.signing import decide
from contenthub.governance.workflow import install_workflow
from contenthub.models import Decision, Publication, Snapshot
from contenthub.publishing.chain import broken_links
from contenthub.users import User
from tests.contenthub.tasks.town import child, halves, settle

ROUNDS = 6


def fill() -> None:
    """Two owners of everything, two channels that sign off, an author."""
    settle("root")
    people = {name: User.objects.create_user(name) for name in ("author", "owner", "deputy", "web", "desk")}
    install_workflow()
    mandate = Mandate.objects.create(user=people["owner"], decision="content")
    Deputy.objects.create(mandate=mandate, user=people["deputy"])
    for key in ("web", "desk"):
        channel = Channel.objects.create(key=key, name=key, kind="web", status="active")
        Mandate.objects.create(user=people[key], decision="signoff", channel=channel)


def submitted(title: str) -> Approval:
    author = User.objects.get(username="author")
    item = Item(
        content_model=ContentModel.objects.get(),
        model_version=1,
        title=title,
        locale=Locale.objects.get(language_code="nl"),
        body={"text": f"<p>{title}</p>"},
    )
    item.full_clean(exclude=["latest_revision"])
    item.save()
    item.save_revision(user=author)
    state = item.get_workflow().start(item, author)  # type: ignore[union-attr]
    return Approval.objects.get(pk=state.current_task_state_id)


def sign(approval: Approval, name: str) -> str:
    try:
        decide(approval, User.objects.get(username=name), "approve", "", timezone.now())
    except PublicationRefused as refusal:
        return next(one.code for found in refusal.problems.values() for one in found)
    return "taken"


def together(*acts: Callable[[], str]) -> list[str]:
    """Do things at the same moment, each with a connection of its own; return what each said."""
    start, said = Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], str]) -> None:
        start.wait()
        try:
            said[number] = act()
        except Exception as error:  # noqa: BLE001 (the test looks at what it was)
            said[number] = f"{type(error).__name__}: {error}"
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def two_approvers() -> dict[str, Any]:
    """The owner and the deputy approve at once; then both channels sign off at once."""
    fill()
    first, second = Counter[str](), Counter[str]()
    for number in range(ROUNDS):
        approval = submitted(f"Item {number}")
        first[" ".join(sorted(together(lambda: sign(approval, "owner"), lambda: sign(approval, "deputy"))))] += 1  # noqa: B023
        second[" ".join(sorted(together(lambda: sign(approval, "web"), lambda: sign(approval, "desk"))))] += 1  # noqa: B023
    return {"first": dict(first), "second": dict(second), **end()}


def edit_while_signing() -> dict[str, Any]:
    """Somebody overwrites the very revision while the last signature is set; somebody else saves a new one."""
    fill()
    said = Counter[str]()
    other = 0
    for number in range(ROUNDS):
        approval = submitted(f"Item {number}")
        for name in ("owner", "web"):
            sign(approval, name)

        def overwrite(pk: int = approval.revision_id) -> str:
            with transaction.atomic():
                revision = Revision.objects.select_for_update().get(pk=pk)
                revision.content = {**revision.content, "title": "Onder de handen veranderd"}
                revision.save()
            return "written"

        answers = together(lambda: sign(approval, "desk"), overwrite)  # noqa: B023
        said[" ".join(answers)] += 1
        published = Snapshot.objects.filter(uuid=approval.uuid)
        other += sum(one.digest != approval.digest for one in published)
    return {"said": dict(said), "other": other, **end()}


def mandate_withdrawn() -> dict[str, Any]:
    """The mandate is taken away while its holder approves: either before, and it is refused, or after."""
    fill()
    said = Counter[str]()
    wrong = 0
    for number in range(ROUNDS):
        approval = submitted(f"Item {number}")
        for name in ("owner", "web"):
            sign(approval, name)
        mandate = Mandate.objects.get(user__username="desk")

        def take_away(pk: int = mandate.pk) -> str:
            Mandate.objects.filter(pk=pk).update(valid_until=timezone.localdate() - timedelta(days=1))
            return "gone"

        answers = together(lambda: sign(approval, "desk"), take_away)  # noqa: B023
        said[" ".join(answers)] += 1
        wrong += Snapshot.objects.filter(uuid=approval.uuid).count() != (answers[0] == "taken")
        Mandate.objects.filter(pk=mandate.pk).update(valid_until=None)
    return {"said": dict(said), "wrong": wrong, **end()}


def killed_in_the_middle() -> dict[str, Any]:
    """The process of the last signature dies after the snapshot was written, before the commit."""
    fill()
    codes = Counter[int]()
    for number in range(ROUNDS):
        approval = submitted(f"Item {number}")
        for name in ("owner", "web"):
            sign(approval, name)
        pid = child(lambda: die_while_signing(approval))  # noqa: B023
        codes[os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])] += 1
        left = (Snapshot.objects.filter(uuid=approval.uuid).count(), approval.slots.get(name="channel:desk").status)
        if left != (0, "open"):
            raise AssertionError(left)
        sign(approval, "desk")
    return {"codes": dict(codes), **end()}


def die_while_signing(approval: Approval) -> None:
    from contenthub.publishing import fulltext

    fulltext.replace = lambda *_rows: os._exit(9)  # type: ignore[assignment]
    sign(approval, "desk")


def end() -> dict[str, Any]:
    """Return how things stand: published once or not at all, nothing half, the log whole."""
    approvals = Counter(Approval.objects.values_list("status", flat=True))
    slots = Counter(Slot.objects.values_list("status", flat=True))
    return {
        "halves": halves(),
        "approvals": dict(approvals),
        "slots": dict(slots),
        "most": max(Counter(Snapshot.objects.values_list("uuid", flat=True)).values(), default=0),
        "published": Publication.objects.count(),
        "doubles": [
            name
            for name, times in Counter(
                Decision.objects.filter(kind__in=["approve", "signoff"]).values_list("uuid", "slot")
            ).items()
            if times > 1
        ],
        "broken": list(broken_links()),
    }
