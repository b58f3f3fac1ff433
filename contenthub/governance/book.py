"""Reading the mandates from the database, in three statements whatever their number."""

from collections import defaultdict
from datetime import datetime

from django.utils import timezone

from contenthub.governance.mandates import Deputy, Mandate
from contenthub.governance.rights import EVERYTHING, Book, Grant, Person, Standin
from contenthub.users import User


def read_book(now: datetime, *, lock: bool = False) -> Book:
    """Return all mandates; with `lock` they stay as they are until the transaction ends."""
    rows = Mandate.objects.select_related("user", "group", "subject", "channel").order_by("pk")
    mandates = list(rows.select_for_update(of=("self",)) if lock else rows)
    deputies: dict[int, list[Standin]] = defaultdict(list)
    for one in Deputy.objects.select_related("user").order_by("pk") if mandates else ():
        deputies[one.mandate_id].append(Standin(person_of(one.user), one.valid_from, one.valid_until))
    members = _members({one.group_id for one in mandates if one.group_id})
    grants = [
        Grant(
            pk=one.pk,
            decision=one.decision,
            path=one.subject.path if one.subject else EVERYTHING,
            channel=one.channel.key if one.channel else None,
            holders=(person_of(one.user),) if one.user else tuple(members.get(one.group_id or 0, ())),
            deputies=tuple(deputies.get(one.pk, ())),
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            four_eyes=one.four_eyes,
            days=one.days,
            by_link=one.by_link,
            words=str(one),
        )
        for one in mandates
    ]
    return Book(grants, timezone.localdate(now))


def person_of(user: User) -> Person:
    return Person(user.pk, user.get_full_name() or user.get_username(), user.is_active)


def _members(groups: set[int | None]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    if groups:
        through = User.groups.through.objects.filter(group__in=groups).select_related("user").order_by("user_id")
        for row in through:
            found[row.group_id].append(person_of(row.user))
    return found
