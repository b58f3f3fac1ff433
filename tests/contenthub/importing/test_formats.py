"""Formats by small samples: what each reads, and that wrong or hostile files are told while the rest comes in."""

import io
import json
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from content_models.models import Fact, Item
from content_models.presets import preset_paths
from contenthub.importing import save
from contenthub.importing.formats import formats
from contenthub.importing.groups import connected
from contenthub.importing.records import Source
from contenthub.models import Publication, Snapshot
from contenthub.packs import read_pack
from tests.contenthub.importing.conftest import Run

WXR = """<?xml version="1.0" encoding="UTF-8"?>{head}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://blog.example.org</wp:base_blog_url>
<item><title>Opening</title><link>https://blog.example.org/2026/opening/</link>
<content:encoded><![CDATA[<!-- wp:paragraph --><p>See <a href="/about/">about us</a> or <a href="?p=3">the draft</a>.
</p><!-- /wp:paragraph -->[gallery ids="1,2"]<script>steal()</script>]]></content:encoded>
<excerpt:encoded><![CDATA[We open.]]></excerpt:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2026-03-01 09:00:00</wp:post_date><wp:post_name>opening</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category domain="category">News</category>
<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment></item>
<item><title>About us</title><link>https://blog.example.org/about/</link>
<content:encoded><![CDATA[First line
second line [sic]

Another paragraph.]]></content:encoded>
<wp:post_id>2</wp:post_id><wp:post_name>about</wp:post_name><wp:status>publish</wp:status>
<wp:post_type>page</wp:post_type></item>
<item><title>Draft</title><content:encoded>Not yet.</content:encoded><wp:post_id>3</wp:post_id>
<wp:status>draft</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>photo</title><wp:post_id>4</wp:post_id><wp:status>inherit</wp:status>
<wp:post_type>attachment</wp:post_type></item>
</channel></rss>"""

BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
THIEF = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def blocks_of(key: str, locale: str = "en") -> list[dict[str, Any]]:
    document = Publication.objects.get(key=key, locale=locale).snapshot.document
    return [node for block in document["body"] for node in block["text"]]


def test_a_site_of_wordpress(run: Run) -> None:
    report = run({"site.xml": WXR.format(head="")}, format="wxr", publish=False)
    assert report["created"] == 3
    run({"site.xml": WXR.format(head="")}, format="wxr")
    assert list(Item.objects.order_by("key").values_list("key", "content_model__key", "live")) == [
        ("about", "article", True),
        ("draft", "article", False),
        ("opening", "news", False),
    ]
    run({"site.xml": WXR.format(head="").replace("?p=3", "/elsewhere/")}, format="wxr")
    news = Publication.objects.get(key="opening").snapshot.document
    assert (news["date"], news["summary"], news["tags"]) == ("2026-03-01", "We open.", ["News"])
    links = blocks_of("opening")[0]["markDefs"]
    assert [(one["_type"], one.get("item") or one["href"]) for one in links] == [
        ("itemLink", str(Publication.objects.get(key="about").uuid)),
        ("external", "https://blog.example.org/elsewhere/"),
    ]
    assert [[child.get("text") for child in node["children"]] for node in blocks_of("about")] == [
        ["First line\nsecond line [sic]"],
        ["Another paragraph."],
    ]
    assert {row["what"]: row["count"] for row in report["dropped"]} == {
        "<script>": 1,
        "[gallery]": 1,
        "attachment (no text of its own)": 1,
        "comment": 1,
    }


def space(fields: dict[str, Any], **more: Any) -> str:
    """Return an export of a space with one type and one entry in two languages."""
    types = [
        {
            "sys": {"id": "page"},
            "name": "Page",
            "displayField": "name",
            "fields": [
                {"id": "name", "type": "Symbol", "localized": True},
                {"id": "text", "type": "RichText", "localized": True},
                {"id": "where", "type": "Location"},
                {"id": "status", "type": "Symbol"},
                {"id": "extra", "type": "Object"},
            ],
        }
    ]
    entry = {
        "sys": {"id": "one", "contentType": {"sys": {"id": "page"}}, "publishedVersion": 1},
        "fields": {"name": {"en-US": "Hello", "nl": "Hallo"}, **fields},
    }
    locales = [{"sys": {}, "code": "nl"}, {"sys": {}, "code": "en-US", "default": True}]
    return json.dumps({"contentTypes": types, "entries": [entry], "locales": locales, **more})


