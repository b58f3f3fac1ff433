"""Memory over many requests: `uv run python tests/benchmarks/soak.py [--requests 200000] [--json]`.

Items, lists, unknown keys and documents, new variables and publications, mixed, through the WSGI application of this
process. What is kept is bounded, so once it is full memory must stay where it is.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
ITEMS = 3000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=200_000, help="how many (default 200000)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        figures = run(options.requests, Path(scratch))
    print(json.dumps(figures) if options.json else "\n".join(f"{name:20} {value}" for name, value in figures.items()))


def run(requests: int, scratch: Path) -> dict[str, Any]:
    import os

    os.environ.update({"HUB_ANSWER_CACHE_MB": "8", "HUB_DOCUMENT_CACHE_MB": "40"})
    from tests.benchmarks.delivery import prepare

    prepare(scratch, "")
    from channels.models import Channel, ChannelQuery, Token
    from contenthub.query.kept import memory
    from contenthub.wsgi import application
    from tests.benchmarks import articles, overhttp, queries

    articles.build(ITEMS)
    channel = Channel.objects.create(key="soak", name="Soak", kind="web", status="active")
    secret = Token.issue(channel, "soak")[1]
    texts = {"one": overhttp.ONE, "list": queries.TEASERS, "page": queries.PAGE}
    ids = {name: ChannelQuery.objects.create(channel=channel, name=name, text=text) for name, text in texts.items()}
    chance, marks = random.Random(3), []
    for number in range(requests):
        kind = chance.random()
        if number % 500 == 499:
            overhttp.publish(chance.randrange(ITEMS), number)
        if kind < 0.05:
            query = f"documentId={ids['list'].document_id}"
        elif kind < 0.1:
            query = f"documentId={ids['list'].document_id}&variables={quote(json.dumps({'unused': number}))}"
        else:
            key = f"article-{int(chance.paretovariate(0.6)) % (ITEMS * 2)}"  # half of them are not there
            query = f"documentId={ids['one'].document_id}&variables={quote(json.dumps({'key': key}))}"
        overhttp.ask(application, query, secret)
        if number in (requests // 4, requests - 1):
            marks.append(resident())
    return {
        "requests": requests,
        "rss_quarter_mb": marks[0],
        "rss_end_mb": marks[1],
        "growth_mb": round(marks[1] - marks[0], 1),
        "answers_kept_mb": round(memory.answers.bytes / 2**20, 1),
    }


def resident() -> float:
    """Return the memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * 4096 / 2**20, 1)


if __name__ == "__main__":
    main()
