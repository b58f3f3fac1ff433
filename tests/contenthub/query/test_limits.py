"""Hostile documents: each is refused before validation, with one clear error and a code."""

import pytest
from graphql import parse

from content_models.spec import ModelSpec
from contenthub.query.errors import QueryError, TooLarge
from contenthub.query.limits import LIMITS, Cost, measure, parse_within
from contenthub.query.schema import build
from tests.contenthub.query.conftest import CONTACT_POINT, FAQ, Town

BUILT = build([ModelSpec.read(FAQ), ModelSpec.read(CONTACT_POINT)])
SCHEMA = BUILT.schema.graphql_schema


def in_list(selection: str, more: str = "", arguments: str = "") -> str:
    return f'{{ faqs(locale: "nl"{arguments}) {{ nodes {{ {selection} }} }} }} {more}'


def doubling(spread: str) -> str:
    chain = [f"fragment F{n} on Faq {{ {spread.replace('#', str(n + 1))} }}" for n in range(22)]
    return in_list("...F0", "\n".join([*chain, "fragment F22 on Faq { key }"]))


HOSTILE = {
    "exponential fragments": doubling("...F# ...F#"),
    "exponential aliased references": doubling("a: related { ...F# } b: related { ...F# }"),
    "aliased lists": "{"
    + " ".join(f'a{n}: faqs(locale: "nl", first: 100) {{ nodes {{ key }} }}' for n in range(300))
    + "}",
    "aliased leaves": in_list(" ".join(f"a{n}: key" for n in range(300))),
    "duplicate objects": in_list("related { key } " * 300),
    "duplicate leaves": in_list("key " * 3000),
    "duplicate leaves of duplicate objects": in_list(("related { " + "key " * 40 + "} ") * 30),
    "duplicates through fragments": in_list(
        " ".join(f"...F{n}" for n in range(150)),
        " ".join(f"fragment F{n} on Faq {{ key title }}" for n in range(150)) * 1,
    ),
    "unused fragment full of duplicates": in_list("key", "fragment U on Faq { " + "key " * 1000 + "}"),
    "deep nesting": in_list("related { ... on Faq { " * 60 + "key" + " } }" * 60),
    "3,000 levels": "{ a " * 3000 + "}" * 3000,
    "nested lists in an argument": f"{{ faqs(locale: {'[' * 3000}{']' * 3000}) {{ key }} }}",
    "pages of pages": in_list(
        "related { ... on Faq { related { ... on Faq { related { ... on Faq { related { key title } } } } } } }",
        arguments=", first: 100",
    ),
    "a megabyte": "{ a }" + " " * 1_000_000,
    "a megabyte of comments": "#\n" * 500_000 + "{ __typename }",
    "tokens": "{" + "a,b " * 6000 + "}",
    "variables": "query(" + " ".join(f"$v{n}: String" for n in range(400)) + ") { __typename }",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_document_is_refused_before_validation(name: str) -> None:
    with pytest.raises(QueryError) as caught:
        measure(parse_within(HOSTILE[name]), SCHEMA, {})
    assert caught.value.extensions == {"code": "LIMIT_EXCEEDED"} or "nest" in caught.value.message
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (in_list("...Nowhere"), "VALIDATION_FAILED"),
        (in_list("...A", "fragment A on Faq { ...B } fragment B on Faq { ...A }"), "VALIDATION_FAILED"),
        (in_list("nope"), "VALIDATION_FAILED"),
        ("{", "PARSE_FAILED"),
        ("", "PARSE_FAILED"),
        ("\ud800", "PARSE_FAILED"),
        ("fragment A on Faq { key }", "VALIDATION_FAILED"),
        ("mutation { a }", "OPERATION_REFUSED"),
        ("query A { __typename } query B { __typename }", "OPERATION_UNKNOWN"),
        ("type A { b: Int }", "VALIDATION_FAILED"),
        ("{ " + " ".join(f"nope{n}" for n in range(18)) + " }", "VALIDATION_FAILED"),
    ],
)
@pytest.mark.django_db
def test_wrong_document_has_a_clear_error(town: Town, text: str, code: str) -> None:
    found = town.ask(text)
    assert (found.executed, found.data, found.code) == (False, None, code)
    assert all(set(error["extensions"]) == {"code"} for error in found.errors)
    assert len(found.errors) <= 11


def test_cost_counts_pages_and_lists() -> None:
    text = 'query($n: Int) { faqs(locale: "nl", first: $n) { nodes { key related { key } } } }'
    assert measure(parse(text), SCHEMA, {"n": 10}) == Cost(depth=4, size=5, cost=1 + 10 * (1 + 1 + 1 + 4))
    assert measure(parse(text), SCHEMA, {"n": 50}).cost == 1 + 50 * 7
    assert measure(parse(text), SCHEMA, {"n": 10**9}).cost == 1 + LIMITS.page * 7
    assert measure(parse('{ faqs(locale: "nl") { nodes { key } } }'), SCHEMA, {}).cost == 1 + 20 * 2


def test_an_ordinary_query_over_many_models_is_let_through() -> None:
    many = " ".join("... on Faq { answer { html } desk { key title } subject { key } }" for _ in range(40))
    assert measure(parse(in_list(many)), SCHEMA, {}) == Cost(depth=4, size=282, cost=5621)


def test_fragments_that_meet_in_no_operation_are_measured_too() -> None:
    text = "query A { __typename } " + doubling("...F# ...F#").partition("} } }")[2]
    with pytest.raises(TooLarge):
        measure(parse(text), SCHEMA, {})


@pytest.mark.django_db
def test_introspection_is_for_developers(town: Town) -> None:
    from channels.models import Token
    from contenthub.query.registry import registry

    documents = registry.current().documents
    text = "{ __schema { queryType { name } } __typename }"
    assert town.data(text)["__schema"] == {"queryType": {"name": "Query"}}
    assert Token(scopes=[]).allows("adhoc") is False
    with pytest.raises(Exception, match="introspection"):
        documents.get(text, {}, internal=False, introspect=False)
    documents.get("{ __typename }", {}, internal=False, introspect=False)
    deep = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
    assert town.ask(deep).errors[0]["message"] == "Maximum introspection depth exceeded"
    bomb = "{ __schema { types { " + "fields { type { " * 9 + "name" + " } }" * 9 + " } } }"
    assert town.ask(bomb).executed is False


@pytest.mark.django_db
def test_the_standard_introspection_query_is_answered(town: Town) -> None:
    from graphql import build_client_schema, get_introspection_query, print_schema

    found = town.data(get_introspection_query())
    assert "type Faq implements ContentItem" in print_schema(build_client_schema(found))
