"""The channel kind for channels without code: what it asks and shows stands in the channel itself.

Settings: `template` (Liquid), `media_type`, `file` (a pattern such as `{locale}/{key}.txt`), `hours` (opening hours as
the week and the days that differ within so many days), and for a file that the whole channel shares `index_template`
and `index_file`. A template sees the answer of its query, `stamp`, `organisation` and `locale`; that of the index sees
`items`, `files` and `organisation`.

What was withdrawn or has ended goes only into a template that looks at `item.status`: any other would show it as if it
held.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.hours import with_near_hours
from channels.kinds.arrange.words import words
from channels.kinds.base import API, fingerprint, stamped
from channels.kinds.read import integer, mapping, mappings, nodes, text
from channels.kinds.template.escaping import escapes, harmless, wrong
from channels.kinds.template.filler import Filler, TemplateError
from channels.output import Context, Finding, Output, Payload, Produced, UnsafePathError, check_path
from channels.portable_text import to_plain

PLAIN = "text/plain"
FILE = "{locale}/{key}.txt"
FOLDER = Path(__file__).parent
LOOKS = re.compile(r"""item\s*(?:\.\s*|\[\s*["'])status\b""")
"""How a template looks at the status of its item."""

ENDED = re.compile(r";e=[a-z]+")
"""What the stamp says of an item that no longer holds, whether the query asks its status or not."""

MEDIA = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,60}")
MOST_DAYS = 400
LARGEST = 100_000
"""Characters of a template."""

TEMPLATE = """{{ item.title }}
{% assign shown = item.fields | reject: "metadata" %}{% for field in shown %}
{{ field.label }}: {{ field.text }}
{% endfor %}
{{ stamp }}
"""
"""What a channel without a template of its own shows."""


class Template:
    """Files as the channel's own template makes them, one for each item."""

    key = "template"
    label: str | Promise = _("Own template (no code)")
    api = API
    media_type = PLAIN
    dated = True

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the two queries such a channel starts with."""
        return {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.graphql")}

    @cached_property
    def template_version(self) -> str:
        """Return the version of what surrounds the templates; each template adds its own."""
        return f"template-{fingerprint(FOLDER)}"

    @cached_property
    def workers(self) -> Filler:
        """Return the template filler that runs beside this process."""
        return Filler()

    def problems(self, settings: Mapping[str, Any]) -> list[Finding]:
        """Return what is wrong with the settings of a channel before anything is rendered."""
        found = []
        if not MEDIA.fullmatch(media_type(settings)):
            found.append(Finding("error", "This is no media type. Write one such as text/html.", "media_type"))
        for name in ("template", "index_template"):
            if len(text(settings.get(name))) > LARGEST:
                found.append(Finding("error", f"A template has at most {LARGEST} characters.", name))
        try:
            path_of(settings, {"locale": "nl", "key": "key", "uuid": "0"})
        except UnsafePathError as problem:
            found.append(Finding("error", str(problem), "file"))
        return found

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's file, or nothing when there is no item or none that the template may show.

        Raises TemplateError.
        """
        item, settings = mapping(payload.data.get("item")), payload.context.settings
        if not text(item.get("key")):
            return ()
        template = text(settings.get("template")) or TEMPLATE
        if not _holds(item) and not LOOKS.search(template):
            return ()
        stamp = stamped(text(item.get("stamp")), self._version(template))
        if ahead := integer(settings.get("hours")):
            say = words(text(item.get("locale")), settings)
            item = told_again(with_near_hours(item, say, payload.context.now, timedelta(days=min(ahead, MOST_DAYS))))
        data = {
            **payload.data,
            "item": item,
            "stamp": stamp,
            **_around(payload.context),
            "locale": text(item.get("locale")),
        }
        content, findings = self._fill(template, data, settings)
        if stamp not in content:
            findings.append(Finding("error", "The file carries no stamp. Put {{ stamp }} in the template.", "template"))
        return (Output(path_of(settings, item), media_type(settings), content.encode(), (stamp,), tuple(findings)),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return the file that the whole channel shares, when it has a template for one. Raises TemplateError."""
        settings = payload.context.settings
        template, path = text(settings.get("index_template")), text(settings.get("index_file"))
        if not template or not path:
            return ()
        there = {(one.uuid, one.locale): one for one in produced}
        items = [one for one in nodes(payload.data.get("items")) if _identity(one) in there]
        files = [{**one, "path": there[_identity(one)].path, "stamp": there[_identity(one)].stamp} for one in items]
        content, findings = self._fill(template, {"items": files, **_around(payload.context)}, settings)
        stamps = tuple(one["stamp"] for one in files)
        return (Output(check_path(path), media_type(settings), content.encode(), stamps, tuple(findings)),)

    def _version(self, template: str) -> str:
        return f"{self.template_version}-{hashlib.sha256(template.encode()).hexdigest()[:8]}"

    def _fill(self, template: str, data: Mapping[str, Any], settings: Mapping[str, Any]) -> tuple[str, list[Finding]]:
        media = media_type(settings)
        if len(template) > LARGEST:
            raise TemplateError(f"A template has at most {LARGEST} characters.")
        content = self.workers.fill(template, harmless(data, media), escape=escapes(media))
        problem = wrong(content, media)
        return content, [Finding("error", problem, "template")] if problem else []


def told_again(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item in which the text of each field says what its value says now."""
    return {**item, "fields": [_told(one) for one in mappings(item.get("fields"))]}


def _told(one: Mapping[str, Any]) -> dict[str, Any]:
    value = one.get("value")
    if one.get("kind") == "rich_text":
        return {**one, "text": to_plain(value)}
    if one.get("kind") == "fact":
        return {**one, "text": text(mapping(value).get("text"))}
    return {**one, "value": _inside(value)}


def _inside(value: object) -> Any:
    if isinstance(value, list):
        return [_inside(one) for one in value]
    return told_again(value) if isinstance(value, Mapping) and "fields" in value else value


def media_type(settings: Mapping[str, Any]) -> str:
    """Return the media type of a channel's files."""
    return text(settings.get("media_type")).strip().lower() or PLAIN


def path_of(settings: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """Return the path of an item's file: the pattern, with the words between braces filled in."""
    pattern = text(settings.get("file")).strip() or FILE
    known = {name: text(item.get(name)) for name in ("locale", "key", "uuid", "model")}
    return check_path(re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], ""), pattern))


def _around(context: Context) -> dict[str, Any]:
    organisation = context.organisation
    return {
        "organisation": {
            "name": organisation.name,
            "url": organisation.base_url,
            "contact": dict(organisation.contact),
        },
        "channel": {"key": context.channel, "title": context.title, "url": context.base_url},
    }


def _holds(item: Mapping[str, Any]) -> bool:
    """Tell whether an item is neither withdrawn nor ended."""
    return text(item.get("status")).upper() in ("LIVE", "") and not ENDED.search(text(item.get("stamp")))


def _identity(item: Mapping[str, Any]) -> tuple[str, str]:
    return text(item.get("uuid")), text(item.get("locale"))
