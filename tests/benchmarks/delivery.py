"""How fast the hub answers: `uv run python tests/benchmarks/delivery.py [--items N] [--database URL] [--json]`.

Builds N items (10,000), asks them in this process and over HTTP from granian, and prints ratios of one run. The
reference (“stock”) is batched graphene with the ORM, the way of answering with which the hub began; `stock.py` says
what it may do and what not. Load comes from wrk where there is one, else from a client of its own, and is bounded in
time; the floors are served by the same server.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

GOALS = {
    "warm_get_vs_raw": ">= 0.8",
    "warm_get_vs_django": ">= 3",
    "warm_post_vs_django": ">= 0.75",
    "docs_warm_vs_stock": ">= 40",
    "cold_vs_stock": ">= 10",
    "unseen_vs_stock": "<= 1",
    "growth_100k_vs_1k": "<= 1.3",
    "depth4_vs_depth1": "<= 4",
    "hit_ratio": ">= 0.9",
    "staleness_p99_ms": "<= 50",
    "cpu_item_ms": "<= 0.9",
    "cpu_list_ms": "<= 1.2",
    "cpu_two_levels_ms": "<= 2",
    "cpu_search_ms": "<= 1.2",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=10_000, help="articles (default 10000)")
    parser.add_argument(
        "--database", default="", help="an empty database to fill (default: SQLite in a scratch folder)"
    )
    parser.add_argument("--growth", default="1000,100000", help="sizes to compare, small and large; empty: not at all")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each load runs (default 3)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        figures = run(options, Path(scratch))
    tell(figures, GOALS, as_json=options.json)


def tell(figures: dict[str, Any], goals: dict[str, str], *, as_json: bool) -> None:
    """Print the figures, each with its goal, or as one JSON object."""
    if as_json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:28} {value!s:>12}   {goals.get(name, '')}")


def prepare(scratch: Path, database: str) -> None:
    """Set up Django on a database of its own, with every table."""
    os.environ.update({"HUB_VAR_DIR": str(scratch), "DJANGO_SETTINGS_MODULE": "contenthub.settings"})
    os.environ.update({"HUB_RATE_LIMIT": "10000000", "HUB_ALLOWED_HOSTS": "*", "HUB_LOG_LEVEL": "ERROR"})
    os.environ["DATABASE_URL"] = database or f"sqlite:///{scratch}/bench.sqlite3"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def run(options: Any, scratch: Path) -> dict[str, Any]:
    prepare(scratch, options.database)
    from django.db import connections

    from tests.benchmarks import articles, growth, inprocess, overhttp

    articles.build(options.items)
    connections.close_all()
    figures: dict[str, Any] = inprocess.measure()
    figures |= overhttp.measure(scratch, options.seconds)
    if options.growth and not options.database:
        small, large = (int(size) for size in options.growth.split(","))
        figures |= growth.measure(scratch, small, large)
    return {name: figures[name] for name in GOALS if name in figures} | figures


if __name__ == "__main__":
    main()
