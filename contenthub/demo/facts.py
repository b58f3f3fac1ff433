"""The facts of the demo: their values over time, published in the name of who decides about them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from content_models.models import Fact, Subject
from contenthub import flow
from contenthub.demo.identity import uuid_of
from contenthub.demo.reading import read_table
from contenthub.users import User

Timeline = list[dict[str, Any]]


def load_facts(subjects: Mapping[str, Subject], owners: Mapping[str, User], editor: User, opened: datetime) -> int:
    """Create and publish the facts that are not there yet, with the value they had before; return how many."""
    known = {str(uuid) for uuid in Fact.objects.values_list("uuid", flat=True)}
    new = 0
    for key, written in read_table("facts").items():
        uuid = uuid_of("fact", key)
        if str(uuid) in known:
            continue
        owner = owners[written["subject"]]
        fact = Fact(
            uuid=uuid,
            key=key,
            kind=written["kind"],
            label=written["label"],
            labels=written["labels"],
            source=written.get("source", ""),
            subject=subjects[written["subject"]],
            owner=owner,
            timeline=timeline_before(written),
        )
        fact.full_clean(exclude=["latest_revision"])
        fact.save()
        flow.publish_fact(fact.save_revision(user=editor, clean=False), owner, "First value in the hub", opened)
        new += 1
    return new


def change_facts(owners: Mapping[str, User], editor: User, now: datetime) -> int:
    """Publish the new value of each fact that still has the value it had before; return how many changed."""
    changed = 0
    for key, written in read_table("facts").items():
        if "was" not in written:
            continue
        fact = Fact.objects.get(uuid=uuid_of("fact", key))
        if fact.timeline != timeline_before(written):
            continue
        fact.timeline = timeline_now(written)
        owner = owners[written["subject"]]
        flow.publish_fact(fact.save_revision(user=editor), owner, "New price by decision of the council", now)
        changed += 1
    return changed


def timeline_before(written: Mapping[str, Any]) -> Timeline:
    return [entry(written["was"])] if "was" in written else timeline_now(written)


def timeline_now(written: Mapping[str, Any]) -> Timeline:
    """Return the value of now and those that are decided for later, each until the next begins."""
    later = written.get("later", [])
    starts = [None, *(one["from"].isoformat() for one in later)]
    values = [written["value"], *(one["value"] for one in later)]
    return [entry(*one) for one in zip(values, starts, [*starts[1:], None], strict=True)]


def entry(value: Any, valid_from: str | None = None, valid_until: str | None = None) -> dict[str, Any]:
    return {"value": value, "valid_from": valid_from, "valid_until": valid_until}
