"""People who sign in: editors, governance owners, channel owners, operators."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person with an account. Our own model from the first migration, so that it may grow."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        app_label = "contenthub"
        swappable = "AUTH_USER_MODEL"
