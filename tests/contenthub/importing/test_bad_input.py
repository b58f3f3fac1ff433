"""Files that are wrong, or meant to hurt: a clear message each, and nothing half-imported."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from content_models.models import Fact, Item
from contenthub.models import Decision, Publication, Snapshot
from contenthub.users import User
from tests.contenthub.importing.conftest import Run

UUID = "11111111-1111-4111-8111-111111111111"


def document(body: str = "<p>Hello.</p>", **more: Any) -> dict[str, Any]:
    return {
        "content_id": UUID,
        "base_path": "/one",
        "document_type": "answer",
        "locale": "en",
        "title": "One",
        "details": {"body": body},
        "links": {},
        **more,
    }


BAD = [
    ("not json", "{", "This is not JSON"),
    ("a list", "[]", "A content item is a JSON object"),
    ("empty", "", "This is not JSON"),
    ("no type", json.dumps(document(document_type=None)), "document_type is missing"),
    ("no path", json.dumps(document(base_path="one")), "base_path is missing"),
    ("no details", json.dumps(document(details=[])), "details must be an object"),
    ("wrong id", json.dumps(document(content_id="1")), "content_id '1' is not a UUID"),
    ("deep json", '{"a":' * 200_000 + "1" + "}" * 200_000, "This is not JSON"),
    ("20 MB", json.dumps(document("<div>" * 4_000_000)), "The file has 19 MB; at most 10 MB can be imported"),
    ("long html", json.dumps(document("<div>" * 500_000)), "characters"),
    ("deep lists", json.dumps(document("<ul><li>" * 100_000)), "deep"),
    ("no locale", json.dumps(document(locale="klingon")), "'klingon' is not a locale this hub knows"),
    ("no steps", json.dumps(document(document_type="simple_smart_answer")), "no steps and no questions"),
    ("unknown embed", json.dumps(document("<p>{{embed:content_block_tax:none}}</p>")), "not in the set"),
]


@pytest.mark.parametrize(("text", "reason"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_file_is_told_and_the_good_one_imported(run: Run, text: str, reason: str) -> None:
    good = document(content_id="22222222-2222-4222-8222-222222222222", base_path="/two")
    report = run({"bad.json": text, "good.json": json.dumps(good)})
    assert (report["read"], report["created"], report["published"], report["exit"]) == (2, 1, 1, 1)
    (failed,) = report["failed"]
    assert failed["file"] == "bad.json"
    assert reason in failed["reason"]
    assert list(Item.objects.values_list("key", flat=True)) == ["two"]


def test_hostile_html_is_cleaned_and_what_was_dropped_is_told(run: Run) -> None:
    body = (
        '<p onclick="steal()">Read <a href="javascript:steal()">this</a><script>steal()</script> and '
        '<a href="https://example.org/x">that</a>.</p><iframe src="https://evil.example"></iframe>'
        "<img src=x onerror=steal()>"
    )
    report = run({"one.json": json.dumps(document(body))})
    assert report["failed"] == []
    assert {row["what"]: row["count"] for row in report["dropped"]} == {
        "<iframe>": 1,
        "<img>": 1,
        "<script>": 1,
        "link without a target elsewhere": 1,
        "onclick=": 1,
    }
    text = Snapshot.objects.get().body
    assert "steal" not in text
    assert "evil" not in text
    assert "https://example.org/x" in text


def test_links_become_references_or_external_nodes(run: Run) -> None:
    two = "22222222-2222-4222-8222-222222222222"
    body = '<p><a href="/two">Two</a>, <a href="https://www.gov.uk/three">Three</a> and <a href="#top">up</a></p>'
    report = run(
        {
            "one.json": json.dumps(document(body)),
            "two.json": json.dumps(document('<p><a href="/one">One</a></p>', content_id=two, base_path="/two")),
        }
    )
    assert (report["failed"], report["published"]) == ([], 2)
    (block,) = Snapshot.objects.get(uuid=UUID).document["body"]
    assert block["text"][0]["markDefs"] == [
        {"_key": "m1", "_type": "itemLink", "item": two},
        {
            "_key": "m2",
            "_type": "external",
            "source": "/three",
            "title": "Three",
            "href": "https://www.gov.uk/three",
        },
    ]


def test_content_blocks_become_facts_that_texts_embed(run: Run) -> None:
    pension = {
        "content_id": "33333333-3333-4333-8333-333333333333",
        "base_path": "/content-blocks/content_block_pension/state-pension",
        "document_type": "content_block_pension",
        "locale": "en",
        "title": "State pension",
        "details": {"rates": {"full": {"title": "Full", "amount": "£221.20"}}},
    }
    embed = "{{embed:content_block_pension:state-pension/rates/full/amount}}"
    report = run({"a.json": json.dumps(pension), "one.json": json.dumps(document(f"<p>You get {embed}.</p>"))})
    assert (report["failed"], report["facts"]) == ([], 1)
    fact = Fact.objects.get()
    assert (fact.label, fact.kind) == ("State pension: Full", "money")
    (block,) = Snapshot.objects.get().document["body"]
    assert block["text"][0]["children"][1] == {"_type": "fact", "fact": str(fact.uuid), "format": "short"}


def test_gone_and_moved_items_say_so(run: Run) -> None:
    gone = document(document_type="gone", details={"explanation": "<p>Closed down.</p>"})
    moved = document(
        content_id=None, base_path="/old", document_type="redirect", redirects=[{"path": "/old", "destination": "/two"}]
    )
    two = document(content_id="22222222-2222-4222-8222-222222222222", base_path="/two")
    report = run({"gone.json": json.dumps(gone), "moved.json": json.dumps(moved), "two.json": json.dumps(two)})
    assert (report["failed"], report["withdrawn"]) == ([], 2)
    rows = Publication.objects.order_by("key").values_list("key", "status", "notice", "replaced_by")
    assert [(key, status, notice, str(by)) for key, status, notice, by in rows] == [
        ("old", "replaced", "", two["content_id"]),
        ("one", "gone", "Closed down.", "None"),
        ("two", "live", "", "None"),
    ]


def test_an_import_is_a_decision_in_somebodys_name(run: Run, publisher: User) -> None:
    run({"one.json": json.dumps(document())}, actor="publisher")
    decision = Decision.objects.get(what="item")
    assert (decision.kind, decision.actor, decision.reason) == ("import", publisher, "import")


def test_without_publish_drafts_are_saved_and_published_later(run: Run) -> None:
    files = {"one.json": json.dumps(document())}
    assert run(files, publish=False)["created"] == 1
    assert (Item.objects.get().live, Snapshot.objects.count()) == (False, 0)
    later = run(files)
    assert (later["created"], later["unchanged"], later["published"]) == (0, 1, 1)
    assert run(files)["published"] == 0


def test_a_changed_file_makes_a_new_snapshot(run: Run) -> None:
    run({"one.json": json.dumps(document())})
    report = run({"one.json": json.dumps(document("<p>Changed.</p>"))})
    assert (report["updated"], report["published"]) == (1, 1)
    assert list(Snapshot.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_nobody_without_a_mandate_imports(run: Run, editor: User) -> None:
    report = run({"one.json": json.dumps(document())}, actor="editor")
    assert "You may not take this decision" in report["failed"][0]["reason"]
    assert Snapshot.objects.count() == 0


@pytest.mark.parametrize(("options", "message"), [({"actor": "nobody"}, "no active user"), ({}, "does not exist")])
def test_wrong_use_is_told(hub: None, options: dict[str, str], message: str, tmp_path: Path) -> None:
    path = tmp_path if options else tmp_path / "missing"
    with pytest.raises(CommandError, match=message):
        call_command("import_content", str(path), format="govuk", **options)
