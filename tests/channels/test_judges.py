"""Independent judges look at the finished output: HTML, accessibility, structured data, JSON Schema."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pytest
from PIL import Image

from channels.kinds.app import kind as app_kind
from channels.kinds.base import Kind
from channels.kinds.web import kind as web_kind
from channels.output import Asset
from channels.transports.files import write_files
from tests.channels import samples
from tests.channels.samples import field, item, listed
from tests.judges import judge, needs_judges

pytestmark = needs_judges

ITEMS = [
    samples.ITEM,
    samples.ARABIC,
    item("Moving house", "moving-house", [field("summary", "long_text", "Summary", "Tell us in time.")], locale="en"),
    item("Paspoort", "paspoort-aanvragen", [field("answer", "rich_text", "Antwoord", samples.BODY)], model="faq"),
    item("Rijbewijs bij ziekte", "rijbewijs", samples.FIELDS, status="WITHDRAWN", notice="Kijk bij de RDW."),
    item("Coronapas", "coronapas", [], status="GONE", subject=None),
    item("IJsbaan", "ijsbaan", [], status="EXPIRED"),
    item(
        "Oud",
        "oud",
        [],
        status="REPLACED",
        replacedBy={"locale": "nl", "key": "paspoort-aanvragen", "title": "Paspoort"},
    ),
]


def fetch(asset: Asset) -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (48, 32), (150, 180, 200)).save(picture, "WEBP")
    return picture.getvalue()


def build(kind: Kind, folder: Path) -> None:
    uuids = [f"00000000-0000-4000-8000-{number:012}" for number in range(len(ITEMS))]
    items = [{**one, "uuid": uuid} for one, uuid in zip(ITEMS, uuids, strict=True)]
    rendered = [(one, output) for one in items for output in kind.render_item(samples.payload(one))]
    names = ("uuid", "locale", "key", "stamp")
    produced = [output.produced(**{name: one[name] for name in names}) for one, output in rendered]
    entries = [listed(one["uuid"], one["key"], one["title"], one["locale"], one["subject"]) for one in items[:5]]
    outputs = [output for _, output in rendered]
    write_files(folder, [*outputs, *kind.render_index(samples.index(*entries), produced)], fetch=fetch)


def test_web_pages_pass(tmp_path: Path) -> None:
    build(web_kind(), tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) == 16
    assert judge("web", "--strict", "--root", tmp_path, *pages, folder=tmp_path) == []


@pytest.mark.parametrize("brand", ["#ffdd00", "#c8102e"])
def test_bright_house_colours_pass(tmp_path: Path, brand: str) -> None:
    loud = dataclasses.replace(samples.ORGANISATION, colours={"brand": brand, "accent": brand})
    context = dataclasses.replace(samples.context(), organisation=loud)
    web, shown = web_kind(), samples.payload(samples.ITEM)
    outputs = web.render_item(dataclasses.replace(shown, context=context))
    shared = web.render_index(dataclasses.replace(samples.index(), context=context), [])
    write_files(tmp_path, [*outputs, *shared], fetch=fetch)
    assert judge("web", "--strict", "--root", tmp_path, tmp_path / outputs[0].path, folder=tmp_path) == []


def test_app_documents_and_the_manifest_pass(tmp_path: Path) -> None:
    build(app_kind(), tmp_path)
    documents = sorted(path for path in tmp_path.glob("*/*.json") if path.parent.name in ("nl", "en", "ar"))
    assert len(documents) == 5
    schemas = tmp_path / "schema"
    assert judge("app", "--strict", *documents, "--schema", schemas / "app-1.schema.json", folder=tmp_path) == []
    for name, path in (("manifest", "manifest.json"), ("bundle", "bundle.json"), ("delta", "delta/1.json")):
        schema = schemas / f"app-1-{name}.schema.json"
        assert judge("app", "--strict", tmp_path / path, "--schema", schema, folder=tmp_path) == []
