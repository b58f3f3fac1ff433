"""How a language is written in the country of the hub."""

import pytest

from content_models.facts import fact_kind
from content_models.facts.language.locales import country_of, locale_in, tag_here


@pytest.mark.parametrize(
    ("code", "country", "locale"),
    [
        ("nl", "NL", "nl_NL"),
        ("nl", "BE", "nl_BE"),
        ("nl-be", "NL", "nl_BE"),
        ("de", "AT", "de_AT"),
        ("de", "NL", "de"),
        ("ar", "NL", "ar"),
        ("zh", "TW", "zh_Hant_TW"),
        ("zh-hant", "NL", "zh_Hant"),
        ("en", "NL", "en_GB"),
        ("en", "GR", "en_GB"),
        ("en", "IE", "en_IE"),
        ("en", "US", "en_US"),
        ("en-us", "NL", "en_US"),
        ("en", None, "en"),
        ("nl-Latn-XX", None, "nl"),
        ("xx", None, "en"),
    ],
)
def test_a_language_is_written_as_in_the_country_of_the_hub(code: str, country: str | None, locale: str) -> None:
    assert str(locale_in(code, country)) == locale


@pytest.mark.parametrize(
    ("code", "tag"), [("en", "en-GB"), ("nl", "nl-NL"), ("en-us", "en-US"), ("xx", "xx"), ("", "")]
)
def test_a_language_has_a_tag_with_its_country(code: str, tag: str) -> None:
    assert tag_here(code) == tag


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Europe/Amsterdam", "NL"), ("Europe/Kiev", "UA"), ("America/New_York", "US"), ("UTC", None), ("Etc/UTC", None)],
)
def test_the_country_is_the_one_whose_time_the_hub_keeps(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    ("zone", "day", "price"),
    [
        ("Europe/Amsterdam", "1 March 2026", "€1,016.60"),
        ("America/New_York", "March 1, 2026", "€1,016.60"),
        ("UTC", "March 1, 2026", "€1,016.60"),
    ],
)
def test_facts_follow(settings: object, zone: str, day: str, price: str) -> None:
    settings.TIME_ZONE = zone  # type: ignore[attr-defined]
    written = fact_kind("date").format("2026-03-01", "long", "en")
    assert (written, fact_kind("money").format({"amount": "1016.60", "currency": "EUR"}, "short", "en")) == (day, price)
