"""The schema in use: follows the content models, stands when one falls, and can be exported."""

from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command

from content_models.spec import ModelSpec
from contenthub.query.documents import KEPT, Documents
from contenthub.query.errors import TooLarge
from contenthub.query.registry import Registry, registry
from contenthub.query.schema import build, pauses
from tests.contenthub.query.conftest import CONTACT_POINT, FAQ, Town

pytestmark = pytest.mark.django_db

MORE = {**CONTACT_POINT, "fields": [*CONTACT_POINT["fields"], {"key": "mail", "kind": "text"}]}
TEXT = '{ contactPoint(key: "desk", locale: "nl") { mail } }'


def test_a_new_model_version_is_there_at_the_next_request(town: Town) -> None:
    town.item("desk", {"mail": "a@example.org"}, model="contact_point")
    assert town.ask(TEXT).code == "VALIDATION_FAILED"
    town.model(MORE)
    assert town.data(TEXT) == {"contactPoint": {"mail": "a@example.org"}}


def test_the_schema_is_built_once_for_each_stamp(town: Town) -> None:
    first = registry.current()
    assert registry.current() is first
    assert registry.current(first.stamp) is first
    town.model(MORE)
    second = registry.current()
    assert second is not first
    assert second.stamp[0] == first.stamp[0] + 1


def test_many_requests_at_once_build_one_schema(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []
    current = registry.current()
    fresh = Registry()

    def build(_before: object) -> object:
        built.append(1)
        return current

    monkeypatch.setattr(fresh, "_build", build)
    threads = [Thread(target=fresh.current, args=(current.stamp,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [1]


def test_a_quarantined_model_is_logged_and_its_items_are_left_out(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.model({"key": "image", "fields": [{"key": "text", "kind": "text"}]})
    lost = town.item("lost", model="image")
    town.item("faq", {"related": [str(lost.uuid)]})
    found = town.data("""{ items(locale: "nl") { nodes { key } totalCount } item(key: "lost", locale: "nl") { key }
    faq(key: "faq", locale: "nl") { related { key } fields { value } } }""")
    assert found["items"] == {"nodes": [{"key": "faq"}], "totalCount": 1}
    assert found["item"] is None
    assert found["faq"] == {"related": [], "fields": [{"value": []}]}
    assert "The content model 'image' is not in the GraphQL schema: the name 'Image' belongs to the hub" in caplog.text


def test_documents_are_kept_up_to_a_number(town: Town) -> None:
    documents = Documents(registry.current().built)
    first = documents.get("{ __typename }", {}, internal=False, introspect=False)
    assert documents.get("{ __typename }", {}, internal=False, introspect=False) is first
    assert documents.get("{ __typename }", {}, internal=True, introspect=False) is not first
    for number in range(KEPT):
        documents.get(f"{{ a{number}: __typename }}", {}, internal=False, introspect=False)
    assert len(documents.kept) == KEPT
    assert documents.get("{ __typename }", {}, internal=False, introspect=False) is not first


def test_a_kept_document_is_measured_with_the_variables_of_each_request(town: Town) -> None:
    documents = Documents(registry.current().built)
    inner = "related { ... on Faq { related { ... on Faq { related { key title locale status } } } } }"
    text = 'query($n: Int!) { faqs(locale: "nl", first: $n) { nodes { A B } } }'
    text = text.replace("A", inner).replace("B", f"again: {inner}")
    documents.get(text, {"n": 1}, internal=False, introspect=False)
    with pytest.raises(TooLarge, match="cost"):
        documents.get(text, {"n": 100}, internal=False, introspect=False)


def test_an_answer_of_too_many_items_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contenthub.query.store.reading.MOST_ITEMS", 20)
    desk = town.item("desk", model="contact_point")
    for number in range(10):
        town.item(f"k{number}", {"related": [str(desk.uuid)]})
    text = '{ faqs(locale: "nl", first: %d) { nodes { related { key } } } }'
    assert len(town.data(text % 10)["faqs"]["nodes"]) == 10
    town.item("more", {"related": [str(desk.uuid)]})
    found = town.ask(text % 11)
    assert (found.executed, found.code) == (False, "LIMIT_EXCEEDED")


def test_export_schema(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "schema.graphql"
    shown = StringIO()
    call_command("export_schema", stdout=shown)
    assert "type Faq implements ContentItem" in shown.getvalue()
    call_command("export_schema", out=file, stdout=StringIO())
    assert file.read_text() == shown.getvalue()
    call_command("export_schema", check=file, stdout=StringIO())
    town.model(MORE)
    with pytest.raises(CommandError, match="differs from the schema, first in line"):
        call_command("export_schema", check=file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("export_schema", check=tmp_path / "none")


def test_changes_subjects_and_the_channel_itself(town: Town) -> None:
    from contenthub.publishing.models import Change
    from tests.contenthub.query.conftest import DAY

    faq = town.item("faq")
    rows = [
        Change.objects.create(what=what, uuid=faq.uuid, locale="nl", number=number, actor="Ann", at=DAY)
        for number, what in enumerate(["published", "withdrawn"], 1)
    ]
    text = "query($after: Int) { changes(after: $after, first: 1) { seq what uuid locale number at } }"
    found = town.data(text, after=rows[0].seq)["changes"]
    assert found == [
        {
            "seq": rows[1].seq,
            "what": "withdrawn",
            "uuid": str(faq.uuid),
            "locale": "nl",
            "number": 2,
            "at": "2026-06-01T12:00:00+00:00",
        }
    ]
    assert town.ask("{ changes(first: 1001) { seq } }").code == "BAD_ARGUMENT"
    assert town.data("{ channel { key kind status locales queries { name } } }")["channel"] == {
        "key": "town-web",
        "kind": "web",
        "status": "active",
        "locales": [],
        "queries": [],
    }


def test_a_build_that_gives_way_rests_whenever_it_has_worked_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    now, rests = [0.0], list[float]()

    def tick() -> float:
        now[0] += 0.0004
        return now[0]

    monkeypatch.setattr(pauses, "monotonic", tick)
    monkeypatch.setattr(pauses, "sleep", rests.append)
    monkeypatch.setattr(pauses, "WORK", 0.001)
    spec = ModelSpec.read(FAQ, 1)
    usual = build([spec])
    assert rests == []
    with pauses.giving_way():
        assert build([spec]).sdl == usual.sdl
    types = len(rests)
    assert set(rests) == {pauses.REST}
    assert types > 10
    build([spec])
    assert len(rests) == types


def test_a_build_waits_for_requests_that_are_on_their_way_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    now, rests = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        rests.append(seconds)
        now[0] += seconds
        if len(rests) == 4:
            pauses.requests.__exit__()

    monkeypatch.setattr(pauses, "monotonic", lambda: now[0])
    monkeypatch.setattr(pauses, "sleep", sleep)
    pauses.requests.__enter__()
    with pauses.giving_way():
        now[0] += pauses.WORK
        pauses.pause()
        assert len(rests) == 4
        with pauses.requests:
            for _piece in range(3):
                now[0] += pauses.WORK
                pauses.pause()
    assert pauses.PATIENCE < sum(rests) < pauses.PATIENCE + 4 * pauses.REST
