"""The channel kind for apps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.app.bundle import BUNDLE, delta_path, deltas, file_of, next_bundle
from channels.kinds.app.small import number
from channels.kinds.app.values import Rewriter
from channels.kinds.base import API, INDEX, ITEM, fingerprint, stamped, template_folder
from channels.kinds.read import mapping, mappings, nodes, text
from channels.output import Context, Made, Output, Payload, Produced

CONTRACT = "app/1"
DOCUMENT = "application/json"
SCHEMA = "application/schema+json"
SCHEMAS = ("app-1.schema.json", "app-1-manifest.schema.json", "app-1-bundle.schema.json", "app-1-delta.schema.json")
READABLE = ("live", "withdrawn")
MAX_LINEAGE = 6

Node = dict[str, Any]


class App:
    """A bundle: one JSON document for each item and locale, a manifest, what changed, and the schemas they keep to."""

    key = "app"
    label: str | Promise = _("App (JSON bundle)")
    api = API
    media_type = DOCUMENT
    usual, whole = True, True
    contracts = (CONTRACT,)
    remembers = (BUNDLE,)

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the two queries an app channel starts with."""
        folder = template_folder(self.key)
        return {name: (folder / f"{name}.graphql").read_text(encoding="utf-8") for name in (ITEM, INDEX)}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a document."""
        folder = Path(__file__).parent
        return f"app-{fingerprint(folder, template_folder(self.key), folder.parent.parent / 'portable_text')}"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's document; an item that is gone, expired or replaced has none."""
        item = mapping(payload.data.get("item"))
        if not text(item.get("uuid")) or _status(item) not in READABLE:
            return ()
        rewriter = Rewriter()
        stamp = stamped(text(item.get("stamp")), self.template_version)
        document = _document(item, stamp, rewriter)
        path = f"{document['locale']}/{document['key']}.json"
        output = Output(path, DOCUMENT, _dump(document), (stamp,), assets=tuple(rewriter.assets))
        return (replace(output, made=(Made(file_of(output.sha256), lambda: output.content),)),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return the manifest, the bundle with its deltas, and the schemas."""
        manifest = self._manifest(payload, produced)
        bundle = next_bundle(manifest, payload.before.get(BUNDLE, b""), _usage(payload.context))
        changes = [Output(delta_path(one["since"]["change"]), DOCUMENT, _dump(one)) for one in deltas(bundle)]
        stamps = tuple(one["stamp"] for one in manifest["items"])
        folder = Path(__file__).parent
        schemas = (Output(f"schema/{name}", SCHEMA, (folder / name).read_bytes()) for name in SCHEMAS)
        shared = (("manifest.json", manifest), (BUNDLE, bundle))
        return (*(Output(path, DOCUMENT, _dump(one), stamps) for path, one in shared), *changes, *schemas)

    def _manifest(self, payload: Payload, produced: Sequence[Produced]) -> Node:
        listed = {(text(item.get("uuid")), text(item.get("locale"))): item for item in nodes(payload.data.get("items"))}
        items = [
            {
                **_names(listed.get((one.uuid, one.locale), {}), ("model", "title")),
                "uuid": one.uuid,
                "locale": one.locale,
                "key": one.key,
                "stamp": stamped(one.stamp.partition(";t=")[0], self.template_version),
                "sha256": one.sha256,
                "path": one.path,
            }
            for one in produced
            if one.media_type == DOCUMENT and (one.uuid, one.locale) in listed
        ]
        gone = [_deleted(item) for item in listed.values() if _status(item) not in READABLE]
        content = {
            "items": sorted(items, key=lambda one: one["path"]),
            "deleted": sorted(gone, key=lambda one: (one["locale"], one["key"], one["uuid"])),
        }
        revision = hashlib.sha256(_dump(content)).hexdigest()
        return {"contract": CONTRACT, "hub": _hub(payload.context), "revision": revision, **content}


def _document(item: Mapping[str, Any], stamp: str, rewriter: Rewriter) -> Node:
    replaced = mapping(item.get("replacedBy"))
    return {
        "contract": CONTRACT,
        **_names(item, ("uuid", "key", "locale", "title", "model")),
        "status": _status(item),
        "notice": text(item.get("notice")) or None,
        "replacedBy": _names(replaced, ("uuid", "key", "locale", "title")) if replaced else None,
        "stamp": stamp,
        "version": int(number(item.get("version")) or 0),
        "publishedAt": text(item.get("publishedAt")) or None,
        "firstPublishedAt": text(item.get("firstPublishedAt")) or None,
        "reviewBy": text(item.get("reviewBy"))[:10] or None,
        "subjects": _lineage(item.get("subject")),
        "translations": [_names(one, ("locale", "key", "title")) for one in mappings(item.get("translations"))],
        "fields": rewriter.fields(item.get("fields")),
    }


def _deleted(item: Mapping[str, Any]) -> Node:
    replaced = mapping(item.get("replacedBy"))
    return {
        **_names(item, ("uuid", "locale", "key")),
        "status": _status(item),
        "replacedBy": _names(replaced, ("uuid", "key", "locale", "title")) if replaced else None,
    }


def _lineage(subject: object) -> list[Node]:
    """Return the subjects from the root down to this one."""
    line: list[Node] = []
    found = mapping(subject)
    while found and len(line) < MAX_LINEAGE:
        line.insert(0, _names(found, ("key", "title")))
        found = mapping(found.get("parent"))
    return line


def _names(value: Mapping[str, Any], names: Sequence[str]) -> Node:
    return {name: text(value.get(name)) for name in names}


def _status(item: Mapping[str, Any]) -> str:
    return (text(item.get("status")) or "live").lower()


def _usage(context: Context) -> str | None:
    """Return where apps tell which contract they read, if the channel's settings say `"usage": true`."""
    hub = text(context.settings.get("hub_url"))
    return f"{hub}/usage" if hub and context.settings.get("usage") is True else None


def _hub(context: Context) -> str:
    return context.organisation.hub


def _dump(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n").encode()
