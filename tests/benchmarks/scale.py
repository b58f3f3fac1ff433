"""The hub on PostgreSQL at 10,000, 100,000 and 1,000,000 snapshots: `uv run python tests/benchmarks/scale.py`.

`DATABASE_URL` names the server; for each size a database of its own is made there, filled by COPY and dropped. Measures
pages (filter, order, a cursor deep in the list), search, publication, a fact that a third of everything shows, and the
screens of the admin. Prints one JSON object a size. `--sizes 10000` for a small run, `--keep` to look at it afterwards.
A million takes some 6 GB of disk.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
DEEP = 0.9
LIST = 'benches(locale: "nl", %s order: SINCE_DESC, first: 20%s) { nodes { key title } pageInfo { endCursor } }'
PAGES = {
    "page_ms": "{ " + LIST % ("", "") + " }",
    "filtered_page_ms": "{ " + LIST % ('filter: {code: {eq: "c7"}},', "") + " }",
}
DEEP_PAGE = "query Page($after: String) { " + LIST % ("", ", after: $after") + " }"
SEARCH = 'query Search($words: String!) { benches(locale: "nl", search: $words, first: 20) { nodes { key title } } }'
RANKS = {"search_common_ms": 5, "search_middling_ms": 500, "search_rare_ms": 30_000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000", help="snapshots, one run a size")
    parser.add_argument("--keep", action="store_true", help="do not drop the databases")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(Scale(options.inside).run()))
        return
    for size in map(int, options.sizes.split(",")):
        print(measured(size, keep=options.keep), flush=True)


def measured(size: int, *, keep: bool) -> str:
    """Return the figures of a size as JSON, from a process and a database of its own."""
    import psycopg

    server, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    name = f"contenthub_scale_{size}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            with tempfile.TemporaryDirectory() as folder:
                environment = {**os.environ, "DATABASE_URL": f"{server}/{name}", "HUB_VAR_DIR": folder}
                environment |= {"DJANGO_SETTINGS_MODULE": "contenthub.settings", "HUB_QUERY_TIMEOUT": "120"}
                command = [sys.executable, __file__, "--inside", str(size)]
                done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
                return done.stdout.splitlines()[-1]
        finally:
            if not keep:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Scale:
    """One hub of one size."""

    def __init__(self, size: int) -> None:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from channels.models import Channel, Token
        from contenthub.install import install

        self.size = size
        self.user = install(lambda _line: None)
        self.user.is_superuser = self.user.is_staff = True
        self.user.save()
        self.facts = [self._fact(f"bench-{number}") for number in range(3)]
        Channel.objects.exclude(key="web").delete()
        self.web = Channel.objects.get(key="web")
        self.web.status = "active"
        self.web.save()
        self.token = Token(channel=self.web, scopes=["adhoc"])

    def _fact(self, key: str) -> Any:
        from content_models.models import Fact

        fact = Fact(key=key, kind="money", label=key)
        self._set(fact, "16.60")
        return fact

    def _set(self, fact: Any, amount: str) -> None:
        fact.timeline = [{"value": {"amount": amount, "currency": "EUR"}, "valid_from": None, "valid_until": None}]
        fact.save()
        fact.save_revision(user=self.user).publish(user=self.user)

    def run(self) -> dict[str, Any]:
        filling = timed(self.fill)
        return {
            "snapshots": self.size,
            "fill_s": round(filling / 1000, 1),
            "database_mb": self._one("SELECT pg_database_size(current_database()) / 1048576"),
            **{name: self._answer(text) for name, text in PAGES.items()},
            "deep_page_ms": self._deep(),
            **self._searches(),
            **self._publications(),
            **self._fan_out(),
            **self._screens(),
        }

    def fill(self) -> None:
        """Write everything by COPY, the full text from a table without an index, then the statistics."""
        from django.db import connection
        from wagtail.models import Locale

        from content_models.models import ContentModel
        from content_models.spec import ModelSpec
        from contenthub.packs import load_models
        from tests.benchmarks.bulk import Bulk
        from tests.benchmarks.publish import DEFINITION

        load_models([ModelSpec.read(DEFINITION)], self.user)
        ids = {"model": ContentModel.objects.get(key="bench").pk, "locale": Locale.objects.get(language_code="nl").pk}
        bulk = Bulk(self.size, [str(fact.uuid) for fact in self.facts], {**ids, "web": self.web.pk})
        with connection.cursor() as cursor:
            cursor.execute("CREATE UNLOGGED TABLE bulk_words (rowid bigint, title text, words text)")
            cursor.execute("DROP INDEX contenthub_fulltext_document")

            def copy(table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as out:
                    for row in rows:
                        out.write_row(row)

            bulk.fill(copy)
            cursor.execute(
                "INSERT INTO contenthub_fulltext (rowid, title, words, document) SELECT rowid, title, words,"
                " setweight(to_tsvector('dutch', title), 'A') || to_tsvector('dutch', words) FROM bulk_words"
            )
            cursor.execute("CREATE INDEX contenthub_fulltext_document ON contenthub_fulltext USING gin(document)")
            cursor.execute("DROP TABLE bulk_words")
            for table in (
                "contenthub_decision",
                "contenthub_snapshot",
                "contenthub_publication",
                "content_models_item",
            ):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            cursor.execute("VACUUM ANALYZE")

    def _answer(self, text: str, variables: dict[str, Any] | None = None, rounds: int = 21) -> float:
        """Return the milliseconds of a query, the best of some rounds, documents read from the database each time."""
        from contenthub.query import answer_text

        def ask() -> None:
            found = answer_text(self.token, text, variables)
            assert not found.errors, found.errors
            assert found.data["benches"]["nodes"], text

        for _warm in range(3):
            ask()
        return round(min(timed(ask) for _round in range(rounds)), 2)

    def _deep(self) -> float:
        from contenthub.query.registry import registry
        from contenthub.query.store.cursors import write_cursor
        from contenthub.query.store.order import order_of, statement
        from contenthub.query.store.sql import Where, select

        spec = registry.current().built.specs["bench"]
        order = order_of(spec, "since:desc")
        rows = select(*statement("contenthub_publication.id", order, Where(), [], None, None, int(self.size * DEEP)))
        return self._answer(DEEP_PAGE, {"after": write_cursor("since:desc", rows[-1][:2])})

    def _searches(self) -> dict[str, float]:
        from tests.benchmarks.bulk import word

        return {name: self._answer(SEARCH, {"words": word(rank)}, rounds=5) for name, rank in RANKS.items()}

    def _publications(self) -> dict[str, float]:
        from content_models.models import Item

        times = []
        for number in range(60):
            item = Item.objects.get(key=f"item-{(number * 104_729) % self.size}")
            item.body = {**item.raw_body, "summary": f"Kort gezegd, voor de {number}e keer."}
            revision = item.save_revision(user=self.user)
            times.append(timed(lambda revision=revision: revision.publish(user=self.user)))
        times = sorted(times[10:])
        return {
            "publish_best_ms": round(times[0], 1),
            "publish_p50_ms": round(times[25], 1),
            "publish_p95_ms": round(times[47], 1),
        }

    def _fan_out(self) -> dict[str, Any]:
        """Change a fact that a third of everything shows: writing it, the next read, and what channels are sent."""
        from channels.models import Cursor
        from contenthub.publishing.models import Change
        from contenthub.query import answer_text
        from contenthub.tasks.follow import follow
        from contenthub.tasks.shift import Shift

        head = Change.objects.latest("seq")
        Cursor.objects.create(channel=self.web, position=head.seq, moment=head.at)
        writing = timed(lambda: self._set(self.facts[1], "99.95"))
        ask = '{ bench(key: "item-1", locale: "nl") { price { text } } }'
        shown = answer_text(self.token, ask)
        assert "99,95" in shown.data["bench"]["price"]["text"], shown
        return {
            "fact_ms": round(writing, 1),
            "fact_next_read_ms": round(timed(lambda: answer_text(self.token, ask)), 2),
            "fact_follow_ms": round(timed(lambda: follow(Shift())), 1),
        }

    def _screens(self) -> dict[str, float]:
        from django.test import Client
        from django.utils import timezone

        from contenthub.dispatch.watch.tables import ChannelWatch

        now = timezone.now()
        ChannelWatch.objects.create(
            channel=self.web, state="alive", judged_at=now, next_at=now, began_at=now, since=now
        )
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(self.user)

        def open_page(address: str) -> None:
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)

        found = {}
        items = "/admin/snippets/content_models/item/"
        pages = {"board_ms": "/admin/board/", "items_ms": items, "items_search_ms": f"{items}?q=item-77"}
        for name, address in pages.items():
            open_page(address)
            found[name] = round(min(timed(lambda address=address: open_page(address)) for _round in range(3)), 1)
        return found

    @staticmethod
    def _one(statement: str) -> Any:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]


def timed(work: Callable[[], Any]) -> float:
    """Return the milliseconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