def rich(*content: dict[str, Any]) -> dict[str, Any]:
    return {"nodeType": "document", "content": list(content)}


def words(text: str, *marks: str) -> dict[str, Any]:
    return {"nodeType": "text", "value": text, "marks": [{"type": mark} for mark in marks]}


def test_an_entry_in_two_languages(run: Run) -> None:
    cell = {"nodeType": "table-cell", "content": [{"nodeType": "paragraph", "content": [words("1")]}]}
    table = {"nodeType": "table", "content": [{"nodeType": "table-row", "content": [cell, cell]}]}
    text = rich({"nodeType": "heading-2", "content": [words("Big", "bold", "underline")]}, table)
    fields = {
        "text": {"en-US": text},
        "where": {"en-US": {"lat": 52.1, "lon": 4.3}},
        "status": {"en-US": "open"},
        "extra": {"en-US": {"a": 1}},
    }
    report = run({"space.json": space(fields)}, format="contentful")
    assert [(row["what"], row["count"]) for row in report["dropped"]] == [("extra (Object)", 2), ("underline mark", 1)]
    english, dutch = (Publication.objects.get(locale=code).snapshot.document for code in ("en", "nl"))
    assert english["where"] == {"latitude": 52.1, "longitude": 4.3}
    assert english["status_field"] == dutch["status_field"] == "open"
    assert "text" not in dutch
    assert [block["block"] for block in english["text"]] == ["text", "table"]
    assert english["text"][1]["table"]["rows"] == [["1", "1"]]


def test_a_type_never_takes_over_a_model_of_the_hub(run: Run) -> None:
    taken = space({}).replace('"id": "page"', '"id": "article"')
    report = run({"space.json": taken}, format="contentful")
    assert (report["created"], report["models"]) == (2, 1)
    assert set(Item.objects.values_list("content_model__key", flat=True)) == {"contentful_article"}
    assert run({"space.json": taken}, format="contentful")["models"] == 0


def test_links_between_markdown_files_are_references(run: Run) -> None:
    files = {
        "en/a.md": "# Title with *stress*\n\nSee [b](../en/sub/b.md#top) and [c](c.md).\n",
        "en/sub/b.md": "---\ntitle: B\ntags: [x, y]\ndraft: false\nsummary: Short.\n---\n| a |\n|---|\n| 1 |\n",
        "en/c.md": "---\ntitle: C\ndraft: true\n---\nNot yet.",
    }
    report = run(files, format="markdown")
    assert (report["created"], report["published"]) == (3, 1)
    assert "“C” is referred to, and has not been published" in report["failed"][0]["reason"]
    report = run({**files, "en/c.md": files["en/c.md"].replace("true", "false")}, format="markdown")
    assert (report["failed"], report["published"]) == ([], 2)
    assert Item.objects.get(key="a").title == "Title with stress"
    items = [str(Publication.objects.get(key=key).uuid) for key in "bc"]
    assert [one["item"] for one in blocks_of("a")[0]["markDefs"]] == items
    document = Publication.objects.get(key="b").snapshot.document
    assert (document["tags"], document["summary"]) == (["x", "y"], "Short.")
    assert document["body"][0]["table"] == {"caption": "", "header": ["a"], "rows": [["1"]]}


PLAN = """
model = "product"
title = "{Naam}"
[fields]
summary = "{Naam}"
audience = "both"
body = { text = "{Tekst}", format = "markdown" }
tags = { text = "{Woorden}", split = ";" }
[[fields.costs]]
name = "Normaal"
[fields.costs.price]
fact = "money"
value = { amount = "{Prijs}", currency = "EUR" }
label = "Prijs: {Naam}"
labels = { en = "Price: {Naam}" }
"""


