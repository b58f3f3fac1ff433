"""Answers in this process: against the reference, cold and warm, by depth, and what a request costs in CPU."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from graphql import execute, parse, validate

from tests.benchmarks import queries

ROUNDS = 15


def measure() -> dict[str, Any]:
    from channels.models import Channel, Token

    channel = Channel.objects.create(key="bench", name="Bench", kind="web", status="active")
    token = Token(channel=channel, scopes=["adhoc", "internal"])
    bench = Bench(token)
    large, small = bench.compare(queries.LARGE), bench.compare(queries.SMALL)
    deep = [bench.warm(queries.depth(levels)) for levels in (1, 4)]
    return {
        "docs_warm_vs_stock": large["warm"],
        "docs_warm_small_vs_stock": small["warm"],
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
        self.plans: dict[str, Any] = {}

    def answer(self, text: str, variables: dict[str, Any] | None = None) -> Any:
        from contenthub.query import answer_text

        found = answer_text(self.token, text, variables)
        assert not found.errors, found.errors
        return found

    def stock(self, text: str) -> Any:
        """Answer as graphene-django does: everything anew for each request."""
        from contenthub.query.answer import Asked, coerce, operation_of, request_of
        from contenthub.query.plan import Plans
        from contenthub.query.registry import registry

        current = registry.current()
        schema = current.built.schema.graphql_schema
        document = parse(text)
        assert not validate(schema, document)
        asked = Asked(self.token, text, {}, None, None, None)
        operation = operation_of(document, None)
        coerced = coerce(current, operation, {})
        request = request_of(asked, current, internal=True)
        if text not in self.plans:  # only for what is to be loaded; the reference does not pay for it
            self.plans[text] = Plans(document, schema).plan(operation, current.built.roots, coerced)
        plan = self.plans[text]
        request.prepare(plan, plan.arguments(coerced))
        return execute(schema, document, context_value=request, variable_values={}).data

    def compare(self, text: str) -> dict[str, float]:
        """Return how many times faster than the reference: documents warm, all cold; and a document never seen."""
        from contenthub.query.kept import memory

        assert self.answer(text).data == self.stock(text)
        times: dict[str, list[float]] = {"stock": [], "warm": [], "cold": [], "unseen": []}
        for number in range(ROUNDS):
            times["stock"].append(timed(lambda: self.stock(text)))
            self.answer(text)
            times["warm"].append(timed(lambda: self.answer(text)))
            times["unseen"].append(timed(lambda number=number: self.answer(f"# {number}\n{text}")))
            memory.stocks.clear()
            times["cold"].append(timed(lambda: self.answer(text)))
            self.answer(text)
        middle = {name: statistics.median(values) for name, values in times.items()}
        return {
            "warm": round(middle["stock"] / middle["warm"], 1),
            "cold": round(middle["stock"] / middle["cold"], 1),
            "unseen": round(middle["unseen"] / middle["stock"], 2),
            "stock_ms": round(middle["stock"], 2),
        }

    def warm(self, text: str) -> float:
        for _round in range(3):
            self.answer(text)
        return statistics.median(timed(lambda: self.answer(text)) for _round in range(5 * ROUNDS))

    def cpu(self, text: str, variables: dict[str, Any] | None = None) -> float:
        """Return the CPU milliseconds of one answer as bytes, documents warm."""
        import orjson

        for _round in range(3):
            self.answer(text, variables)
        before, count = time.process_time(), 300
        for _round in range(count):
            orjson.dumps(self.answer(text, variables).to_dict())
        return round((time.process_time() - before) * 1000 / count, 3)


def timed(work: Callable[[], Any]) -> float:
    """Return the milliseconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
