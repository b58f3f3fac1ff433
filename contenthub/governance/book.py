"""Reading the mandates from the database, in three statements whatever their number."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import BigIntegerField
from django.utils import timezone

from contenthub.governance.mandates import Deputy, Mandate, in_words
from contenthub.governance.rights import EVERYTHING, Book, Grant, Person, Standin
from contenthub.publishing.prepared import Prepared
from contenthub.users import User


def read_book(now: datetime, *, lock: bool = False) -> Book:
    """Return all mandates; with `lock` they stay as they are until the transaction ends."""
    if lock:
        list(Mandate.objects.select_for_update().order_by("pk").values_list("pk"))
    rows = [Row(*row) for row in MANDATES()]
    deputies: dict[int, list[Standin]] = defaultdict(list)
    for mandate, first, last, *person in DEPUTIES() if rows else ():
        deputies[mandate].append(Standin(_person(*person), first, last))
    members: dict[int | None, list[Person]] = defaultdict(list)
    if groups := {row.group for row in rows if row.group}:
        for group, *person in MEMBERS(sorted(groups)):
            members[group].append(_person(*person))
    grants = [
        Grant(
            pk=row.pk,
            decision=row.decision,
            path=row.path if row.subject else EVERYTHING,
            channel=row.channel,
            holders=(row.person,) if row.user else tuple(members[row.group]),
            deputies=tuple(deputies[row.pk]),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            four_eyes=row.four_eyes,
            days=row.days,
            by_link=row.by_link,
            words=in_words(row.username or row.group_name, row.decision, row.title or "", row.channel_name or ""),
        )
        for row in rows
    ]
    return Book(grants, timezone.localdate(now))


class Row(NamedTuple):
    """One mandate with the names in it."""

    pk: int
    decision: str
    valid_from: date | None
    valid_until: date | None
    four_eyes: bool
    days: int
    by_link: bool
    subject: int | None
    path: str
    title: str | None
    channel: str | None
    channel_name: str | None
    group: int | None
    group_name: str
    user: int | None
    username: str
    first_name: str
    last_name: str
    active: bool

    @property
    def person(self) -> Person:
        return _person(self.user or 0, self.username, self.first_name, self.last_name, self.active)


NAMES = ("user_id", "user__username", "user__first_name", "user__last_name", "user__is_active")
MANDATES = Prepared(
    lambda: Mandate.objects.order_by("pk").values_list(
        *("pk", "decision", "valid_from", "valid_until", "four_eyes", "days", "by_link"),
        *("subject_id", "subject__path", "subject__title", "channel__key", "channel__name", "group_id", "group__name"),
        *NAMES,
    )
)
DEPUTIES = Prepared(
    lambda: Deputy.objects.order_by("pk").values_list("mandate_id", "valid_from", "valid_until", *NAMES)
)
MEMBERS = Prepared(
    lambda groups: (
        User.groups.through.objects.filter(group__pk__in=groups).order_by("user_id").values_list("group_id", *NAMES)
    ),
    [BigIntegerField()],
)


def person_of(user: User) -> Person:
    return _person(user.pk, user.username, user.first_name, user.last_name, user.is_active)


def _person(pk: int, username: str, first_name: str, last_name: str, active: bool) -> Person:
    return Person(pk, f"{first_name} {last_name}".strip() or username, active)