def workbook(*rows: list[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_row_by_row(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN)
    header = ["Naam", "Tekst", "Woorden", "Prijs"]
    book = workbook(
        header, ["Paspoort", "**Kom** langs.", "reis; grens", 75.8], [], ["", "x"], ["Gratis", "Niets.", "", ""]
    )
    report = run({"town.xlsx": book}, format="table", mapping=plan)
    assert [(row["file"], row["reason"]) for row in report["failed"]] == [
        ("town.xlsx row 4", "The row has no title."),
    ]
    paid, unpaid = (Publication.objects.get(key=key).snapshot.document for key in ("paspoort", "gratis"))
    assert [(one.label, one.labels) for one in Fact.objects.all()] == [("Prijs: Paspoort", {"en": "Price: Paspoort"})]
    assert (paid["tags"], len(paid["costs"]), "costs" in unpaid) == (["reis", "grens"], 1, False)
    assert paid["body"][0]["text"][0]["children"][0] == {"_type": "span", "marks": ["strong"], "text": "Kom"}


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024 * 1024))
    return out.getvalue()


GOOD_WXR = WXR.format(head="").replace("<wp:post_id>", "<wp:post_id>9")
GOOD_CSV = "Naam,Tekst,Woorden,Prijs\nAkte,Tekst.,,\n"
HOSTILE: list[tuple[str, str, str | bytes, str]] = [
    ("wxr", "a.xml", "<rss>", "This is not XML"),
    ("wxr", "a.xml", "", "This is not XML"),
    ("wxr", "a.xml", "<rss></rss>", "no export of WordPress"),
    ("wxr", "a.xml", WXR.format(head=BOMB), "declares entities"),
    ("wxr", "a.xml", WXR.format(head=THIEF), "declares entities"),
    ("wxr", "a.xml", b"\xff\xfe\x00", "This is not XML"),
    ("contentful", "a.json", "{", "This is not JSON"),
    ("contentful", "a.json", "[]", "contentTypes is missing"),
    ("contentful", "a.json", space({"text": {"en-US": {"nodeType": 3}}}), "another shape"),
    ("contentful", "a.json", space({}, contentTypes=[]), "is not in the export"),
    ("wagtail", "a.json", "[1, 2]", "no dump of a Wagtail site"),
    ("markdown", "a.md", b"\xff\xfeabc", "not UTF-8 (byte 0)"),
    ("markdown", "a.md", "---\na: [1\n---\nx", "front matter is not YAML (line 2)"),
    ("markdown", "a.md", "---\n- a\n---\nx", "names with values"),
    ("markdown", "a.md", "---\na: &a [x]\nb: [*a,*a]\n---\nx", "YAML aliases"),
    ("markdown", "a.md", "---\nmodel: nothing\n---\nx", "no content model 'nothing'"),
    ("markdown", "a.md", "---\n" + "a: " + "[" * 5000 + "\n---\nx", "front matter is not YAML"),
    ("markdown", "a.md", "<ul><li>" * 3000 + "x", "deep"),
    ("table", "a.csv", "", "The table is empty"),
    ("table", "a.csv", "Naam,Tekst\n1,2\n", "columns that the table does not have: Prijs, Woorden"),
    ("table", "a.csv", "Naam,Naam\n1,2\n", "same name: Naam"),
    ("table", "a.csv", 'Naam,Tekst,Woorden,Prijs\n"open', "This is not CSV"),
    ("table", "a.csv", "Naam,Tekst,Woorden,Prijs\n1,2,3,4,5\n", "Row 2 has more cells"),
    ("table", "a.xlsx", b"PK\x03\x04 no", "no XLSX workbook"),
    ("table", "a.xlsx", bomb(), "Unpacked"),
    ("hsds", "a.json", "[]", "holds no service"),
    ("hsds", "services.csv", "name\nx\n", "no column id"),
    ("hsds", "a.json", '{"name": "x", "status": "active"}', "A row of services has no id"),
]
GOOD = {
    "wxr": ("z.xml", GOOD_WXR, 3),
    "contentful": ("z.json", space({}).replace('"one"', '"two"'), 2),
    "wagtail": (
        "z.json",
        '[{"model": "wagtailcore.page", "pk": 2, "fields": {"depth": 2, "title": "Home", "live": true, "slug": "h"}}]',
        1,
    ),
    "markdown": ("z.md", "# Good\n\nText.", 1),
    "table": ("z.csv", GOOD_CSV, 1),
    "hsds": ("z.json", '{"id": "o", "name": "Org", "description": "D.", "website": "https://example.org"}', 1),
}


