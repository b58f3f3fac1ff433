"""The last delivery of a channel that is retired: a notice in the place of each page, and everything else gone."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from channels.models import Channel
from channels.output import Output
from channels.probe.find import RETIRED
from channels.transports.files import Summary, write_files
from contenthub.dispatch.organisation import organisation_for

TEMPLATE = "contenthub/retired.html"
PAGES = ("text/html",)
DOCUMENTS = ("application/json",)


def write_tombstones(channel: Channel, folder: Path, told: Mapping[str, Any]) -> Summary:
    """Write the notices of a retired channel into its folder; what can hold no notice is removed."""
    return write_files(folder, tombstones(channel, told), complete=True)


def tombstones(channel: Channel, told: Mapping[str, Any]) -> Iterator[Output]:
    """Yield a notice for the root and for each page or document that the channel had."""
    yield Output("index.html", PAGES[0], page_of(channel, told, channel.locales[0] if channel.locales else "nl"))
    for path, media_type, locale in channel.placements.order_by("path").values_list("path", "media_type", "locale"):
        kind = media_type.partition(";")[0]
        if kind in PAGES and path != "index.html":
            yield Output(path, kind, page_of(channel, told, locale))
        elif kind in DOCUMENTS:
            yield Output(path, kind, document_of(channel, told))


def page_of(channel: Channel, told: Mapping[str, Any], locale: str) -> bytes:
    who = organisation_for(channel)
    context = {"channel": channel, "told": told, "locale": locale, "mark": RETIRED, "organisation": who}
    return render_to_string(TEMPLATE, context).encode()


def document_of(channel: Channel, told: Mapping[str, Any]) -> bytes:
    said = {RETIRED: channel.key, "notice": told["notice"], "redirect_to": told["redirect_to"]}
    return json.dumps(said, ensure_ascii=False).encode()
