"""The hub: the only package that knows both content and channels."""

import gc
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

COLLECT_AFTER = (5_000, 100, 100)
"""When Python looks for cyclic garbage: with its own numbers a look at everything stops one publication in twelve."""


class ContentHubConfig(AppConfig):
    """The app that holds the tables joining content and channels."""

    name = "contenthub"
    verbose_name = _("Content hub")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stand behind the door through which content_models publishes."""
        gc.set_threshold(*COLLECT_AFTER)
        from wagtail.models import Locale

        from content_models.door import register
        from contenthub import receivers
        from contenthub.dispatch.fitness import unfit
        from contenthub.flow import HubDoor
        from contenthub.governance import checks, tone
        from contenthub.tone.kinds import spelling

        register(HubDoor())
        Locale.get_default = classmethod(default_locale)
        checks.register(tone.check_submission)
        checks.register_look(unfit)
        spelling.folders[:] = settings.HUB_DICTIONARIES
        receivers.connect()


def default_locale(cls: Any) -> Any:
    """Return the language in which new content is written: the first of HUB_LOCALES that is set up.

    Wagtail takes the language of the admin for it.
    """
    found = {one.language_code: one for one in cls.objects.filter(language_code__in=settings.HUB_LOCALES)}
    codes = [code for code in settings.HUB_LOCALES if code in found]
    return found[codes[0]] if codes else cls.objects.get_for_language(settings.LANGUAGE_CODE)
