"""The first of HUB_LOCALES is the language of new content, whatever the language of the admin."""

from typing import Any

import pytest
from django.conf import settings as configured
from wagtail.models import Locale

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("locales", "first"), [(["nl", "en"], "nl"), (["en", "nl"], "en"), (["cy", "nl"], "nl")])
def test_new_content_is_in_the_first_language_that_is_set_up(settings: Any, locales: list[str], first: str) -> None:
    for code in ("nl", "en"):
        Locale.objects.get_or_create(language_code=code)
    settings.HUB_LOCALES = locales
    assert Locale.get_default().language_code == first


def test_the_languages_of_the_hub_come_first_and_in_their_order() -> None:
    codes = [code for code, _name in configured.WAGTAIL_CONTENT_LANGUAGES]
    assert codes[:2] == configured.HUB_LOCALES == ["nl", "en"]
    assert codes[2:] == sorted(codes[2:])
