"""Full text of what is current: FTS5 on SQLite, a tsvector on PostgreSQL, both with the same words.

One row per publication; facts stand in it as nothing. Beside its words stand their stems by the rules of the language,
so that “aanvragen” also finds “aanvraag”. On PostgreSQL neither its parser nor its dictionaries are asked: they throw
away words such as “the”, keep accents and read letters as the database's locale says, and so would find other items.
"""

# ruff: noqa: S608 (the only names put into a statement are constants of this file)

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import Stemmer  # type: ignore[import-not-found,import-untyped,unused-ignore]  # compiled, without stubs
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "contenthub_fulltext"
MOST_RANKED = 5000
"""Of more publications than this that match and may be seen, the newest are ranked: ranking costs more than finding."""
LARGEST = 900_000
"""Bytes of words that PostgreSQL is given of one item; a tsvector holds a megabyte."""
LAST, OFTEN = 16_383, 255
"""The last place in a text that a tsvector knows, and how many places of a word."""
ACCENTS = re.compile("[\u0300-\u036f]")
WORD = re.compile(r"[^\W_]+")
WEIGHTS = "'{0.09, 0.125, 0.75, 1}'"
"""Of stems, words, stems in the title and words in the title: as on SQLite, for which see `match`."""
LANGUAGES = {
    "nl": "dutch",
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "ar": "arabic",
    "tr": "turkish",
    "da": "danish",
    "sv": "swedish",
    "fi": "finnish",
}


def create(database: BaseDatabaseWrapper) -> None:
    """Create the table of this database's kind."""
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute(
                f"CREATE VIRTUAL TABLE {TABLE} USING"
                " fts5(title, words, title_stems, stems, tokenize='unicode61 remove_diacritics 2')"
            )
            return
        cursor.execute(
            f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY REFERENCES contenthub_publication(id)"
            " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, title text NOT NULL, words text NOT NULL,"
            " document tsvector NOT NULL)"
        )
        cursor.execute(f"CREATE INDEX {TABLE}_document ON {TABLE} USING gin(document)")


def drop(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def replace(rows: Sequence[tuple[int, str, str, str]]) -> None:
    """Write (publication id, locale, title, words) rows in place of what was there."""
    remove([row[0] for row in rows])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, title, words, title_stems, stems) VALUES (%s, %s, %s, %s, %s)",
                [
                    (publication, title, words, stems(title, locale), stems(words, locale))
                    for publication, locale, title, words in rows
                ],
            )
            return
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, title, words, document) VALUES (%s, %s, %s, %s::tsvector)",
            [(publication, title, words, document(title, words, locale)) for publication, locale, title, words in rows],
        )


def document(title: str, words: str, locale: str) -> str:
    """Return the tsvector of a text as PostgreSQL reads it: every word with its places and where it is from."""
    places: dict[str, list[str]] = {}
    place, size = 0, 0
    parts = (title, "A"), (words, "C"), (stems(title, locale), "B"), (stems(words, locale), "D")
    for text, weight in parts:
        for lexeme in lexemes(text):
            if size > LARGEST:
                break
            if lexeme not in places:
                places[lexeme] = []
                size += len(lexeme.encode()) + 4
            place = min(place + 1, LAST)
            if len(places[lexeme]) < OFTEN:
                places[lexeme].append(f"{place}{weight}")
                size += 2
    return " ".join(f"'{lexeme}':{','.join(found)}" for lexeme, found in places.items())


def lexemes(text: str) -> list[str]:
    """Return the words of a text in small letters and without accents, parted where SQLite parts them."""
    plain = ACCENTS.sub("", unicodedata.normalize("NFD", text.lower()))
    return [word[:500] for word in WORD.findall(unicodedata.normalize("NFC", plain))]


