"""Compiled answers are graphql-core's answers: data, errors, paths and the order of keys, on random queries.

HUB_FUZZ=10000 sets how many (300 unless set); `-s` prints how often each feature of the language was used.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from channels.models import Token
from content_models.models import Subject
from contenthub.query import documents
from contenthub.query.execute import execute_asked
from contenthub.query.kept import memory
from contenthub.query.plan import compile as plan_module
from contenthub.query.plan import emit
from contenthub.query.question import Asked
from contenthub.query.registry import registry
from contenthub.query.store import needs
from contenthub.query.store.selection import Selection
from contenthub.query.store.shelf import Shelf, Stock
from tests.contenthub.query.conftest import Town, euro, fact_node, paragraph
from tests.contenthub.query.naive import reference
from tests.contenthub.query.random_queries import Queries

pytestmark = pytest.mark.django_db

COUNT = int(os.environ.get("HUB_FUZZ", "300"))
SEED = int(os.environ.get("HUB_FUZZ_SEED", "20260101"))
FEATURES = {"alias", "variable", "@skip or @include", "variable in a directive", "variable as argument", "list"}
FEATURES |= {"enum argument", "list argument", "__typename", "interface", "union", "inline fragment", "fragment spread"}


STOCK = Stock(10**8)


@pytest.fixture
def full(town: Town) -> Town:
    """A town with every kind of field, references both ways, two languages, ends of all kinds, and broken bodies."""
    living = Subject.objects.create(key="living", title="Wonen", titles={"en": "Living"})
    moving = Subject.objects.create(key="moving", title="Verhuizen", parent=living)
    facts = [town.fact(f"fact-{number}", euro(f"{number + 1}.50")) for number in range(3)]
    uses = [{"fact": str(fact.uuid), "format": form} for fact, form in zip(facts, ("short", "long", "x"), strict=True)]
    top = town.item("top", {"phone": uses[0]}, model="contact_point")
    desk = town.item("desk", {"phone": uses[1], "parent": str(top.uuid)}, model="contact_point", subject=moving)
    town.item("desk-en", {"phone": uses[1]}, model="contact_point", uuid=desk.uuid, locale="en")
    gone = town.item("gone", {"code": "x"}, status="gone", notice="weg")
    old = town.item("old", {"code": "x"}, status="withdrawn", notice="ooit", replaced_by=desk.uuid)
    link = [{"_key": "m1", "_type": "itemLink", "item": str(desk.uuid)}]
    text = [paragraph("Kost ", fact_node(facts[0]), " en ", fact_node(facts[2], "long"), definitions=link)]
    for number in range(4):
        body: dict[str, Any] = {
            "answer": text,
            "category": "moving",
            "code": f"c{number}",
            "weight": number + 0.5 if number % 2 else number,
            "since": "2026-01-01",
            "checked_at": "2026-01-01T10:00:00+00:00",
            "popular": number % 2 == 0,
            "words": ["one", "two"],
            "more": "https://a.example",
            "price": uses[number % 3],
            "desk": str(desk.uuid),
            "related": [str(top.uuid), str(gone.uuid), str(old.uuid), str(desk.uuid)],
            "photo": {"image": str(top.uuid), "alt": "a", "file": "a.jpg", "width": 900, "height": 600, "focal": None},
            "fees": {"caption": "c", "header": ["a"], "rows": [["1"], ["2"]]},
            "hours": {"note": "n", "fee": uses[0]},
            "contacts": [{"name": "A", "desk": str(desk.uuid), "hint": "h"}, {"name": "B"}],
            "parts": [
                {"block": "quote", "text": "q"},
                {"block": "tip", "body": text},
                {"block": "whisper", "word": "w"},
            ],
            "script": {
                "inputs": {"age": {"kind": "number", "label": "Age", "options": [{"value": "1", "label": "One"}]}},
                "nodes": [{"id": "a", "kind": "outcome", "title": "T", "body": text, "steps": [{"text": "s"}]}],
            },
            "memo": "secret",
        }
        town.item(f"faq-{number}", body, subject=moving if number % 2 else living)
    town.item("faq-0-en", {"answer": text, "weight": 1}, locale="en")
    broken = {"weight": "many", "since": 3, "words": "one", "fees": {"rows": [["a", None], None], "header": "x"}}
    broken |= {"script": {"nodes": [{"kind": "x"}, {"id": "b", "next": 1}], "inputs": {"x": {"options": [{}]}}}}
    broken |= {"contacts": [{"name": 3}], "parts": [{"block": "nope"}, {"block": "quote", "text": 1}]}
    town.item("broken", broken, index=False)
    town.item("torn", {"fees": {"caption": "c", "header": ["a"], "rows": [["a", None]]}}, index=False)
    town.item("empty", {})
    STOCK.clear(0)
    return town


@pytest.fixture
def queries(full: Town) -> Queries:
    keys = ["faq-0", "faq-1", "broken", "torn", "empty", "old", "gone", "desk", "faq-0-en"]
    return Queries(registry.current().built.schema.graphql_schema, SEED, keys)


def differences(full: Town, queries: Queries, count: int) -> tuple[list[str], int]:
    """Return what differs in `count` queries, and how many of them held an error."""
    token, found, with_errors = Token(channel=full.token.channel, scopes=["adhoc", "internal"]), [], 0
    for number in range(count):
        text, variables = queries.next()
        for run in range(2):  # the second time from the plan that the first one made
            asked = Asked(token, text, _run_variables(variables, run), None, None, registry.current())
            told = execute_asked(asked)[0]
            wanted = reference(asked) if told.executed else told
            with_errors += bool(wanted.errors) and told.executed
            if orjson.dumps([told.data, told.errors]) != orjson.dumps([wanted.data, wanted.errors]):
                found.append(f"{text} {variables}")
        if number % 4 == 0 and differs_in_parts(asked, wanted):
            found.append(f"in parts: {text} {variables}")
    return found, with_errors


def differs_in_parts(asked: Asked, wanted: Any) -> bool:
    """Return whether an answer of kept parts is another: read anew, written to be kept, and taken from what is kept."""
    shelf, expected = memory.shelf, orjson.dumps([wanted.data, wanted.errors])
    memory.shelf = lambda channel, generation: Shelf(STOCK, STOCK.generation)  # type: ignore[method-assign]
    try:
        told = [execute_asked(asked, in_parts=True)[0] for _run in range(3)]
    finally:
        memory.shelf = shelf  # type: ignore[method-assign]
    return any(orjson.dumps([one.data, one.errors]) != expected for one in told)


def _run_variables(variables: dict[str, Any], run: int) -> dict[str, Any]:
    """Return the variables of a run: in the second one every switch is turned."""
    return {name: value ^ bool(run) if isinstance(value, bool) else value for name, value in variables.items()}


def test_compiled_answers_are_those_of_graphql_core(full: Town, queries: Queries, monkeypatch: Any) -> None:
    referred = []
    refer = execute_asked.__globals__["refer"]

    def refer_and_note(*given: Any) -> Any:
        error = sys.exc_info()[1]
        answered = refer(*given)
        referred.append((f"{error!r}: {given[1].loc.source.body}", bool(answered.errors)))
        return answered

    monkeypatch.setitem(execute_asked.__globals__, "refer", refer_and_note)
    found, with_errors = differences(full, queries, COUNT)
    print(f"{COUNT} queries, {with_errors} with errors;", dict(sorted(queries.seen.items())))  # noqa: T201
    assert found == []
    assert [text for text, needed in referred if not needed] == [], "the straight way was left without need"
    assert with_errors > 0
    assert {feature for feature in FEATURES if queries.seen[feature] == 0} == set()


def test_queries_without_an_answer_are_as_rare_as_they_should_be(full: Town, queries: Queries) -> None:
    token = Token(channel=full.token.channel, scopes=["adhoc", "internal"])
    asked = [Asked(token, *queries.next(), None, None, registry.current()) for _number in range(100)]
    refused = [one.text for one in asked if not execute_asked(one)[0].executed]
    assert len(refused) < 40, refused[0]


def _unaliased(self: Selection, type_name: str, nodes: Any) -> Any:
    return [(found[0].name.value, found) for _key, found in KEYED(self, type_name, nodes)]


def _sorted(self: Selection, type_name: str, nodes: Any) -> Any:
    return sorted(KEYED(self, type_name, nodes), key=lambda pair: pair[0])


def _first_seen(self: emit.Table, name: str) -> Any:
    found = MISSING(self, name)
    for other in self.emitter.schema.type_map:
        self.setdefault(other, found)
    return found


def _lenient(serialize: Any, *, required: bool) -> Any:
    return lambda value: None if value is None else serialize(value)


class _Forgetful(plan_module.Plans):
    def __init__(self, document: Any, schema: Any) -> None:
        super().__init__(document, schema)
        self.switches = []


KEYED, MISSING = Selection.keyed, emit.Table.__missing__


def _nothing_given(_self: emit.Values, _number: int) -> Any:
    return {}


def _typename(self: Any, kind: Any, nodes: Any) -> str:
    return repr("ContentItem") if nodes[0].name.value == "__typename" else MEMBER(self, kind, nodes)


MEMBER = emit.Emitter.member

BUGS: dict[str, Callable[[Any], None]] = {
    "aliases are ignored": lambda patch: patch.setattr(Selection, "keyed", _unaliased),
    "keys are sorted": lambda patch: patch.setattr(Selection, "keyed", _sorted),
    "the first type met stands for all": lambda patch: patch.setattr(emit.Table, "__missing__", _first_seen),
    "a required null passes": lambda patch: patch.setattr(emit, "serialised", _lenient),
    "arguments are dropped": lambda patch: patch.setattr(emit.Values, "__missing__", _nothing_given),
    "__typename names the interface": lambda patch: patch.setattr(emit.Emitter, "member", _typename),
    "whole numbers stay whole": lambda patch: patch.setitem(emit.EXACT, "Float", "int"),
    "@skip is decided once": lambda patch: patch.setattr(documents, "Plans", _Forgetful),
    "references are not loaded": lambda patch: patch.setattr(needs, "REFERRING", needs.REFERRING - {"reference"}),
    "facts are not loaded": lambda patch: patch.setattr(needs, "REFERRING", needs.REFERRING - {"fact"}),
    "subjects are not loaded": lambda patch: patch.setattr(needs, "BY_ITSELF", needs.BY_ITSELF - {"subject"}),
    "links of texts are not loaded": lambda patch: patch.setattr(needs, "refers_to", lambda item, nodes: ((), ())),
}


@pytest.mark.once
@pytest.mark.parametrize("bug", BUGS)
def test_a_seeded_bug_is_caught(full: Town, queries: Queries, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    BUGS[bug](monkeypatch)
    assert any(differences(full, queries, 20)[0] for _round in range(15)), "nobody noticed"
