"""Mandates: who decides about which subject, on which channel, and what kind of decision; and who stands in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from channels.models import Channel
from content_models.models import Subject

DAYS = 3
"""How long somebody has to decide, when the mandate says nothing else."""


class Mandate(ClusterableModel):
    """The right to take one kind of decision about a subject and everything below it: a person's or a group's."""

    class Decision(models.TextChoices):
        CONTENT = "content", _("approve content")
        SIGNOFF = "signoff", _("sign off for a channel")
        FACTS = "facts", _("decide facts")
        MODELS = "models", _("publish content models")
        TONE = "tone", _("change tone rules")
        WAIVE = "waive", _("waive findings")
        CHANNEL = "channel", _("change queries and templates of a channel")
        RETIRE = "retire", _("retire a channel")
        IMPORT = "import", _("import")
        WITHDRAW = "withdraw", _("withdraw")
        EMERGENCY = "emergency", _("publish in an emergency")

    PER_CHANNEL = ("signoff", "channel", "retire")
    """The decisions that may be about one channel; all others are about every channel at once."""
    WITHOUT_SUBJECT = ("models", "tone", "channel", "retire")
    """The decisions about what belongs to no subject."""

    user: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("person"),
    )
    group: Any = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="mandates", verbose_name=_("or everybody in group")
    )
    decision: Any = models.CharField(_("decides to"), max_length=12, choices=Decision.choices)
    subject: Any = models.ForeignKey(
        Subject, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("about (empty: everything)")
    )
    channel: Any = models.ForeignKey(
        Channel, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("on channel (empty: all)")
    )
    valid_from: Any = models.DateField(_("from"), null=True, blank=True)
    valid_until: Any = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))
    four_eyes: Any = models.BooleanField(
        _("four eyes"), default=True, help_text=_("Who wrote the text, or changed it last, does not decide about it.")
    )
    days: Any = models.PositiveSmallIntegerField(
        _("days to decide"), default=DAYS, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    by_link: Any = models.BooleanField(
        _("may ask somebody without an account"),
        default=False,
        help_text=_("A holder may send a link by e-mail, which is good for one decision."),
    )

    class Meta:
        app_label = "contenthub"
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, group__isnull=True)
                | models.Q(user__isnull=True, group__isnull=False),
                name="mandate_one_holder",
            )
        ]

    def __str__(self) -> str:
        return in_words(str(self.user or self.group), self.decision, str(self.subject or ""), str(self.channel or ""))

    def clean(self) -> None:
        """Refuse what the matrix could not show: no holder or two, a channel where there is none, an empty period."""
        problems: dict[str, Any] = {}
        if bool(self.user_id) == bool(self.group_id):
            problems["user"] = _("Choose either a person or a group.")
        if self.channel_id and self.decision not in self.PER_CHANNEL:
            problems["channel"] = _("This decision is about all channels at once. To decide for one, sign off for it.")
        if self.subject_id and self.decision in self.WITHOUT_SUBJECT:
            problems["subject"] = _("This decision is about no subject in particular. Leave the subject empty.")
        if self.valid_from and self.valid_until and self.valid_from > self.valid_until:
            problems["valid_until"] = _("This day is before the first day.")
        if problems:
            raise ValidationError(problems)


def in_words(holder: str, decision: str, subject: str, channel: str) -> str:
    """Return what a mandate says, as the log of decisions keeps it."""
    about = subject or gettext("everything")
    where = f", {channel}" if channel else ""
    return f"{holder}: {Mandate.Decision(decision).label} ({about}{where})"


class Deputy(models.Model):
    """Who may decide in somebody's place: always, or in a period of absence."""

    mandate = ParentalKey(Mandate, on_delete=models.CASCADE, related_name="deputies", verbose_name=_("mandate"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("deputy"))
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))

    class Meta:
        app_label = "contenthub"
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        unique_together = (("mandate", "user"),)

    def __str__(self) -> str:
        return str(self.user)

    def clean(self) -> None:
        if self.valid_from and self.valid_until and self.valid_from > self.valid_until:
            raise ValidationError({"valid_until": _("This day is before the first day.")})