def write_documents(rows: Sequence[tuple[int, str, str, str]]) -> None:
    """Write the documents of (publication id, locale, title, words) rows anew, on PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {TABLE} SET document = %s::tsvector WHERE rowid = %s",
            [(document(title, words, locale), publication) for publication, locale, title, words in rows],
        )


def remove(publications: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(publication,) for publication in publications])


def language(locale: str) -> str:
    """Return the name of the stemmer of a locale, `simple` where there is none."""
    return LANGUAGES.get(locale.split("-")[0], "simple")


def stems(text: str, locale: str) -> str:
    """Return the stems of the words of a text that are not words of it themselves, each once."""
    words = set(re.findall(r"\w+", text.lower()))
    return " ".join(sorted(set(stemmed(sorted(words), locale)) - words))


def stemmed(words: Sequence[str], locale: str) -> list[str]:
    """Return words (in small letters) without their endings; as they are in a language without rules."""
    stemmer = _stemmer(language(locale))
    found: list[str] = list(words) if stemmer is None else stemmer.stemWords(list(words))
    return found


@cache
def _stemmer(name: str) -> Any:
    # without its cache, since one with a cache may not be used by two threads at a time
    return Stemmer.Stemmer(name, 0) if name in Stemmer.algorithms() else None


@dataclass(frozen=True)
class Match:
    """What somebody looks for, as the words of a statement.

    `rank` is an expression (the lower the better) and `there` a condition, both on the table itself; `among` is a
    condition on the id of a publication, where the table is not read. Each comes with its parameters.
    """

    rank: tuple[str, list[Any]]
    there: tuple[str, list[Any]]

    @property
    def among(self) -> tuple[str, list[Any]]:
        text, values = self.there
        return f"contenthub_publication.id IN (SELECT rowid FROM {TABLE} WHERE {text})", values

    def ranked(self, where: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """Return a statement for (id, rank) of publications that match and fit a condition on them and on this table.

        Of more than `MOST_RANKED` those that were first published last; whatever does not fit is not among them.
        """
        (rank, weights), (there, wanted) = self.rank, self.there
        found = (
            f"FROM {TABLE} CROSS JOIN contenthub_publication WHERE {there} AND {where}"
            f" AND contenthub_publication.id = {TABLE}.rowid ORDER BY {TABLE}.rowid DESC LIMIT {MOST_RANKED}"
        )
        given = [*weights, *wanted, *values]
        if connection.vendor == "sqlite":  # ranks inside a question to the table alone, and only what is let through
            return f"SELECT {TABLE}.rowid AS id, {rank} AS rank {found}", given
        few = f"SELECT {TABLE}.rowid AS id {found}"
        return f"SELECT few.id, {rank} AS rank FROM ({few}) few JOIN {TABLE} ON {TABLE}.rowid = few.id", given


def match(text: str, locale: str) -> Match | None:
    """Return what to look for: every word of the text, in any of its forms, the last as a beginning.

    None when it holds no word. Never raises on what somebody types: anything but letters and digits parts words.
    """
    words = _words(text)
    if not words:
        return None
    forms = [dict.fromkeys((word, stem)) for word, stem in zip(words, stemmed(words, locale), strict=True)]
    if connection.vendor == "sqlite":
        last = [" OR ".join(f'"{form}"*' for form in forms[-1])]
        wanted = " AND ".join(
            f"({one})" for one in [" OR ".join(f'"{form}"' for form in one) for one in forms[:-1]] + last
        )
        return Match((f"bm25({TABLE}, 8.0, 1.0, 6.0, 0.75)", []), (f"{TABLE} MATCH %s", [wanted]))
    ends = [""] * (len(forms) - 1) + [":*"]
    values = [" & ".join(f"({_asked(one, end)})" for one, end in zip(forms, ends, strict=True))]
    rank = f"-ts_rank({WEIGHTS}, {TABLE}.document, %s::tsquery)::float8"
    return Match((rank, values), (f"{TABLE}.document @@ %s::tsquery", values))


def _asked(forms: Iterable[str], end: str) -> str:
    """Return the forms of one word as PostgreSQL is asked for any of them; what has an accent inside may be two."""
    return " | ".join(" & ".join(f"'{lexeme}'{end}" for lexeme in lexemes(form)) for form in forms)


def search(text: str, locale: str, limit: int = 1000) -> list[tuple[int, float]]:
    """Return (publication id, rank), best first, of publications that match a text, whoever may see them."""
    if (found := match(text, locale)) is None:
        return []
    statement = (
        f"SELECT {TABLE}.rowid, {found.rank[0]} AS rank FROM {TABLE} JOIN contenthub_publication p"
        f" ON p.id = {TABLE}.rowid WHERE {found.there[0]} AND p.locale = %s ORDER BY rank, {TABLE}.rowid LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*found.rank[1], *found.there[1], locale, limit])
        return [(int(row), -float(rank)) for row, rank in cursor.fetchall()]


def texts(publications: Sequence[int]) -> dict[int, str]:
    """Return the words of publications, as they are searched."""
    if not publications:
        return {}
    marks = ", ".join(["%s"] * len(publications))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, words FROM {TABLE} WHERE rowid IN ({marks})", list(publications))
        return dict(cursor.fetchall())


def _words(text: str) -> list[str]:
    return WORD.findall(text[:400].lower())[:20]
