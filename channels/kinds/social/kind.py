"""The channel kind for social media."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.days import days
from channels.kinds.arrange.words import words as words_of
from channels.kinds.base import API, fingerprint, stamped
from channels.kinds.letters import cut, shown_fields, summary_of
from channels.kinds.pictures import plain, sizes
from channels.kinds.public import item_url
from channels.kinds.read import mapping, mappings, text
from channels.kinds.social.thread import Network, shortened
from channels.output import Asset, Context, Finding, Output, Payload, Produced

JSON = "application/json"
FOLDER = Path(__file__).parent
MAX_DEPTH = 6


class Social:
    """One JSON document for each item: for each network its posts, in order, ready to be placed."""

    key = "social"
    label: str | Promise = _("Social media posts")
    api = API
    media_type = JSON

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the query a social channel starts with."""
        return {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.graphql")}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a post."""
        return f"social-{fingerprint(FOLDER, FOLDER.parent / 'arrange')}"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's posts; nobody posts about what has ended or was withdrawn."""
        item, context = mapping(payload.data.get("item")), payload.context
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key or text(item.get("status")).upper() not in ("LIVE", ""):
            return ()
        stamp = stamped(text(item.get("stamp")), self.template_version)
        title, summary, link = text(item.get("title")).strip(), summary_of(item), item_url(context, item)
        words = "\n\n".join(one for one in (title, _when(item, context), summary) if one)
        picture, asset, findings = _picture(item)
        networks, wrong = _networks(context)
        findings += wrong
        told: dict[str, Any] = {}
        for network in networks:
            if network.picture and not picture:
                findings.append(Finding("warning", f"{network.name} takes nothing without a picture.", network.key))
                continue
            thread, whole = shortened(words, link, network)
            findings += _long(whole, network)
            told[network.key] = {"name": network.name, "posts": thread, **_shown(picture, network)}
        document = {
            "item": text(item.get("uuid")),
            "locale": locale,
            "title": title,
            "link": link,
            "stamp": stamp,
            "networks": told,
        }
        shown = json.dumps(document, ensure_ascii=False, indent=1)
        assets = (asset,) if asset else ()
        return (Output(f"{locale}/{key}.json", JSON, f"{shown}\n".encode(), (stamp,), tuple(findings), assets),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return nothing: each post stands alone."""
        return ()


def _when(item: Mapping[str, Any], context: Context) -> str:
    """Return when something begins and ends, a line for each day or period, before what may not fit."""
    say = words_of(text(item.get("locale")), context.settings)
    told = days(shown_fields(item), say, context.now, item.get("firstPublishedAt") or item.get("publishedAt"))
    return "\n".join(f"{label}: {when}" for label, when in told)


@cache
def _known() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((FOLDER / "networks.toml").read_text(encoding="utf-8"))


def _networks(context: Context) -> tuple[list[Network], list[Finding]]:
    """Return the networks of a channel: those its setting names, with the numbers it gives; all without a setting."""
    wished = mapping(context.settings.get("networks")) or dict.fromkeys(_known(), {})
    found, findings = [], []
    for key, own in wished.items():
        try:
            found.append(Network.read(key, {**_known().get(key, {}), **mapping(own)}))
        except (TypeError, ValueError) as problem:
            message = f"The network {key!r} is left out: {problem} Give it a name and a limit."
            findings.append(Finding("warning", message, f"networks.{key}"))
    return found, findings


def _picture(item: Mapping[str, Any]) -> tuple[dict[str, str], Asset | None, list[Finding]]:
    """Return the first picture of an item with its description; one that says nothing is not posted.

    As JPEG, which every network takes, where the query answers that.
    """
    image = next(_images(shown_fields(item), 0), None)
    found = plain(image) or next(reversed(sizes(image)), None) if image else None
    if not image or not found:
        return {}, None, []
    alt = text(image.get("alt")).strip()
    if image.get("decorative") or not alt:
        return {}, None, [Finding("warning", "The picture has no description, so it is not posted.", "alt")]
    return {"file": found.asset.path, "alt": alt}, found.asset, []


def _images(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > MAX_DEPTH:
        return
    found = mapping(value)
    if found.get("_type") == "image":
        yield found
    elif found and not found.get("internal") and not found.get("metadata"):
        yield from _images(found.get("value"), depth + 1)
        yield from _images(found.get("fields"), depth + 1)
    for one in mappings(value):
        yield from _images(one, depth + 1)


def _shown(picture: Mapping[str, str], network: Network) -> dict[str, Any]:
    return {"picture": {**picture, "alt": cut(picture["alt"], network.alt)}} if picture else {}


def _long(whole: int, network: Network) -> list[Finding]:
    if whole <= network.posts:
        return []
    message = f"{network.name}: {whole} posts, and {network.posts} is the most, so it was cut. Shorten the summary."
    return [Finding("warning", message, network.key)]
