"""The tables of the channels: a channel, the queries it may ask, the tokens it asks them with.

They know nothing of items, models or subjects: what reaches a channel is decided in the hub.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels.bounces import Bounce
from channels.circuits import Circuit
from channels.contracts import ContractUse
from channels.secrets import WebhookSecret
from channels.shipments import Cursor, Shipment
from channels.sightings import Maintenance, Sighting

__all__ = [
    "Bounce",
    "Channel",
    "ChannelQuery",
    "Circuit",
    "ContractUse",
    "Cursor",
    "Maintenance",
    "Shipment",
    "Sighting",
    "Token",
    "WebhookSecret",
    "hexdigest",
    "key_validator",
]

SECRET_PREFIX = "cht_"  # noqa: S105 (a mark by which scanners recognise a leaked token, not a secret)

SCOPES = ("internal", "adhoc", "lint", "watch", "content", "write", "import")

key_validator = RegexValidator(
    r"^[a-z][a-z0-9-]*\Z", _("Use lower-case letters, digits and hyphens, and begin with a letter.")
)


def hexdigest(text: str) -> str:
    """Return the SHA-256 of the text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Channel(models.Model):
    """One place where content appears, of one kind, with an owner who answers for it."""

    class Status(models.TextChoices):
        """Whether the channel is meant to be in use; whether it *is* in use is a verdict, not a status."""

        NEW = "new", _("New")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        RETIRED = "retired", _("Retired")

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[key_validator])
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=60, help_text=_("The key of an installed channel kind."))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="channels",
    )
    cadence = models.DurationField(
        _("cadence"), null=True, blank=True, help_text=_("How often this channel asks for content at least.")
    )
    base_url = models.URLField(_("address"), max_length=300, blank=True, default="")
    locales = models.JSONField(_("languages"), default=list, blank=True, help_text=_("Empty: all languages."))
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)

    class Meta:
        ordering = ["key"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.name

    def query_digest(self, name: str) -> str | None:
        """Return the digest of the stored query with this name, or None when the channel has no such query."""
        return self.queries.filter(name=name).values_list("digest", flat=True).first()

    def serves(self, locale: str) -> bool:
        """Tell whether the channel shows content in this language."""
        return not self.locales or locale in self.locales


class ChannelQuery(models.Model):
    """One stored query of a channel; its digest is its public name."""

    channel = models.ForeignKey(Channel, verbose_name=_("channel"), on_delete=models.CASCADE, related_name="queries")
    name = models.CharField(_("name"), max_length=60)
    text = models.TextField(_("text"))
    digest = models.CharField(_("digest"), max_length=64, editable=False, db_index=True)

    class Meta:
        ordering = ["channel", "name"]
        verbose_name = _("stored query")
        verbose_name_plural = _("stored queries")
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="channels_query_name")]

    def __str__(self) -> str:
        return f"{self.channel}: {self.name}"

    def save(self, **kwargs: Any) -> None:
        """Store the query with the digest of its text."""
        self.digest = hexdigest(self.text)
        if (fields := kwargs.get("update_fields")) is not None and "text" in fields:
            kwargs["update_fields"] = {*fields, "digest"}
        super().save(**kwargs)

    @property
    def document_id(self) -> str:
        """Return the name by which the query is asked, `sha256:<digest>`."""
        return f"sha256:{self.digest}"


class Token(models.Model):
    """The right of one program to ask the queries of one channel; only the digest of its secret is kept."""

    channel = models.ForeignKey(Channel, verbose_name=_("channel"), on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(_("label"), max_length=120)
    digest = models.CharField(  # noqa: DJ001 (empty texts could not be unique)
        _("digest"),
        max_length=64,
        null=True,
        unique=True,
        editable=False,
        help_text=_("Empty: usable in the hub only."),
    )
    scopes = models.JSONField(_("scopes"), default=list, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["channel", "-created_at"]
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return f"{self.channel}: {self.label}"

    @classmethod
    def issue(
        cls, channel: Channel, label: str, scopes: Iterable[str] = (), *, expires_at: datetime | None = None
    ) -> tuple[Token, str]:
        """Store a new token and return it with its secret, which is shown once and cannot be found again.

        Raises ValueError for a scope that does not exist.
        """
        wanted = sorted(set(scopes))
        if unknown := [scope for scope in wanted if scope not in SCOPES]:
            raise ValueError(f"There is no scope {unknown[0]!r}. Choose from: {', '.join(SCOPES)}.")
        secret = SECRET_PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(
            channel=channel, label=label, digest=hexdigest(secret), scopes=wanted, expires_at=expires_at
        )
        return token, secret

    @classmethod
    def find(cls, secret: str) -> Token | None:
        """Return the token with this secret, with its channel, or None.

        What is looked up and compared is a digest, so the time taken says nothing about any stored secret.
        """
        if not secret.startswith(SECRET_PREFIX) or len(secret) > 200:
            return None
        digest = hexdigest(secret)
        token = cls.objects.select_related("channel").filter(digest=digest).first()
        return token if token and hmac.compare_digest(token.digest or "", digest) else None

    def is_valid(self, now: datetime) -> bool:
        """Tell whether the token may be used at this moment."""
        if self.revoked_at is not None and self.revoked_at <= now:
            return False
        return self.expires_at is None or now < self.expires_at

    def allows(self, scope: str) -> bool:
        """Tell whether the token has this scope."""
        return scope in self.scopes
