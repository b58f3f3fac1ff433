"""AUTHOR: content models, items, facts and subjects, free of any channel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentModelsConfig(AppConfig):
    """The app in which editors model and write."""

    name = "content_models"
    verbose_name = _("Content")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stand behind Wagtail's permissions for items and facts, and behind Willow's AVIF."""
        from content_models import avif
        from content_models.reach import register_policies

        avif.register()
        register_policies()
