"""Kinds are found by entry point; a broken one is reported and does not break the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from types import SimpleNamespace
from typing import Any

import pytest

from channels.kinds.base import Kind, join_answers
from channels.output import Output, Payload, Produced
from channels.registry import GROUP, Registry, UnknownKindError, installed, load


class Signage:
    key = "signage"
    label = "Signage"
    api = 1
    media_type = "image/png"
    queries: Mapping[str, str] = {"item": "query item { channel { key } }"}
    template_version = "s1"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        return ()

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        return ()


def broken_factory() -> Any:
    raise RuntimeError("no licence")


signage = Signage()
factory = Signage
newer = SimpleNamespace(
    **{name: getattr(signage, name) for name in dir(signage) if not name.startswith("_")} | {"api": 2}
)
renamed = SimpleNamespace(**vars(newer) | {"api": 1, "key": "other"})
without_query = SimpleNamespace(**vars(newer) | {"api": 1, "queries": {"index": "query { a }"}})
spaced = SimpleNamespace(**vars(newer) | {"api": 1, "template_version": "a;b"})
half = SimpleNamespace(key="signage", api=1)


def entry(name: str, attribute: str) -> EntryPoint:
    return EntryPoint(name, f"{__name__}:{attribute}", GROUP)


@pytest.mark.parametrize("attribute", ["signage", "factory", "Signage"])
def test_an_instance_or_a_factory_will_do(attribute: str) -> None:
    registry = load([entry("signage", attribute)])
    assert list(registry.kinds) == ["signage"]
    assert registry.broken == ()
    assert isinstance(registry.kind("signage"), Kind)


@pytest.mark.parametrize(
    ("attribute", "reason"),
    [
        ("broken_factory", "RuntimeError: no licence"),
        ("nothing", f"AttributeError: module '{__name__}' has no attribute 'nothing'"),
        ("newer", "ValueError: It was written for version 2 of the contract; this hub has version 1."),
        ("renamed", "ValueError: Its key 'other' must be the name of its entry point, in lower case."),
        ("without_query", "ValueError: It needs a query text named 'item', and no empty ones."),
        ("spaced", "ValueError: Its template_version must be a word."),
    ],
)
def test_a_broken_kind_is_reported_and_skipped(attribute: str, reason: str) -> None:
    registry = load([entry("signage", attribute), EntryPoint("web", "channels.kinds.web:kind", GROUP)])
    assert list(registry.kinds) == ["web"]
    assert [(one.name, one.reason) for one in registry.broken] == [("signage", reason)]


def test_a_kind_that_is_half_a_kind_is_told_what_it_lacks() -> None:
    registry = load([entry("half", "Half")])
    assert registry.broken[0].reason == (
        "TypeError: It lacks label, media_type, queries, template_version, render_item, render_index."
    )


class Half:
    key = "half"
    api = 1


def test_of_two_with_one_name_the_hubs_own_counts() -> None:
    registry = load([entry("web", "signage"), EntryPoint("web", "channels.kinds.web:kind", GROUP)])
    assert type(registry.kinds["web"]).__name__ == "Web"
    assert [one.origin for one in registry.broken] == [f"{__name__}:signage"]


def test_an_unknown_kind_is_named_with_what_there_is() -> None:
    registry = load([EntryPoint("fax", "no_such_package:kind", GROUP), entry("signage", "signage")])
    with pytest.raises(
        UnknownKindError, match=r"no channel kind 'telex'. It is not installed. Installed kinds: signage"
    ):
        registry.kind("telex")
    with pytest.raises(UnknownKindError, match="No module named 'no_such_package'"):
        registry.kind("fax")
    with pytest.raises(UnknownKindError, match="Installed kinds: none"):
        Registry({}).kind("x")


def test_the_hubs_own_kinds_come_through_the_same_door() -> None:
    assert {"app", "web"} <= set(installed().kinds)
    assert installed().broken == ()


def test_answers_of_several_pages_and_locales_are_joined() -> None:
    pages = [
        {"items": {"edges": [1, 2], "pageInfo": {"hasNextPage": True}}, "subjects": ["a"]},
        {"items": {"edges": [3], "pageInfo": {"hasNextPage": False}}, "subjects": None},
    ]
    joined = join_answers(pages)
    assert joined == {"items": {"edges": [1, 2, 3], "pageInfo": {"hasNextPage": False}}, "subjects": None}
    assert pages[0]["items"]["edges"] == [1, 2]
    assert join_answers([]) == {}
