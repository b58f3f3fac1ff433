"""Mandates: who decides about which subject, on which channel, and what kind of decision."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from channels.models import Channel
from content_models.models import Subject


class Mandate(models.Model):
    """The right to take one kind of decision about a subject and everything below it."""

    class Decision(models.TextChoices):
        CONTENT = "content", _("approve content")
        FACTS = "facts", _("decide facts")
        MODELS = "models", _("publish content models")
        IMPORT = "import", _("import")
        WITHDRAW = "withdraw", _("withdraw")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandates", verbose_name=_("who"))
    decision = models.CharField(_("decides to"), max_length=12, choices=Decision.choices)
    subject = models.ForeignKey(
        Subject, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("about (empty: everything)")
    )
    channel = models.ForeignKey(
        Channel, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("on channel (empty: all)")
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")

    def __str__(self) -> str:
        about = self.subject or _("everything")
        return f"{self.user}: {self.get_decision_display()} ({about})"
