"""How long publishing takes through the real door: `uv run python tests/benchmarks/publish.py [--json]`.

Items of 10 fields with 3 facts and 2 references, 500 publications through `revision.publish()` with 2,000 items
present, triggers on, each commit included; a fact published 200 times; and 2,000 GOV.UK-like items imported in bulk.
Works in a scratch folder of its own unless DATABASE_URL names a database that may be filled.
"""

import argparse
import gc
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (
    "<p>" + "De gemeente helpt u met uw aanvraag. " * 12 + '<embed embedtype="fact" fact="{fact}" format="short"/></p>'
)
DEFINITION: dict[str, Any] = {
    "key": "bench",
    "fields": [
        {"key": "text", "kind": "rich_text", "required": True},
        {"key": "price", "kind": "fact"},
        {"key": "phone", "kind": "fact"},
        {"key": "related", "kind": "reference"},
        {"key": "other", "kind": "reference"},
        {"key": "summary", "kind": "long_text"},
        {"key": "code", "kind": "text"},
        {"key": "tags", "kind": "tags"},
        {"key": "amount", "kind": "number"},
        {"key": "since", "kind": "date"},
    ],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--items", type=int, default=2000, help="items present (default 2000)")
    parser.add_argument("--publications", type=int, default=500, help="publications timed (default 500)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["HUB_VAR_DIR"] = scratch
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "contenthub.settings"
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        figures = Bench(options.items, options.publications, Path(scratch)).run()
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:28} {value}")


class Bench:
    """One run on one database."""

    def __init__(self, items: int, publications: int, scratch: Path) -> None:
        from contenthub.install import install

        self.items, self.publications, self.scratch = items, publications, scratch
        self.user = install(lambda _line: None)
        self.model = self._model()
        self.facts = [self._fact(f"bench-{number}") for number in range(3)]

    def _model(self) -> Any:
        from content_models.models import ContentModel
        from content_models.spec import ModelSpec
        from contenthub.packs import load_models

        load_models([ModelSpec.read(DEFINITION)], self.user)
        return ContentModel.objects.get(key="bench")

    def _fact(self, key: str) -> Any:
        from content_models.models import Fact

        timeline = [{"value": {"amount": "16.60", "currency": "EUR"}, "valid_from": None, "valid_until": None}]
        fact = Fact.objects.create(key=key, kind="money", label=key, timeline=timeline)
        fact.save_revision(user=self.user).publish(user=self.user)
        return fact

    def _draft(self, number: int, others: list[str]) -> Any:
        from wagtail.models import Locale

        from content_models.models import Item

        one, two, three = (str(fact.uuid) for fact in self.facts)
        related = {"related": others[0], "other": others[1]} if len(others) > 1 else {}
        body = {
            "text": TEXT.format(fact=three),
            "price": one,
            "phone": two,
            "summary": "Kort gezegd.",
            "code": f"B{number}",
            "tags": ["wonen", "verhuizen"],
            "amount": number,
            "since": "2026-01-31",
            **related,
        }
        locale = Locale.objects.get(language_code="nl")
        item = Item(content_model=self.model, model_version=1, title=f"Dienst {number}", locale=locale, body=body)
        item.key = f"dienst-{number}"
        item.save()
        return item

    def run(self) -> dict[str, Any]:
        from contenthub import flow

        present: list[Any] = []
        first = [self._draft(number, []) for number in range(2)]
        flow.publish_many([item.save_revision(user=self.user, clean=False) for item in first], self.user)
        uuids = [item.uuid for item in first]
        for start in range(2, self.items, 200):
            drafts = [self._draft(number, uuids) for number in range(start, min(start + 200, self.items))]
            flow.publish_many([item.save_revision(user=self.user, clean=False) for item in drafts], self.user)
            present += drafts
        gc.collect()
        gc.freeze()  # the drafts held here are this script's, not the hub's: they must not slow its collections
        times, statements = self._publications(present)
        facts = self._facts()
        return {
            "publish_p50_ms": round(statistics.median(times), 2),
            "publish_p95_ms": round(percentile(times, 95), 2),
            "publish_fact_p95_ms": round(percentile(facts, 95), 2),
            "publish_sql_statements": statements,
            "import_2000_s": round(self._import(), 2),
        }

    def _publications(self, present: list[Any]) -> tuple[list[float], int]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        times = []
        for number in range(self.publications):
            item = present[number % len(present)]
            item.body = {**item.raw_body, "summary": f"Kort gezegd, voor de {number}e keer."}
            revision = item.save_revision(user=self.user)
            times.append(timed(lambda revision=revision: revision.publish(user=self.user)))
        revision = present[0].save_revision(user=self.user)
        with CaptureQueriesContext(connection) as queries:
            revision.publish(user=self.user)
        return times, len(queries)

    def _facts(self) -> list[float]:
        times = []
        for number in range(200):
            fact = self.facts[0]
            fact.timeline[0]["value"] = {"amount": f"{number + 1}.50", "currency": "EUR"}
            revision = fact.save_revision(user=self.user)
            times.append(timed(lambda revision=revision: revision.publish(user=self.user)))
        return times

    def _import(self) -> float:
        """Return the seconds that importing and publishing 2,000 small GOV.UK content items takes."""
        from django.core.management import call_command

        folder = self.scratch / "govuk"
        folder.mkdir()
        for number in range(2000):
            (folder / f"{number}.json").write_text(json.dumps(govuk_item(number)))
        with open(os.devnull, "w") as nowhere:
            return (
                timed(
                    lambda: call_command(
                        "import_content", str(folder), format="govuk", publish=True, json=True, stdout=nowhere
                    )
                )
                / 1000
            )


def govuk_item(number: int) -> dict[str, Any]:
    uuid = f"00000000-0000-4000-8000-{number:012d}"
    body = (
        f"<h2>Section {number}</h2><p>"
        + "Find out what you need to do. " * 20
        + "</p><ul><li>one</li><li>two</li></ul>"
    )
    return {
        "content_id": uuid,
        "base_path": f"/answer-{number}",
        "document_type": "answer",
        "schema_name": "answer",
        "locale": "en",
        "title": f"Answer {number}",
        "description": "What to do.",
        "details": {"body": body},
        "links": {},
    }


def timed(work: Callable[[], Any]) -> float:
    """Return the milliseconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentile(values: list[float], share: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


if __name__ == "__main__":
    main()
