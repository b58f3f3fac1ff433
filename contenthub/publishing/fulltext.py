"""Full text of what is current: FTS5 on SQLite, a tsvector with the language's rules on PostgreSQL.

One row per publication; facts stand in it as nothing (their current value is joined at search, see `search`).
"""

# ruff: noqa: S608 (the only name put into a statement is the constant TABLE)

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "contenthub_fulltext"
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
                f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, words, tokenize='unicode61 remove_diacritics 2')"
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
                f"INSERT INTO {TABLE} (rowid, title, words) VALUES (%s, %s, %s)",
                [(publication, title, words) for publication, _locale, title, words in rows],
            )
            return
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, title, words, document) VALUES (%s, %s, %s,"
            " setweight(to_tsvector(%s::regconfig, %s), 'A') || to_tsvector(%s::regconfig, %s))",
            [
                (publication, title, words, config := language(locale), title, config, words[:500_000])
                for publication, locale, title, words in rows
            ],
        )


def remove(publications: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(publication,) for publication in publications])


def language(locale: str) -> str:
    """Return PostgreSQL's name of a locale's rules, `simple` where it has none."""
    return LANGUAGES.get(locale.split("-")[0], "simple")


def search(text: str, locale: str, limit: int = 1000) -> list[tuple[int, float]]:
    """Return (publication id, rank), best first, of publications with every word of the text (the last as a prefix).

    Never raises on what somebody types: anything but letters and digits parts words.
    """
    words = _words(text)[:20]
    if not words:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            match = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
            cursor.execute(
                f"SELECT f.rowid, bm25({TABLE}, 8.0, 1.0) AS rank FROM {TABLE} f"
                " JOIN contenthub_publication p ON p.id = f.rowid"
                f" WHERE {TABLE} MATCH %s AND p.locale = %s ORDER BY rank LIMIT %s",
                [match.strip(), locale, limit],
            )
            return [(int(row), -float(rank)) for row, rank in cursor.fetchall()]
        config = language(locale)
        query = " & ".join(words[:-1] + [f"{words[-1]}:*"])
        cursor.execute(
            f"SELECT f.rowid, ts_rank(f.document, q) AS rank FROM {TABLE} f"
            " JOIN contenthub_publication p ON p.id = f.rowid, to_tsquery(%s::regconfig, %s) q"
            " WHERE f.document @@ q AND p.locale = %s ORDER BY rank DESC, f.rowid LIMIT %s",
            [config, query, locale, limit],
        )
        return [(int(row), float(rank)) for row, rank in cursor.fetchall()]


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text[:400]).split()
