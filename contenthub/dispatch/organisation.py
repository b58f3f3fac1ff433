"""Who speaks, as every channel kind gets it: from the settings, with what a channel says of its own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from babel import Locale as Language
from babel import UnknownLocaleError
from django.conf import settings
from wagtail.models import Locale

from channels.models import Channel
from channels.output import Context, Organisation
from content_models.facts.language.locales import read_locale


def organisation_for(channel: Channel) -> Organisation:
    own = channel.settings.get("organisation", {})
    return Organisation(
        name=own.get("name") or settings.HUB_ORGANISATION,
        hub=settings.HUB_ID,
        locale_names=locale_names(),
        base_url=channel.base_url.rstrip("/"),
        colours=own.get("colours", {}),
        logo=own.get("logo"),
        contact=own.get("contact", {}),
    )


def locale_names() -> dict[str, str]:
    """Return what each language calls itself, by code, the default language first."""
    codes = list(Locale.objects.values_list("language_code", flat=True))
    first = [code for code in settings.HUB_LOCALES if code in codes]
    return {code: own_name(code) for code in [*first, *sorted(set(codes) - set(first))]}


def own_name(code: str) -> str:
    """Return what a language calls itself: Nederlands, English, العربية; its code where nobody knows."""
    try:
        return Language.parse(code, sep="-").get_display_name() or code
    except (ValueError, UnknownLocaleError):
        return code


def context_for(channel: Channel, now: datetime) -> Context:
    """Return where a channel's payloads go; `replace(context, locale=…)` for each language."""
    organisation = organisation_for(channel)
    return Context(
        channel=channel.key,
        title=channel.settings.get("title") or organisation.name,
        locale="",
        base_url=channel.base_url.rstrip("/"),
        organisation=organisation,
        now=now,
        settings={**hub_settings(), "written_as": written_as(organisation.locale_names), **channel.settings},
    )


def written_as(locales: Iterable[str]) -> dict[str, str]:
    """Return the CLDR locale whose dates, times and numbers each language has here."""
    return {code: str(read_locale(code)) for code in locales}


def hub_settings() -> dict[str, Any]:
    """Return what the hub knows and a kind may need: where files and fonts are, where the public site stands."""
    site = Channel.objects.filter(kind="web", status=Channel.Status.ACTIVE).exclude(base_url="").order_by("pk").first()
    return {
        "media": str(settings.MEDIA_ROOT),
        "hub_url": settings.BASE_URL,
        "time_zone": settings.TIME_ZONE,
        **({"fonts": settings.HUB_FONTS_DIR} if settings.HUB_FONTS_DIR else {}),
        **(press_settings() if settings.HUB_PRESS_PROFILE else {}),
        **({"web_url": site.base_url.rstrip("/")} if site else {}),
    }


def press_settings() -> dict[str, str]:
    """Return for which printer channels make files, and the name of its printing condition."""
    return {"press_profile": settings.HUB_PRESS_PROFILE, "press_condition": settings.HUB_PRESS_CONDITION}
