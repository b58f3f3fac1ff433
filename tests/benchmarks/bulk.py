"""A large hub written by COPY: snapshots with all that belongs to them, as the door would have written them.

Texts are of two passages of 60 words drawn by Zipf's law from 40,000: search meets common, middling and rare words.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import orjson

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
CATEGORIES = 50
FACTS = 3
WORDS = 40_000
PASSAGES = 10_000
AT_A_TIME = 20_000
SYLLABLES = [first + then for first in "bdfghklmnprstvwz" for then in ("a", "e", "i", "o", "u", "aa", "ie", "oe")]

Row = tuple[Any, ...]


def word(number: int) -> str:
    """Return the word of a rank, the same for ever."""
    parts = []
    for _part in range(3):
        number, part = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[part])
    return "".join(parts)


def uuid_of(number: int) -> str:
    return str(UUID(int=(0xC0FFEE << 100) | (4 << 76) | (8 << 60) | number))


class Bulk:
    """Fills the tables of one model: one snapshot, current, for each number."""

    def __init__(self, size: int, facts: list[str], ids: dict[str, int]) -> None:
        self.size, self.facts, self.ids = size, facts, ids
        self.chance = random.Random(7)
        self.words = [word(rank) for rank in range(WORDS)]
        total, sums = 0.0, []
        for rank in range(WORDS):
            total += 1 / (rank + 3)
            sums.append(total)
        draw = self.chance.choices
        self.passages = [" ".join(draw(self.words, cum_weights=sums, k=60)) for _passage in range(PASSAGES)]

    def body(self, number: int) -> dict[str, Any]:
        """Return an item's document; its fact is one of three, so each is used by a third of all."""
        text = " ".join(self.chance.choices(self.passages, k=2))
        fact = {"fact": self.facts[number % FACTS], "format": "short"}
        node = {"_type": "fact", "_key": "f", **fact}
        spans = [{"_type": "span", "_key": "a", "text": text, "marks": []}, node]
        return {
            "text": [{"_type": "block", "_key": "b", "style": "normal", "markDefs": [], "children": spans}],
            "price": fact,
            "related": uuid_of((number * 7 + 1) % self.size),
            "code": f"c{number % CATEGORIES}",
            "amount": number % 97,
            "since": (START - timedelta(days=number % 4000)).date().isoformat(),
        }

    def fill(self, copy: Callable[[str, str, Iterator[Row]], None]) -> None:
        """Hand the rows of every table to `copy`, a batch at a time, so that memory does not grow with the hub."""
        numbers = iter(range(self.size))
        while batch := list(islice(numbers, AT_A_TIME)):
            bodies = {number: self.body(number) for number in batch}
            for table, columns, rows in self.tables(batch, bodies):
                copy(table, columns, rows)

    def tables(self, batch: list[int], bodies: dict[int, Any]) -> Iterator[tuple[str, str, Iterator[Row]]]:
        at = {number: START + timedelta(seconds=number) for number in batch}
        first = 1_000  # the hub's own rows stand before
        yield (
            "contenthub_decision",
            "id, kind, what, uuid, locale, digest, actor_name, mandate, reason, details, at, slot, previous, seal",
            (
                (first + n, "publish", "item", uuid_of(n), "nl", f"{n:064x}", "bench", "", "", "{}", at[n], "", "", "")
                for n in batch
            ),
        )
        yield (
            "contenthub_snapshot",
            "id, uuid, locale, number, key, model, model_version, title, body, digest, owner, format, findings,"
            " decision_id, published_at",
            (
                (first + n, uuid_of(n), "nl", 1, f"item-{n}", "bench", 1, f"Item {n} {word(n % WORDS)}")
                + (orjson.dumps(bodies[n]).decode(), f"{n:064x}", "" if n % 1000 == 0 else "bench", 1, "[]")
                + (first + n, at[n])
                for n in batch
            ),
        )
        yield (
            "contenthub_publication",
            "id, uuid, locale, key, model, subject_path, title, status, notice, snapshot_id, published_at,"
            " first_published_at, review_by",
            (
                (first + n, uuid_of(n), "nl", f"item-{n}", "bench", "/", f"Item {n} {word(n % WORDS)}", "live", "")
                + (first + n, at[n], at[n], None if n % 997 else START.date())
                for n in batch
            ),
        )
        yield (
            "content_models_item",
            "id, translation_key, has_unpublished_changes, expired, locked, live, model_version, title, key, body,"
            " content_model_id, locale_id",
            (
                (first + n, uuid_of(n), False, False, False, True, 1, f"Item {n} {word(n % WORDS)}", f"item-{n}")
                + (orjson.dumps(self.written(bodies[n])).decode(), self.ids["model"], self.ids["locale"])
                for n in batch
            ),
        )
        yield (
            "contenthub_dependency",
            "snapshot_id, kind, target, path",
            (
                row
                for n in batch
                for row in (
                    (first + n, "fact", bodies[n]["price"]["fact"], "price"),
                    (first + n, "fact", bodies[n]["price"]["fact"], "text"),
                    (first + n, "item", bodies[n]["related"], "related"),
                )
            ),
        )
        yield (
            "contenthub_fieldindex",
            "publication_id, field, text, number",
            (
                row
                for n in batch
                for row in (
                    (first + n, "bench.code", bodies[n]["code"], None),
                    (first + n, "bench.since", bodies[n]["since"], None),
                    (first + n, "bench.amount", None, bodies[n]["amount"]),
                    (first + n, "bench.price", bodies[n]["price"]["fact"], None),
                    (first + n, "bench.related", bodies[n]["related"], None),
                )
            ),
        )
        yield (
            "contenthub_change",
            "what, uuid, locale, number, cause, actor, at",
            (("published", uuid_of(n), "nl", 1, "", "bench", at[n]) for n in batch),
        )
        yield (
            "contenthub_placement",
            "channel_id, uuid, locale, address, path, media_type, number, stamp, sha256, findings, assets, produced_at",
            (
                (self.ids["web"], uuid_of(n), "nl", f"/nl/item-{n}", f"nl/item-{n}/index.html", "text/html", 1)
                + ("ch1:bench", f"{n:064x}", "[]", "[]", at[n])
                for n in batch
            ),
        )
        yield (
            "bulk_words",
            "rowid, title, words",
            ((first + n, f"Item {n} {word(n % WORDS)}", bodies[n]["text"][0]["children"][0]["text"]) for n in batch),
        )

    @staticmethod
    def written(body: dict[str, Any]) -> dict[str, Any]:
        """Return the body as an editor's form holds it."""
        words = body["text"][0]["children"][0]["text"]
        return {**body, "text": f"<p>{words}</p>", "price": body["price"]["fact"]}
