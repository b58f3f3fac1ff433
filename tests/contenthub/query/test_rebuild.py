"""A schema that takes over what did not change is the schema that would be made anew, and holds nothing of the old."""

import errno
import gc
import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any
from weakref import ref

import pytest
from graphql import GraphQLSchema, introspection_from_schema

from content_models.spec import ModelSpec
from contenthub.query.documents import RENEWED, Documents
from contenthub.query.plan import Plans
from contenthub.query.registry import read_specs, registry
from contenthub.query.schema import Built, build, pauses
from tests.contenthub.query.conftest import CONTACT_POINT, FAQ, Town

FAQ_SPEC, CONTACT_SPEC = ModelSpec.read(FAQ), ModelSpec.read(CONTACT_POINT)
KEYS = [f"m{number}" for number in range(8)] + ["faq", "faq_filter", "image"]
"""Some of them at odds with each other, or with the hub itself."""


def field(random: Random, key: str) -> dict[str, Any]:
    """Return a field of any kind; references name one model, several, or none."""
    kind = random.choice(["text", "number", "fact", "rich_text", "reference", "reference", "group", "list", "blocks"])
    inner = [{"key": "one", "kind": "text"}, {"key": "to", "kind": "reference", "models": random.sample(KEYS, 1)}]
    group = {"key": "part", "kind": "group", "fields": inner, "public": random.random() < 0.8}
    more: dict[str, Any] = {
        "reference": {"models": random.sample(KEYS, random.randrange(3)), "many": random.random() < 0.3},
        "group": {"fields": inner},
        "list": {"fields": [group]},
        "blocks": {"fields": [group]},
    }.get(kind, {})
    broken = random.random() < 0.02
    return {"key": key, "kind": "hologram" if broken else kind, "public": random.random() < 0.9, **more}


def spec(random: Random, key: str) -> ModelSpec:
    fields = [field(random, name) for name in random.sample("abcdefg", random.randrange(1, 5))]
    return ModelSpec.read({"key": key, "description": random.choice(["", "What it is for"]), "fields": fields}, 1)


def step(random: Random, specs: list[ModelSpec]) -> list[ModelSpec]:
    """Return the models after something happened to one or two of them."""
    changed = {one.key: one for one in specs}
    for key in random.sample(KEYS, random.randrange(1, 3)):
        if key in changed and random.random() < 0.4:
            del changed[key]
        else:
            changed[key] = spec(random, key)
    return list(changed.values())


def described(built: Built) -> Sequence[Any]:
    """Return all that a schema is, in its order."""
    schema = built.schema.graphql_schema
    told = json.dumps(introspection_from_schema(schema))
    return [told, built.sdl, list(schema.type_map), built.specs, built.roots, built.internal, built.quarantined]


def test_it_is_the_schema_that_would_be_made_anew() -> None:
    random, specs = Random(11), [spec(Random(1), key) for key in KEYS]
    built, taken = build(specs), 0
    for _number in range(60):
        specs, old = step(random, specs), built
        built = build(specs, old)
        assert described(built) == described(build(specs))
        whole = built.schema.graphql_schema
        again = GraphQLSchema(whole.query_type, types=list(whole.type_map.values()))  # refuses two types of one name
        assert {id(kind) for kind in again.type_map.values()} == {id(kind) for kind in whole.type_map.values()}
        taken += sum(built.made[key] is one for key, one in old.made.items() if key in built.made)
    assert taken > 100


def test_only_what_changed_and_what_names_it_is_made_anew() -> None:
    other = ModelSpec.read({"key": "other", "fields": [{"key": "related", "kind": "reference"}]})
    old = build([FAQ_SPEC, CONTACT_SPEC, other])
    types: Any = old.schema.graphql_schema.type_map
    mail = ModelSpec.read({**CONTACT_POINT, "fields": [*CONTACT_POINT["fields"], {"key": "mail", "kind": "text"}]})
    new = build([FAQ_SPEC, mail, other], old)
    found: Any = new.schema.graphql_schema.type_map
    assert found["Other"] is types["Other"]
    assert found["OtherConnection"] is types["OtherConnection"]
    assert found["ContentItem"] is types["ContentItem"]
    assert found["Query"].fields["others"] is types["Query"].fields["others"]
    assert found["Faq"] is not types["Faq"]
    assert found["Faq"].fields["desk"].type is found["ContactPoint"]
    assert found["FaqContacts"].fields["desk"].type is found["ContactPoint"]
    assert list(found["ContactPoint"].fields)[-1] == "mail"
    assert [one.name for one in new.schema.graphql_schema.get_possible_types(found["ContentItem"])] == [
        "ContactPoint",
        "Faq",
        "Other",
    ]


@pytest.mark.django_db
def test_a_reference_shows_items_of_a_model_that_came_later(town: Town) -> None:
    leaflet = {"key": "leaflet", "fields": [{"key": "text", "kind": "text"}]}
    either = {"key": "to", "kind": "reference", "models": ["contact_point", "leaflet"]}
    town.model({"key": "card", "fields": [either]})
    item = town.item("leaflet-1", model="leaflet", index=False)
    town.item("card-1", {"to": str(item.uuid)}, model="card")
    asked = '{ card(key: "card-1", locale: "nl") { to { key } } }'
    assert town.data(asked) == {"card": {"to": None}}
    town.model(leaflet)
    assert town.data(asked) == {"card": {"to": {"key": "leaflet-1"}}}


