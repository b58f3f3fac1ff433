"""GraphQL over HTTP: who may ask what, in which form, and what the caller's cache may keep."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels.models import Token
from contenthub.query import Answer, answer, answer_text
from contenthub.query.kept.answers import Kept
from contenthub.query.web import fast
from contenthub.users import User
from tests.contenthub.query.conftest import Town

pytestmark = pytest.mark.django_db

RESPONSE = "application/graphql-response+json"
QUERY = '{ items(locale: "nl") { nodes { key } } }'
DATA = {"data": {"items": {"nodes": [{"key": "faq"}]}}}


@pytest.fixture
def secret(town: Town) -> str:
    """The secret of a token that may send its channel's documents only."""
    town.item("faq")
    return Token.issue(town.token.channel, "web")[1]


@pytest.fixture
def developer(town: Town) -> str:
    return Token.issue(town.token.channel, "developer", ["adhoc"])[1]


def get(secret: str, accept: str = RESPONSE, headers: dict[str, str] | None = None, **parameters: str) -> Any:
    given = {"Authorization": f"Bearer {secret}", "Accept": accept, **(headers or {})}
    return Client().get("/graphql", parameters, headers=given)


def post(secret: str, body: Any, accept: str = RESPONSE, content_type: str = "application/json") -> Any:
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Authorization": f"Bearer {secret}", "Accept": accept}
    return Client().post("/graphql", raw, content_type=content_type, headers=headers)


def test_stored_document_by_get_and_post(secret: str, stored: Any) -> None:
    document = stored(QUERY)
    for found in (get(secret, documentId=document), post(secret, {"documentId": document})):
        assert (found.status_code, found.json()) == (200, DATA)
        assert found["Content-Type"] == f"{RESPONSE}; charset=utf-8"
        assert found.cookies == {}
    apollo = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": document.removeprefix("sha256:")}}}
    assert post(secret, apollo).json() == DATA


def test_variables_in_an_address_are_json(secret: str, stored: Any) -> None:
    document = stored('query($k: String) { item(key: $k, locale: "nl") { key } }')
    found = get(secret, documentId=document, variables='{"k": "faq"}')
    assert found.json() == {"data": {"item": {"key": "faq"}}}


def test_a_document_of_another_channel_is_unknown(town: Town, secret: str, stored: Any) -> None:
    from channels.models import Channel, ChannelQuery

    other = Channel.objects.create(key="other", name="Other", kind="web")
    document = ChannelQuery.objects.create(channel=other, name="q", text=QUERY).document_id
    for asked in (document, "sha256:" + "0" * 64, "nonsense"):
        found = get(secret, documentId=asked)
        assert (found.status_code, found.json()["errors"][0]["extensions"]["code"]) == (400, "DOCUMENT_UNKNOWN")
        assert "data" not in found.json()
        assert get(secret, accept="application/json", documentId=asked).status_code == 200
    assert answer(Token(channel=other, scopes=[]), document).errors == []
    assert answer(Token(channel=town.token.channel, scopes=["adhoc"]), document).errors == []


def test_text_needs_the_scope(secret: str, developer: str) -> None:
    found = post(secret, {"query": QUERY})
    assert (found.status_code, found.json()["errors"][0]["extensions"]["code"]) == (403, "ADHOC_REFUSED")
    limits = {"depth": 14, "fields": 2000, "values": 50_000}
    told = {**DATA, "extensions": {"cost": {"depth": 3, "fields": 3, "values": 41, "limits": limits}}}
    assert post(developer, {"query": QUERY}).json() == told
    assert get(developer, query=QUERY).json() == told


def test_without_a_token_nothing_is_answered(secret: str, stored: Any) -> None:
    document = stored(QUERY)
    Token.objects.filter(label="web").update(expires_at=timezone.now() - timedelta(1))
    for given in (secret, "", "cht_wrong", "x" * 1000):
        found = get(given, documentId=document)
        assert (found.status_code, found.json()["errors"][0]["extensions"]["code"]) == (401, "TOKEN_REFUSED")
    assert found["WWW-Authenticate"] == 'Bearer realm="contenthub"'
    assert Client().get("/graphql").status_code == 401


def test_a_revoked_token_is_refused_inside_the_hub_too(town: Town) -> None:
    revoked = Token(channel=town.token.channel, scopes=["adhoc"], revoked_at=timezone.now())
    assert answer_text(revoked, QUERY).code == "TOKEN_REFUSED"
    assert answer(revoked, "sha256:x").code == "TOKEN_REFUSED"


def test_use_of_a_token_is_noted(secret: str, stored: Any) -> None:
    get(secret, documentId=stored(QUERY))
    assert Token.objects.filter(label="web", last_used_at=None).count() == 1  # the one that the town itself holds
    assert Token.objects.exclude(last_used_at=None).count() == 1


