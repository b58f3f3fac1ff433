"""A folder of content items: every file read by itself, then seen together, since they refer to each other."""

from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

from django.utils.text import slugify

from contenthub.importing.files import files_in
from contenthub.importing.govuk.blocks import PREFIX, facts_of, references_of
from contenthub.importing.govuk.documents import Document, read_document
from contenthub.importing.govuk.mapping import Draft
from contenthub.importing.govuk.markup import SITE, Known
from contenthub.importing.markup import clean, text_of
from contenthub.importing.records import BadFile, ImportedItem, Reading

ENDINGS = {"gone", "redirect"}
KEY_LENGTH = 110


def read_folder(path: Path) -> Reading:
    """Return what a file, or a folder with files, holds. A bad file is listed with its reason; the rest is read."""
    reading = Reading()
    documents = list(_documents(path, reading))
    documents = _without_duplicates(documents, reading)
    known = Known(paths={document.path.rstrip("/"): document.uuid for document in documents if _is_item(document)})
    known.facts = _read_facts(documents, reading)
    for document in documents:
        if document.type.startswith(PREFIX):
            continue
        try:
            ends = document.type in ENDINGS
            reading.items.append(_ending(document, known) if ends else _item(document, known, reading))
        except BadFile as error:
            reading.fail(document.file, str(error))
    return reading


def _documents(path: Path, reading: Reading) -> Iterator[Document]:
    for file, name in files_in(path, ".json"):
        reading.read += 1
        try:
            yield read_document(file, name)
        except BadFile as error:
            reading.fail(name, str(error))


def _is_item(document: Document) -> bool:
    return not document.type.startswith(PREFIX) and document.type not in ENDINGS


def _without_duplicates(documents: list[Document], reading: Reading) -> list[Document]:
    """Keep one file of several about the same content: the one with a content id, else the last by name."""
    ids = {(one.path, one.locale): one.uuid for one in documents if one.text("content_id")}
    chosen: dict[tuple[str, str], Document] = {}
    for document in documents:
        if not document.text("content_id") and (document.path, document.locale) in ids:
            document.__dict__["uuid"] = ids[(document.path, document.locale)]
        mark = (document.uuid, document.locale)
        before = chosen.get(mark)
        if before is None or document.text("content_id") or not before.text("content_id"):
            chosen[mark] = document
    for document in documents:
        kept = chosen[(document.uuid, document.locale)]
        if kept is not document:
            reading.duplicates.append({"file": document.file, "same_as": kept.file})
    return list(chosen.values())


def _read_facts(documents: list[Document], reading: Reading) -> dict[str, str]:
    references: dict[str, str] = {}
    for document in documents:
        if not document.type.startswith(PREFIX):
            continue
        try:
            for fact in facts_of(document):
                reading.facts.append(fact)
                references |= dict.fromkeys(references_of(document, fact), fact.uuid)
        except BadFile as error:
            reading.fail(document.file, str(error))
    return references


def key_of(document: Document) -> str:
    return slugify(document.path.rsplit("/", 1)[-1], allow_unicode=True)[:KEY_LENGTH].strip("-") or "item"


def _item(document: Document, known: Known, reading: Reading) -> ImportedItem:
    draft = Draft(document, known)
    body = draft.body()
    reading.drop(document.file, draft.dropped)
    return ImportedItem(
        document.file, document.uuid, document.locale, key_of(document), document.title, draft.model, body
    )


def _ending(document: Document, known: Known) -> ImportedItem:
    """Return an item that is published only to be withdrawn: its address goes on saying what became of it."""
    destination = _destination(document)
    replacement = known.paths.get(destination.partition("?")[0].partition("#")[0].rstrip("/"), "")
    explanation = document.details.get("explanation")
    text = clean(explanation, known, Counter(), tables=False) if isinstance(explanation, str) else ""
    moved = f"{SITE}{destination}" if destination and not replacement else ""
    return ImportedItem(
        file=document.file,
        uuid=document.uuid,
        locale=document.locale,
        key=key_of(document),
        title=document.title,
        model="article",
        body={
            "body": [{"block": "text", "text": text or f"<p>{escape(document.title)}</p>"}],
            "source_type": document.type,
        },
        ending="replaced" if replacement else "gone",
        notice=" ".join(part for part in (text_of(text), moved) if part),
        replaced_by=replacement,
    )


def _destination(document: Document) -> str:
    redirects = document.raw.get("redirects")
    rows = [row for row in redirects if isinstance(row, dict)] if isinstance(redirects, list) else []
    exact = next((row for row in rows if row.get("path") == document.path), rows[0] if rows else {})
    found = exact.get("destination") or document.details.get("alternative_path") or ""
    return found if isinstance(found, str) and found.startswith("/") else ""
