"""The words of pages, mails and sheets: each language says everything, and a channel may say it in words of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from channels.kinds.arrange.plain import said as say_value
from channels.kinds.arrange.words import gaps, words
from channels.kinds.web import kind as web_kind
from tests.channels.samples import item, payload, reference

FILES = sorted(Path("channels/kinds").glob("*/phrases.toml"))
LANGUAGES = ("ar", "en", "nl")
TABLES = {
    (file.parent.name, language): said for file in FILES for language, said in tomllib.loads(file.read_text()).items()
}


def test_every_kind_says_something_in_every_language() -> None:
    kinds = ("arrange", "email", "print", "servicedesk", "voice")
    assert sorted(TABLES) == [(kind, language) for kind in kinds for language in LANGUAGES]


@pytest.mark.parametrize(("kind", "language"), TABLES)
def test_a_language_has_every_phrase_with_the_same_gaps(kind: str, language: str) -> None:
    said, english = TABLES[kind, language], TABLES[kind, "en"]
    assert set(said) == set(english)
    other = {key: gaps(said[key]) for key in english if gaps(said[key]) != gaps(english[key])}
    whole_day = {"clock_whole": {"hour"}, "clock_said": {"hour", "minute"}}
    assert other == (whole_day if (kind, language) == ("voice", "nl") else {})
    assert [key for key in english if bool(said[key]) < bool(english[key])] == []
    assert {key: said[key].count("|") for key in english} == {key: said.count("|") for key, said in english.items()}


OWN = {
    "fr": {
        "step": "Étape {number}",
        "skip": "Aller au contenu",
        "go_on": "Étape {n}",
        "answer": "{",
        "yes": 1,
        "x": "y",
    }
}


@pytest.mark.parametrize(
    ("locale", "given", "said", "translated"),
    [
        ("fr", {}, ("Skip to content", "Step 1", "Yes"), False),
        ("fr", {"phrases": OWN}, ("Aller au contenu", "Étape 1", "Yes"), True),
        ("fr-be", {"phrases": OWN}, ("Aller au contenu", "Étape 1", "Yes"), True),
        ("nl", {"phrases": {"nl": {"yes": "Jawel"}}}, ("Direct naar de inhoud", "Stap 1", "Jawel"), True),
        ("fr", {"phrases": ["fr"]}, ("Skip to content", "Step 1", "Yes"), False),
    ],
    ids=["none", "own", "of a country", "instead of ours", "no table"],
)
def test_a_channel_has_words_of_its_own(
    locale: str, given: dict[str, Any], said: tuple[str, ...], translated: bool
) -> None:
    found = words(locale, given)
    assert (found.say("skip"), found.say("step", number=1), found.boolean(True)) == said
    assert found.translated is translated


@pytest.mark.parametrize(
    ("locale", "moment"),
    [("fa", "29 نوامبر 2026، 15:00"), ("ur-pk", "29 نومبر، 2026، 3:00 PM"), ("he", "29 בנובמבר 2026, 15:00")],
)
def test_a_moment_has_the_comma_of_its_script(locale: str, moment: str) -> None:
    assert words(locale).clock("2026-11-29T15:00:00+01:00").replace("\u202f", " ") == moment


@pytest.mark.parametrize(
    ("page", "locale", "said"),
    [
        ("en", "nl", "T (Dutch)"),
        ("ar", "nl", "T (الهولندية)"),
        ("nl-be", "nl", "T"),
        ("nl", "", "T"),
        ("nl", "qqx", "T (qqx)"),
    ],
)
def test_an_item_in_another_language_is_named_with_its_language(page: str, locale: str, said: str) -> None:
    assert say_value("reference", reference("t", "T", locale=locale), words(page)) == said


def test_a_phrase_that_cannot_be_filled_is_left_out() -> None:
    found = words("fr", {"phrases": OWN})
    assert found.say("go_on", number=2, title="T") == "Continue with step\u00a02: T"
    assert found.say("answer", answer="A", number=2, title="T") == "A: step\u00a02, T"
    assert "x" not in found.phrases


def test_a_page_shows_words_of_its_own() -> None:
    (output, *_) = web_kind().render_item(payload({**item("Titre", "titre", []), "locale": "fr"}, phrases=OWN))
    html = output.content.decode()
    assert '<a class="skip" href="#Content">Aller au contenu</a>' in html