def test_a_model_that_breaks_is_left_out_and_the_others_are_taken_over() -> None:
    old = build([FAQ_SPEC, CONTACT_SPEC])
    broken = replace(FAQ_SPEC, fields=(replace(FAQ_SPEC.fields[0], kind="hologram"),))
    new = build([broken, CONTACT_SPEC], old)
    assert list(new.quarantined) == ["faq"]
    assert "Faq" not in new.schema.graphql_schema.type_map
    assert new.made["contact_point"] is old.made["contact_point"]
    assert described(build([FAQ_SPEC, CONTACT_SPEC], new)) == described(old)


def test_what_was_replaced_is_let_go() -> None:
    old = build([FAQ_SPEC, CONTACT_SPEC])
    types, classes = old.schema.graphql_schema.type_map, old.made["faq"].types
    gone = [ref(types["Query"]), ref(types["FaqConnection"]), ref(types["FaqHours"]), ref(classes["FaqHours"])]
    new = build([replace(FAQ_SPEC, version=2), CONTACT_SPEC], old)
    del old, types, classes
    gc.collect()
    assert [one() for one in gone] == [None] * 4
    assert new.quarantined == {}


@pytest.mark.django_db
def test_versions_that_are_known_are_not_read_again(town: Town) -> None:
    stamp, first = read_specs({})
    assert [spec.key for spec in first.values()] == ["faq", "contact_point"]
    town.model({**CONTACT_POINT, "description": "Where to go"})
    newer, second = read_specs(first)
    assert newer[0] == stamp[0] + 1
    (one, two), (other, new) = first.values(), second.values()
    assert other is one
    assert (new.version, new.description, two.description) == (2, "Where to go", "")
    elsewhere = {(*name[:2], "d" * 64): replace(spec, description="Else") for name, spec in second.items()}
    assert [spec.description for spec in read_specs(elsewhere)[1].values()] == ["", "Where to go"]


@pytest.mark.django_db
def test_documents_in_use_are_ready_when_a_new_schema_takes_over(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.item("faq", {"weight": 3})
    asked = 'query($n: Int!, $w: Boolean!) { faqs(locale: "nl", first: $n) { nodes { key weight @include(if: $w) } } }'
    lost = '{ contactPoints(locale: "nl") { nodes { phone { text } } } }'
    wanted = town.data(asked, n=1, w=True)
    town.data(lost)
    (plan,) = next(iter(registry.current().documents.kept.values())).made.values()
    plan.warm["faqs"] = True
    town.model({**CONTACT_POINT, "fields": CONTACT_POINT["fields"][1:]})
    registry._current = registry._build(registry._current, renew=True)  # what the thread in the background does
    (again,) = next(iter(registry.current().documents.kept.values())).made.values()
    assert again is not plan
    assert again.warm == {"faqs": True}

    def parse(_text: str) -> None:
        raise AssertionError("it was parsed again")

    monkeypatch.setattr("contenthub.query.documents.parse_within", parse)
    monkeypatch.setattr("contenthub.query.plan.compile._compile", parse)
    monkeypatch.setattr("contenthub.query.plan.compile.measure", parse)
    assert town.data(asked, n=1, w=True) == wanted == {"faqs": {"nodes": [{"key": "faq", "weight": 3.0}]}}
    monkeypatch.undo()
    assert town.ask(lost).code == "VALIDATION_FAILED"


def test_documents_that_were_asked_for_last_are_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    built = build([FAQ_SPEC])
    documents = Documents(built)
    for number in range(RENEWED + 3):
        documents.get(f"{{ a{number}: __typename }}", {}, internal=False, introspect=False)
    documents.get("{ a1: __typename }", {}, internal=False, introspect=False)
    monkeypatch.setattr("contenthub.query.documents.RENEWING", 60.0)
    assert list(documents.renewed(built).kept) == list(documents.kept)[3:]
    clock = count()
    monkeypatch.setattr("contenthub.query.documents.thread_time", lambda: next(clock))
    monkeypatch.setattr("contenthub.query.documents.RENEWING", 5.0)
    assert list(documents.renewed(built).kept) == list(documents.kept)[-5:]


def test_a_document_that_cannot_be_made_ready_stops_no_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    built = build([FAQ_SPEC])
    documents = Documents(built)
    for name in ("a", "b"):
        documents.get(f"{{ {name}: __typename }}", {}, internal=False, introspect=False)
    usual = Plans.renewed

    def renewed(plans: Plans, *given: Any) -> Plans:
        if plans is next(iter(documents.kept.values())):
            raise RecursionError("too deep")
        return usual(plans, *given)

    monkeypatch.setattr(Plans, "renewed", renewed)
    assert list(documents.renewed(built).kept) == list(documents.kept)[1:]


def test_one_process_builds_at_a_time_but_waits_for_none_that_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pauses, "TURN", 60.0)
    file, inside, done, order = tmp_path / "turn", Event(), Event(), list[str]()

    def first() -> None:
        with pauses.in_turn(file):
            inside.set()
            done.wait(60)
            order.append("first")

    def second() -> None:
        with pauses.in_turn(file):
            order.append("second")

    threads = [Thread(target=first), Thread(target=second)]
    threads[0].start()
    assert inside.wait(60)
    threads[1].start()
    threads[1].join(0.1)
    assert order == []
    done.set()
    for thread in threads:
        thread.join(60)
    assert order == ["first", "second"]
    monkeypatch.setattr(pauses, "TURN", 0.01)
    with pauses.in_turn(file), pauses.in_turn(file):
        order.append("nobody waits for ever")
    with pauses.in_turn(tmp_path / "nowhere" / "turn"):
        order.append("a folder that is not there stops nothing")

    def no_locks(*_given: Any) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(pauses.locks, "lock", no_locks)
    with pauses.in_turn(file):
        order.append("nor does a file system without locks")
    assert len(order) == 5
