"""Decisions: who let what through, on which content. Nothing is published without one, and none ever changes.

Each row is sealed onto the one before: `seal` is the SHA-256 of the former seal and of everything the row says. Taking
out, adding or changing a row later breaks every seal after it; `manage.py verify_log` tells where.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import orjson
from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from contenthub.publishing.prepared import Prepared

KINDS = [
    ("submit", _("submitted")),
    ("approve", _("approved")),
    ("signoff", _("signed off")),
    ("withhold", _("withheld")),
    ("changes", _("changes asked for")),
    ("cancel", _("taken back")),
    ("publish", _("published")),
    ("schedule", _("scheduled")),
    ("import", _("imported")),
    ("emergency", _("published in an emergency")),
    ("review", _("emergency reviewed")),
    ("withdraw", _("withdrawn")),
    ("expire", _("expired")),
    ("fact", _("fact published")),
    ("model", _("content model published")),
    ("redact", _("redacted")),
    ("mandate", _("mandate changed")),
    ("rule", _("tone rule changed")),
    ("waive", _("finding waived")),
    ("propose", _("proposed")),
    ("channel", _("channel changed")),
    ("retire", _("channel retired")),
    ("refuse", _("proposal refused")),
    ("accept", _("finding about a channel accepted")),
]
SIGNATURES = ("approve", "signoff", "withhold")
"""What fills a slot, as long as nothing of VOIDS came after it."""
VOIDS = ("changes", "cancel", "publish", "import", "emergency", "withdraw", "expire", "fact", "model")
"""What uses signatures up, or makes them void."""

SEALED = ("kind", "what", "uuid", "locale", "digest", "actor_name", "mandate", "slot", "grant", "reason", "details")
"""The columns under the seal, beside the moment."""


class Decision(models.Model):
    """One decision by one person, bound to the digest of the content. Never changes."""

    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    what = models.CharField(max_length=20)
    uuid = models.UUIDField()
    locale = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    mandate = models.CharField(max_length=200)
    slot = models.CharField(max_length=80, blank=True)
    grant = models.PositiveBigIntegerField(null=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(_("at"))
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["uuid", "locale"], name="decision_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M} {self.actor_name}"


class LogHead(models.Model):
    """The last seal of the log, and how many rows are sealed; its one row is locked while the log grows."""

    seal = models.CharField(max_length=64, blank=True)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("head of the log")
        verbose_name_plural = _("head of the log")

    def __str__(self) -> str:
        return self.seal


@transaction.atomic(savepoint=False)
def record(decisions: Sequence[Decision]) -> None:
    """Append decisions to the log, each sealed onto the one before."""
    if not decisions:
        return
    head = HEAD()
    if not head:
        LogHead.objects.get_or_create(pk=1)
        head = HEAD()
    before = head[0][0]
    for decision in decisions:
        decision.previous, decision.seal = before, seal_of(decision, before)
        before = decision.seal
    if len(decisions) == 1:
        decisions[0].save(force_insert=True)
    else:
        Decision.objects.bulk_create(decisions, batch_size=500)
    LogHead.objects.filter(pk=1).update(seal=before, count=F("count") + len(decisions))


HEAD = Prepared(lambda: LogHead.objects.select_for_update().filter(pk=1).values_list("seal"))


def seal_of(decision: Decision, previous: str) -> str:
    """Return the SHA-256, in hex, of the former seal and the canonical JSON of what the row says."""
    said: dict[str, Any] = {name: getattr(decision, name) for name in SEALED}
    said["uuid"] = str(decision.uuid)
    said["at"] = decision.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(previous.encode() + b"\n" + text).hexdigest()
