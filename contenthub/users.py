"""People who sign in: editors, governance owners, channel owners, operators."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person with an account. Our own model from the first migration, so that it may grow."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        app_label = "contenthub"
        swappable = "AUTH_USER_MODEL"


class RecoveryCode(models.Model):
    """One code for signing in when the device is lost: a digest of it, for the code itself is shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(_("digest"), max_length=64)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user}: {'used' if self.used_at else 'unused'}"
