"""Search finds other forms of a word, says where it stands, and a hub of before learns it without losing a text."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from content_models.models import Subject
from contenthub.publishing import fulltext
from contenthub.publishing.scopes import ChannelScope
from contenthub.query.values.snippets import snippet
from tests.contenthub.query.conftest import Town, paragraph

LONG = " ".join(f"woord{number}" for number in range(40))


def told(text: str, searched: str, locale: str = "nl") -> str:
    """Return a snippet as text, what was found between brackets."""
    return "".join(f"[{part.text}]" if part.found else part.text for part in snippet(text, searched, locale))


@pytest.mark.parametrize(
    ("text", "searched", "locale", "expected"),
    [
        ("Uw fietsen zijn gestolen.", "fiets", "nl", "Uw [fietsen] zijn gestolen."),
        ("Uw fiets is gestolen.", "fietsen", "nl", "Uw [fiets] is gestolen."),
        ("He paid the fees.", "fee paying", "en", "He paid the [fees]."),
        ("Paspoort en PASPOORTFOTO", "paspoort", "nl", "[Paspoort] en [PASPOORTFOTO]"),
        ("a\n\n b  c", "c", "nl", "a b [c]"),
        ("<b>& co", "co", "nl", "<b>& [co]"),
        ("Niets hiervan", "anders", "nl", "Niets hiervan"),
        ("", "x", "nl", ""),
        ("?!", "x", "nl", ""),
        ("مرحبا بالعالم", "بالعالم", "ar", "مرحبا [بالعالم]"),
        (f"{LONG} doel {LONG}", "doel", "nl", "… " + " ".join(f"woord{n}" for n in range(34, 40)) + " [doel] ")
    ],
)  # fmt: skip
def test_a_snippet_shows_the_words_around_what_was_found(text: str, searched: str, locale: str, expected: str) -> None:
    assert told(text, searched, locale)[: len(expected) or None] == expected


def test_a_snippet_of_a_long_text_has_24_words_and_says_that_it_goes_on() -> None:
    assert told(f"{LONG} doel {LONG}", "doel").count("woord") == 23
    assert told(f"{LONG} doel {LONG}", "doel").endswith(" …")


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("fietsen fiets", "nl", "fiet"),
        ("Aanvragen", "nl", "aanvraag"),
        ("fees", "en", "fee"),
        ("fees", "xx", ""),
        ("", "nl", ""),
    ],
)
def test_stems_are_kept_of_words_that_are_not_their_own_stem(text: str, locale: str, expected: str) -> None:
    assert fulltext.stems(text, locale) == expected


@pytest.mark.django_db
def test_search_finds_other_forms_in_the_language_of_the_item(town: Town) -> None:
    town.item("many", {"answer": [paragraph("Wij nemen aanvragen aan.")]}, title="Loket")
    town.item("one", {"answer": [paragraph("Doe een aanvraag.")]}, title="Balie")
    town.item("title", title="Aanvragen van een kaart")
    text = '{ faqs(locale: "nl", search: "%s") { edges { node { key } snippet { text found } } totalCount } }'
    for word in ("aanvraag", "aanvragen"):
        found = town.data(text.replace("%s", word))["faqs"]
        assert {edge["node"]["key"] for edge in found["edges"]} == {"many", "one", "title"}
        assert found["totalCount"] == 3
        assert found["edges"][0]["node"]["key"] == "title"
    hits = {edge["node"]["key"]: [part["text"] for part in edge["snippet"] if part["found"]] for edge in found["edges"]}
    assert hits["many"] == ["aanvragen"]
    assert hits["one"] == ["aanvraag"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("searched", "expected"),
    [
        ("wat", {"first", "second"}),
        ("wat nu", {"first"}),
        ("de", {"second"}),
        ("cafe", {"second"}),
        ("CAFÉ", {"second"}),
        ("reunies", {"first"}),
        ("na-e", {"first"}),
        ("12a", {"second"}),
        ("'; & | !:* <->", set()),
    ],
)
def test_every_database_finds_the_same(town: Town, searched: str, expected: set[str]) -> None:
    """Words that a language has everywhere, accents, beginnings of words, and signs that a database has for itself."""
    town.item("first", {"answer": [paragraph("Na een reünie.")]}, title="Wat nu?")
    town.item("second", {"answer": [paragraph("Waterkant 12a, naast de cafés.")]}, title="Naar buiten")
    text = 'query($s: String!) { faqs(locale: "nl", search: $s) { nodes { key } totalCount } }'
    found = town.data(text, s=searched)["faqs"]
    assert ({node["key"] for node in found["nodes"]}, found["totalCount"]) == (expected, len(expected))


def test_the_longest_text_fits_into_what_postgresql_takes() -> None:
    words = " ".join(f"{number}woord" for number in range(200_000))
    assert len(fulltext.document("Titel", words, "nl")) < 2_000_000
    assert fulltext.document("Één", "é één", "nl") == "'een':1A,3C 'e':2C"


@pytest.mark.django_db
def test_of_too_much_that_is_found_the_newest_is_ranked_of_what_may_be_seen_and_fits(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "MOST_RANKED", 3)
    living, taxes = (Subject.objects.create(key=key, title=key) for key in ("living", "taxes"))
    for number in range(5):
        town.item(f"seen-{number}", {"category": "moving", "answer": [paragraph("Uw kaart.")]}, subject=living)
    town.item("best", {"category": "moving"}, title="Kaart", subject=living)
    for number in range(4):
        town.item(f"other-{number}", {"category": "passport", "answer": [paragraph("Uw kaart.")]}, subject=living)
    for number in range(4):
        town.item(f"hidden-{number}", {"category": "moving", "answer": [paragraph("Uw kaart.")]}, subject=taxes)
    ChannelScope.objects.create(channel=town.token.channel, subject=living.uuid)
    text = """query($first: Int, $after: String) {
      faqs(locale: "nl", search: "kaart", filter: {category: {eq: "moving"}}, first: $first, after: $after) {
      nodes { key } totalCount pageInfo { hasNextPage endCursor } } }"""

    def keys(found: Any) -> list[str]:
        return [one["key"] for one in found["nodes"]]

    whole = town.data(text, first=20)["faqs"]
    assert (keys(whole), whole["totalCount"]) == (["best", "seen-3", "seen-4"], 6)
    assert whole["pageInfo"]["hasNextPage"] is False
    one = town.data(text, first=2)["faqs"]
    two = town.data(text, first=2, after=one["pageInfo"]["endCursor"])["faqs"]
    assert (keys(one), keys(two)) == (["best", "seen-3"], ["seen-4"])
    assert (one["pageInfo"]["hasNextPage"], two["pageInfo"]["hasNextPage"]) == (True, False)


@pytest.mark.django_db
def test_without_search_there_is_no_snippet(town: Town) -> None:
    town.item("one")
    edges = town.data('{ faqs(locale: "nl") { edges { snippet { text } } } }')["faqs"]["edges"]
    assert edges == [{"snippet": []}]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has its own dictionaries")
def test_a_hub_of_before_learns_the_stems_of_what_it_has(town: Town) -> None:
    town.item("one", {"answer": [paragraph("Doe een aanvraag.")]})
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, title, words FROM {fulltext.TABLE}")
        rows = cursor.fetchall()
        cursor.execute(f"DROP TABLE {fulltext.TABLE}")
        cursor.execute(f"CREATE VIRTUAL TABLE {fulltext.TABLE} USING fts5(title, words)")
        cursor.executemany(f"INSERT INTO {fulltext.TABLE} (rowid, title, words) VALUES (%s, %s, %s)", rows)
    migration: Any = import_module("contenthub.migrations.0014_search_finds_other_forms_of_words")
    for _time in range(2):
        migration.add_stems(None, SimpleNamespace(connection=connection))
        assert [row for row, _rank in fulltext.search("aanvragen", "nl")] == [row[0] for row in rows]
