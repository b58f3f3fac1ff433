"""Answers in this process: against the reference, cold and warm, by depth, and what a request costs in CPU."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import orjson

from tests.benchmarks import queries

ROUNDS = 15


def measure() -> dict[str, Any]:
    from channels.models import Channel, Token

    global stock  # noqa: PLW0603 (it looks at tables, which are there only now)
    from tests.benchmarks.stock import stock

    channel = Channel.objects.create(key="bench", name="Bench", kind="web", status="active")
    token = Token(channel=channel, scopes=["adhoc", "internal"])
    bench = Bench(token)
    large, small = bench.compare(queries.LARGE), bench.compare(queries.SMALL)
    deep = [bench.warm(queries.depth(levels)) for levels in (1, 4)]
    return {
        "docs_warm_vs_stock": large["warm"],
        "docs_warm_small_vs_stock": small["warm"],
        "docs_parsed_vs_stock": large["parsed"],
        "docs_parsed_small_vs_stock": small["parsed"],
        "cold_vs_stock": large["cold"],
        "cold_small_vs_stock": small["cold"],
        "unseen_vs_stock": large["unseen"],
        "stock_large_ms": large["stock_ms"],
        "stock_small_ms": small["stock_ms"],
        "depth4_vs_depth1": round(deep[1] / deep[0], 2),
        "cpu_item_ms": bench.cpu(queries.ITEM, {"key": "article-77"}),
        "cpu_list_ms": bench.cpu(queries.TEASERS),
        "cpu_two_levels_ms": bench.cpu(queries.TWO_LEVELS),
        "cpu_search_ms": bench.cpu(queries.SEARCH, {"words": "a77"}),
    }


class Bench:
    """One token that asks without keeping whole answers: only what they are made of."""

    def __init__(self, token: Any) -> None:
        self.token = token

    def answer(self, text: str, variables: dict[str, Any] | None = None) -> Any:
        """Answer as the hub does for its own channels: plain data."""
        from contenthub.query import answer_text

        found = answer_text(self.token, text, variables)
        assert not found.errors, found.errors
        return found

    def written(self, text: str, variables: dict[str, Any] | None = None) -> bytes:
        """Answer as HTTP does when the answer itself is not kept: bytes."""
        from contenthub.query.answer import ask
        from contenthub.query.execute import execute_asked
        from contenthub.query.question import Asked

        asked = ask(self.token, text=text, variables=variables)
        assert isinstance(asked, Asked)
        found, _request = execute_asked(asked, in_parts=True)
        assert not found.errors, found.errors
        return orjson.dumps(found.to_dict())

    def compare(self, text: str) -> dict[str, float]:
        """Return how many times faster than the reference: documents warm, all cold; and a document never seen.

        Warm: items, facts and their parts are in memory, the answer is not. `parsed`: the parts are not there either.
        Cold: nothing is, but the plan. CPU time of this thread, each time beside the others; what somebody else does on
        the machine is in all of them alike.
        """
        from contenthub.query.kept import memory

        assert orjson.loads(self.written(text))["data"] == json.loads(stock(self.token, text))["data"]
        times: dict[str, list[float]] = {name: [] for name in ("stock", "warm", "parsed", "cold", "unseen")}
        for number in range(ROUNDS):
            times["stock"].append(cpu_of(lambda: stock(self.token, text)))
            for _round in range(3):
                self.written(text)
            times["warm"].append(cpu_of(lambda: self.written(text)))
            times["unseen"].append(cpu_of(lambda number=number: self.written(f"# {number}\n{text}")))
            for one in memory.stocks.values():
                one.parts.clear()
            times["parsed"].append(cpu_of(lambda: self.written(text)))
            memory.stocks.clear()
            times["cold"].append(cpu_of(lambda: self.written(text)))
        middle = {name: statistics.median(values) for name, values in times.items()}
        ratios = {name: round(middle["stock"] / middle[name], 1) for name in ("warm", "parsed", "cold")}
        return {
            **ratios,
            "unseen": round(middle["unseen"] / middle["stock"], 2),
            "stock_ms": round(middle["stock"], 2),
        }

    def warm(self, text: str) -> float:
        for _round in range(3):
            self.answer(text)
        return statistics.median(cpu_of(lambda: self.answer(text)) for _round in range(5 * ROUNDS))

    def cpu(self, text: str, variables: dict[str, Any] | None = None) -> float:
        """Return the CPU milliseconds of one answer as bytes, documents warm."""
        for _round in range(3):
            self.written(text, variables)
        before, count = time.process_time(), 300
        for _round in range(count):
            self.written(text, variables)
        return round((time.process_time() - before) * 1000 / count, 3)


def cpu_of(work: Callable[[], Any]) -> float:
    """Return the CPU milliseconds that a piece of work takes."""
    start = time.thread_time()
    work()
    return (time.thread_time() - start) * 1000


def timed(work: Callable[[], Any]) -> float:
    """Return the milliseconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