# Named by file and reason: a workbook holds the moment it was made, and workers must name their tests alike.
@pytest.mark.parametrize(
    ("format", "name", "content", "reason"), HOSTILE, ids=[f"{row[1]}: {row[3]}" for row in HOSTILE]
)
def test_wrong_and_hostile_files_are_told_and_the_good_one_is_read(
    tmp_path: Path, format: str, name: str, content: str | bytes, reason: str
) -> None:
    good, text, count = GOOD[format]
    for file, inside in ((name, content), (good, text)):
        (tmp_path / file).write_bytes(inside.encode() if isinstance(inside, str) else inside)
    specs = {spec.key: spec for spec in map(read_pack, preset_paths())}
    source = Source(tmp_path, specs, frozenset({"nl", "en"}), "en", mapping=tomllib.loads(PLAN))
    reading = formats()[format](source)
    (failed,) = reading.failed
    assert failed["file"].startswith(name)
    assert reason in failed["reason"]
    assert (reading.read, len(reading.items)) == (2, count)


def test_a_link_out_of_the_folder_is_not_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").symlink_to(tmp_path / "secret.md")
    report = run({"b.md": "# Good\n\nText."}, format="markdown")
    assert [(one["file"], one["reason"]) for one in report["failed"]] == [
        ("a.md", "This is a link to another file. Give the file itself.")
    ]
    assert list(Item.objects.values_list("title", flat=True)) == ["Good"]


def test_a_wrong_mapping_is_told_with_everything_that_is_wrong(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('modell = "product"\n[fields]\nprice = { fact = "gold" }\n')
    (failed,) = run({"a.csv": GOOD_CSV}, format="table", mapping=plan)["failed"]
    for part in ("modell is not known", "model must be one of", "title is missing", "fact must be one of", "value is"):
        assert part in failed["reason"]
    (failed,) = run({"a.csv": GOOD_CSV}, format="table")["failed"]
    assert failed["reason"] == "A table needs a mapping file: --mapping FILE.toml."


def test_an_import_that_was_cut_off_goes_on_where_it_was(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save, "BATCH", 2)
    files: dict[str, str | bytes] = {f"{name}.md": f"# {name}\n\nText." for name in "abcdef"}
    publish_many, calls = save.flow.publish_many, []

    def cut_off(revisions: Any, *args: Any, **options: Any) -> Any:
        calls.append(len(revisions))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return publish_many(revisions, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(save.flow, "publish_many", cut_off)
        with pytest.raises(KeyboardInterrupt):
            run(files, format="markdown")
    assert (Item.objects.count(), Snapshot.objects.count()) == (6, 2)
    report = run(files, format="markdown")
    assert (report["created"], report["unchanged"], report["published"]) == (0, 6, 4)
    assert Snapshot.objects.count() == 6


def test_what_points_at_each_other_stays_together() -> None:
    ids = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(6)]
    rows = [(ids[0], {"to": ids[3]}), *((one, {}) for one in ids[1:5]), (ids[5], {"deep": [{"to": f"x {ids[4]} y"}]})]
    assert list(connected(rows, 2)) == [[0, 3], [1, 2], [4, 5]]
    assert list(connected([(ids[0], {}), (ids[0], {})], 1)) == [[0, 1]]


def test_what_is_locked_is_left_alone(run: Run, editor: Any) -> None:
    run({"a.md": "# A\n\nText."}, format="markdown")
    item = Item.objects.get()
    item.locked, item.locked_by = True, editor
    item.save()
    (failed,) = run({"a.md": "# A\n\nOther text."}, format="markdown")["failed"]
    assert "It is locked" in failed["reason"]
    assert run({"a.md": "# A\n\nText."}, format="markdown")["unchanged"] == 1