def test_an_answer_has_an_etag_and_is_not_sent_twice(town: Town, secret: str, stored: Any) -> None:
    document = stored(QUERY)
    first = get(secret, documentId=document)
    etag = first["ETag"]
    again = get(secret, documentId=document, headers={"If-None-Match": f'"x", W/{etag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Accept", "Authorization"} <= {part.strip() for part in again["Vary"].split(",")}
    town.item("second")
    changed = get(secret, documentId=document, headers={"If-None-Match": etag})
    assert (changed.status_code, changed["ETag"] == etag) == (200, False)


def test_headers_of_a_long_list_fit_where_a_proxy_looks_for_them(town: Town, secret: str, stored: Any) -> None:
    for number in range(97):
        town.item(f"faq-{number}")
    document = stored('{ items(locale: "nl", first: 100) { nodes { key } } }')
    found = get(secret, documentId=document)
    keys = found["Surrogate-Key"].split()
    assert (len(found.json()["data"]["items"]["nodes"]), len(keys), keys[0], "l-*-nl" in keys) == (98, 100, "hub", True)
    assert len(found.serialize_headers()) < 2_500


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{ not json", "application/json", 400, "BAD_REQUEST"),
        ("[]", "application/json", 400, "BAD_REQUEST"),
        ("{}", "application/json", 400, "BAD_REQUEST"),
        ({"query": 3}, "application/json", 400, "BAD_REQUEST"),
        ({"query": QUERY, "variables": []}, "application/json", 400, "BAD_REQUEST"),
        ({"query": QUERY, "extensions": "x"}, "application/json", 400, "BAD_REQUEST"),
        ({"query": QUERY, "operationName": ["x"]}, "application/json", 400, "BAD_REQUEST"),
        ({"query": QUERY}, "text/plain", 415, "BAD_REQUEST"),
        ({"query": QUERY}, "application/json; charset=latin-1", 415, "BAD_REQUEST"),
        ("[" * 100_000, "application/json", 400, "BAD_REQUEST"),
        ({"query": "#" * 300_000}, "application/json", 413, "LIMIT_EXCEEDED"),
        ({"query": "{"}, "application/json", 400, "PARSE_FAILED"),
        ({"query": "{ nope }"}, "application/json", 400, "VALIDATION_FAILED"),
        ({"query": "query($n: Int!) { a: __typename }"}, "application/json", 400, "VALIDATION_FAILED"),
        ({"query": QUERY, "operationName": "none"}, "application/json", 400, "OPERATION_UNKNOWN"),
        (
            {"query": "query($n: Int!) { changes(first: $n) { seq } }", "variables": {"n": "x"}},
            "application/json",
            400,
            "VARIABLES_INVALID",
        ),
    ],
)
def test_wrong_requests(developer: str, body: Any, kind: str, status: int, code: str) -> None:
    found = post(developer, body, content_type=kind)
    assert (found.status_code, found.json()["errors"][0]["extensions"]["code"]) == (status, code)
    assert "data" not in found.json()


def test_methods_and_media_types(developer: str) -> None:
    headers = {"Authorization": f"Bearer {developer}"}
    found = Client().put("/graphql", headers=headers)
    assert (found.status_code, found["Allow"]) == (405, "GET, POST")
    assert get(developer, accept="text/html", query=QUERY).status_code == 406
    for accept, kind in (
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (f"{RESPONSE}, application/json;q=0.5", RESPONSE),
        (f"{RESPONSE};q=0.5, application/json", "application/json"),
    ):
        assert get(developer, accept=accept, query=QUERY)["Content-Type"] == f"{kind}; charset=utf-8"
    assert get(developer, accept="application/json", query="{ nope }").status_code == 200


def test_what_fails_inside_is_logged_and_not_told(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    town.item("faq", {"code": "x"})

    def broken(*_arguments: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("contenthub.query.values.reader.Reader.stamp", broken)
    found = town.ask('{ item(key: "faq", locale: "nl") { stamp } }')
    assert found.data == {"item": None}
    assert found.errors[0]["message"] == "The hub could not answer this. It has been logged."
    assert (found.code, found.errors[0]["path"]) == ("INTERNAL_ERROR", ["item", "stamp"])
    assert "secret detail" in caplog.text


def test_to_dict_leaves_data_out_only_when_nothing_was_executed() -> None:
    assert Answer(None, []).to_dict() == {"data": None}
    assert Answer(errors=[{"message": "x"}], executed=False).to_dict() == {"errors": [{"message": "x"}]}


def test_the_page_to_try_queries_on(town: Town) -> None:
    town.item("faq")
    client = Client(enforce_csrf_checks=True)
    assert client.get("/graphiql/").status_code == 302
    assert client.post("/graphiql/query", "{}", content_type="application/json").status_code == 403
    client.force_login(User.objects.create_superuser("ann", "ann@example.org", "x"))
    page = client.get("/graphiql/")
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().partition("data-graphiql")[2].partition("</main>")[0]
    token = page.context["csrf_token"]
    body = json.dumps({"query": QUERY})
    found = client.post("/graphiql/query", body, content_type="application/json", headers={"X-CSRFToken": str(token)})
    assert found.json()["data"] == DATA["data"]
    assert client.post("/graphiql/query", body, content_type="application/json").status_code == 403
    for example in page.context["examples"]:
        assert town.ask(example["query"], **example["variables"]).executed is True


def test_a_response_goes_with_its_answer() -> None:
    kept = Kept(b"{}", frozenset(), float("inf"), "key")
    env = {"REQUEST_METHOD": "GET", "PATH_INFO": "/graphql", "QUERY_STRING": "documentId=gone"}
    fast.remember(env, Token(pk=1), kept, kept.body, [("ETag", '"x"')], "application/json", shared=True)
    assert fast.key_of(env) in fast._ready
    del kept
    assert fast.key_of(env) not in fast._ready
