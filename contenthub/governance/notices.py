"""Notices: what somebody is told by e-mail, at once or in a digest; and what they chose.

A notice is written in the transaction of what it is about, and sent by the worker. Its key makes that nobody is told
the same thing twice.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contenthub.governance.rights import Person

MORNING = time(8, 0)
"""When a digest is sent, in the hub's own time zone."""

URGENT = ("emergency", "link")
"""Kinds that nobody can put off."""

TITLES = {
    "asked": _("Please decide: %s"),
    "feedback": _("A reader says that this is not right: %s"),
    "reminder": _("Please decide by tomorrow: %s"),
    "escalated": _("Nobody has decided yet, so you are asked: %s"),
    "changes": _("Changes asked for: %s"),
    "approved": _("Approved and published: %s"),
    "emergency": _("Published in an emergency, please review: %s"),
    "review": _("Please review what was published in an emergency: %s"),
    "overdue": _("To be reviewed: %s"),
    "rule": _("This rule was wrong too often, so it only reports now: %s"),
    "mention": _("Somebody mentions you: %s"),
    "channel": _("A channel needs you: %s"),
    "link": _("You are asked to decide: %s"),
}
"""What a message says first, by the kind of notice; with the title of what it is about."""


class Preference(models.Model):
    """When somebody wants to hear about decisions."""

    class Mail(models.TextChoices):
        ONCE = "once", _("at once")
        DAILY = "daily", _("once a day, in one message")
        NEVER = "never", _("not at all: I look at the dashboard")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="decision_mail")
    mail = models.CharField(_("mail about decisions"), max_length=8, choices=Mail.choices, default=Mail.ONCE)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return f"{self.user}: {self.get_mail_display()}"


class Notice(models.Model):
    """One thing one person is to be told. `address`: of a page of the hub, from its root."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=200, unique=True)
    digest = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["sent_at", "due_at"], name="notice_due")]

    def __str__(self) -> str:
        return self.subject_line()

    def subject_line(self) -> str:
        """Return what this is about, in the language that is active."""
        return str(TITLES[self.kind]) % self.title


class Errand(models.Model):
    """Something that is done now and then, by whichever worker claims it first."""

    name = models.CharField(max_length=40, unique=True)
    next_at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("errand")
        verbose_name_plural = _("errands")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def claim(cls, name: str, now: datetime, next_at: datetime, first_at: datetime | None = None) -> bool:
        """Tell whether it is the caller's turn to do this now; then it is due again at `next_at`.

        `first_at`: when it is due for the first time, if not at once.
        """
        errand, _new = cls.objects.get_or_create(name=name, defaults={"next_at": first_at or now})
        due = cls.objects.filter(pk=errand.pk, next_at=errand.next_at)
        return errand.next_at <= now and bool(due.update(next_at=next_at))


def notify(
    people: Iterable[Person], kind: str, key: str, title: str, *, text: str = "", address: str = "", now: datetime
) -> int:
    """Write a notice for each of these people, by what each prefers. Return how many; a repeat counts for none."""
    pks = [one.pk for one in people]
    chosen = dict(Preference.objects.filter(user__in=pks).values_list("user_id", "mail"))
    rows = []
    for pk in pks:
        mail = Preference.Mail.ONCE if kind in URGENT else chosen.get(pk, Preference.Mail.ONCE)
        if mail == Preference.Mail.NEVER:
            continue
        daily = mail == Preference.Mail.DAILY
        rows.append(
            Notice(
                user_id=pk,
                kind=kind,
                title=title[:250],
                text=text,
                address=address,
                key=f"{key}:{pk}"[:200],
                digest=daily,
                created_at=now,
                due_at=next_morning(now) if daily else now,
            )
        )
    before = Notice.objects.filter(key__in=[row.key for row in rows]).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before


def next_morning(now: datetime) -> datetime:
    """Return the next moment at which digests are sent."""
    local = timezone.localtime(now)
    today = local.replace(hour=MORNING.hour, minute=MORNING.minute, second=0, microsecond=0)
    return today if local < today else today + timedelta(days=1)
