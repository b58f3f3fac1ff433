"""Telling: notices become mail, one each or a digest a person, and are tried until they arrive.

A notice is claimed by UPDATE, for a short while; a worker that dies leaves it to the next. A mail that goes out twice
for that reason has the same Message-ID.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels.outbox import delay
from contenthub.governance.notices import Notice
from contenthub.tasks.shift import Shift, Tally

AT_A_TIME = 50
LEASE = timedelta(minutes=5)
TRIES = 12
TEMPLATE = "contenthub/mail/decisions.txt"

logger = logging.getLogger(__name__)


def tell(shift: Shift) -> Tally:
    """Send what is due. `told` counts mails, `failed` those that are tried again."""
    now, tally = shift.clock(), Tally()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    due = Notice.objects.filter(free, sent_at=None, due_at__lte=now).order_by("due_at", "pk")
    for notice in due.select_related("user__wagtail_userprofile")[:AT_A_TIME]:
        letter = claim(notice, now)
        if not letter:
            continue
        shift.step("notice claimed", notice.pk)
        try:
            send(letter)
        except (OSError, NoAddressError) as error:  # what mail servers and networks raise
            logger.warning("Notice %s could not be sent: %s", notice.pk, error)
            give_back(letter, error, now, shift)
            tally.failed += 1
        else:
            shift.step("notice sent", notice.pk)
            Notice.objects.filter(pk__in=[one.pk for one in letter]).update(sent_at=now, claimed_until=None, error="")
            tally.told += 1
        if shift.stopped():
            break
    return tally


def claim(notice: Notice, now: datetime) -> list[Notice]:
    """Return the notices that go into one mail, this worker's now; none when another was first."""
    free = Notice.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), sent_at=None)
    until, tried = now + LEASE, notice.attempts + 1
    if not free.filter(pk=notice.pk).update(claimed_until=until, attempts=tried):
        return []
    if not notice.digest:
        return [notice]
    others = free.filter(user=notice.user_id, digest=True, due_at__lte=now).exclude(pk=notice.pk)
    found = list(others.select_related("user__wagtail_userprofile").order_by("pk"))
    return [notice, *(one for one in found if free.filter(pk=one.pk).update(claimed_until=until, attempts=tried))]


def send(letter: Sequence[Notice]) -> None:
    """Send one mail in the language of who gets it. Raises what the mail server says."""
    first = letter[0]
    with translation.override(language_of(first)):
        rows = [(one.subject_line(), one.text, f"{settings.BASE_URL}{one.address}") for one in letter]
        subject = rows[0][0]
        if len(rows) > 1:
            subject = ngettext("%d message about decisions", "%d messages about decisions", len(rows)) % len(rows)
        context = {"rows": rows, "hub": settings.HUB_ORGANISATION, "account": f"{settings.BASE_URL}/admin/account/"}
        body = render_to_string(TEMPLATE, {**context, "has_account": first.user_id is not None})
    key = hashlib.sha256("\n".join(one.key for one in letter).encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{key}@{settings.HUB_ID}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(one_line(subject), body, None, [address_of(first)], headers=headers).send()


def one_line(text: str) -> str:
    return " ".join(text.split())


def address_of(notice: Notice) -> str:
    address = notice.user.email if notice.user else notice.email
    if not address:
        raise NoAddressError(_("There is no e-mail address."))
    return address


class NoAddressError(ValueError):
    """Somebody is to be told who has no e-mail address."""


def language_of(notice: Notice) -> str:
    profile: Any = getattr(notice.user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def give_back(letter: Sequence[Notice], error: Exception, now: datetime, shift: Shift) -> None:
    """Leave it for later, each time longer; in the end give up, with the reason kept."""
    tried = letter[0].attempts + 1
    hopeless = tried >= TRIES or isinstance(error, NoAddressError)
    due = None if hopeless else now + delay(tried, shift.chance())
    mine = Notice.objects.filter(pk__in=[one.pk for one in letter], sent_at=None)
    mine.update(claimed_until=None, due_at=due, error=str(error)[:500])
