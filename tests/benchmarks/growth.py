"""The same page of a small and of a large hub: filter, sort, and a cursor deep in the list."""

import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks import queries
from tests.benchmarks.inprocess import Bench, timed

DEEP = 0.9


def measure(scratch: Path, small: int, large: int) -> dict[str, Any]:
    """Return how much longer the page takes in the large hub; each is built and asked in a process of its own."""
    times = []
    for size in (small, large):
        folder = scratch / f"growth-{size}"
        folder.mkdir()
        command = [sys.executable, "-m", "tests.benchmarks.growth", str(folder), str(size)]
        environment = {**os.environ, "HUB_VAR_DIR": str(folder)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        times.append(float(done.stdout.split()[-1]))
    return {"growth_100k_vs_1k": round(times[1] / times[0], 2), "page_ms": times[1]}


def page(size: int) -> float:
    """Return the milliseconds of one page deep in the list."""
    from channels.models import Token
    from contenthub.query.registry import registry
    from contenthub.query.store.cursors import write_cursor
    from contenthub.query.store.order import order_of, statement
    from contenthub.query.store.sql import Where, select

    bench = Bench(Token(scopes=["adhoc"]))
    spec = registry.current().built.specs["article"]
    order = order_of(spec, "since:desc")
    rows = select(*statement("contenthub_publication.id", order, Where(), [], None, None, int(size * DEEP)))
    after = write_cursor("since:desc", rows[-1][:2])
    for _round in range(5):
        found = bench.answer(queries.PAGE, {"after": after})
    assert len(found.data["articles"]["nodes"]) == 20 or size < 2000
    return round(statistics.median(timed(lambda: bench.answer(queries.PAGE, {"after": after})) for _r in range(101)), 4)


if __name__ == "__main__":
    from tests.benchmarks.delivery import prepare

    prepare(Path(sys.argv[1]), "")
    from tests.benchmarks import articles

    articles.build(int(sys.argv[2]))
    print(page(int(sys.argv[2])))
