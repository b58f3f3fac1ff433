"""The whole GOV.UK set: imported, published, produced on both channels, nothing lost and nothing twice."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from lxml import html as lxml_html

from content_models.presets import preset_paths
from contenthub.install import make_channels, make_locales, make_operator
from contenthub.models import Publication, Snapshot
from contenthub.packs import load_models, read_pack
from tests.conftest import shared

KINDS = ("app", "email", "print", "servicedesk", "web")
SUFFIXES = {".json", ".eml", ".pdf", ".html"}
HTML = re.compile(r"<p[ >]")


@pytest.fixture
def hub(db: None) -> None:
    make_locales()
    load_models([read_pack(path) for path in preset_paths()], make_operator())
    make_channels()


@pytest.fixture
def original() -> Path:
    return shared("data", "govuk")


@pytest.fixture
def renamed(original: Path, tmp_path: Path) -> Path:
    """The same set with other ids and other paths."""
    copy = tmp_path / "renamed"
    shutil.copytree(original, copy)
    files = list(copy.rglob("*.json"))
    text = {file: file.read_text() for file in files}
    ids = {uuid for body in text.values() for uuid in re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", body)}
    fresh = {uuid: str(uuid4()) for uuid in ids}
    for file, body in text.items():
        for old, new in fresh.items():
            body = body.replace(old, new)
        file.write_text(body)
    return copy


def imported(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    call_command("import_content", str(folder), format="govuk", publish=True, json=True)
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


@pytest.mark.parametrize("source", ["original", "renamed"])
def test_every_paragraph_stands_once_and_in_order(
    hub: None, source: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = request.getfixturevalue(source)
    files = sorted(folder.rglob("*.json"))
    report = imported(folder, capsys)
    assert (report["read"], report["failed"]) == (len(files), [])
    assert report["published"] == report["created"] == Snapshot.objects.count()
    models = Counter(Publication.objects.values_list("model", flat=True))
    assert len(set(models) - {"article"}) >= 6
    call_command("produce", out=tmp_path / "out", json=True)
    produced = json.loads(capsys.readouterr().out)["channels"]
    assert {row["channel"]: (row["failed"], row["missing"]) for row in produced} == dict.fromkeys(KINDS, ([], []))
    check_right_to_left(tmp_path / "out")
    left_out = {row["file"] for row in report["duplicates"]}
    for file in files:
        if file.relative_to(folder).as_posix() not in left_out:
            check_paragraphs(json.loads(file.read_text()), tmp_path / "out" / "web")
    assert imported(folder, capsys) == {
        **report,
        "created": 0,
        "published": 0,
        "withdrawn": 0,
        "facts": 0,
        "unchanged": report["created"],
    }


def check_right_to_left(out: Path) -> None:
    """Arabic and Urdu items are there on every channel, and say that they are read from the right."""
    for locale in ("ar", "ur"):
        for kind in KINDS:
            assert [path for path in (out / kind / locale).rglob("*") if path.suffix in SUFFIXES], (kind, locale)
        (page,) = (out / "web" / locale).glob("*/index.html")
        assert lxml_html.fromstring(page.read_bytes()).get("dir") == "rtl"


def check_paragraphs(document: dict[str, Any], out: Path) -> None:
    paragraphs = [text for text in paragraphs_of(document["details"]) if text]
    if not paragraphs:
        return
    row = publication_of(document)
    page = lxml_html.fromstring((out / row.locale / row.key / "index.html").read_bytes())
    for guide in page.find_class("wizard"):
        guide.drop_tree()  # it shows a procedure once more, one question at a time
    shown = squeeze(page.find(".//main").text_content())
    place = 0
    for paragraph in paragraphs:
        found = shown.find(squeeze(paragraph), place)
        assert found >= 0, f"{row.key}: not shown in its order: {paragraph[:80]}"
        if len(squeeze(paragraph)) > 60:
            assert shown.count(squeeze(paragraph)) == paragraphs_in(paragraph, paragraphs), paragraph[:80]
        place = found


def paragraphs_in(paragraph: str, all_of_them: list[str]) -> int:
    return sum(squeeze(other).count(squeeze(paragraph)) for other in all_of_them)


def publication_of(document: dict[str, Any]) -> Publication:
    if document.get("content_id"):
        return Publication.objects.get(uuid=document["content_id"], locale=document["locale"])
    key = document["base_path"].rsplit("/", 1)[-1]
    return Publication.objects.get(key=key, locale=document["locale"])


def paragraphs_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            if key not in ("headers", "image", "attachments"):
                yield from paragraphs_of(child)
    elif isinstance(value, list):
        for child in value:
            yield from paragraphs_of(child)
    elif isinstance(value, str) and HTML.search(value):
        root = lxml_html.fragment_fromstring(value, create_parent="div")
        for paragraph in root.iter("p"):
            yield paragraph.text_content()


def squeeze(text: str) -> str:
    return "".join(text.split())
