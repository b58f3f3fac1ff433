"""Tell a channel kind what stands on the public site: no word leads to a page that is not there, each to one that is.

A letter is for mail and paper: a link or a code to read it on would lead nowhere. And a text may name what the channel
itself does not carry: those words lead to its page. The site is the channel of kind web that stands at the address to
which the channel points (`web_url`); of another address the hub knows nothing, and every item is taken to be there.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from channels.kinds.public import item_url
from channels.models import Channel
from channels.output import Context, Payload
from contenthub.query.store.loaded import READABLE, Loaded
from contenthub.query.store.visible import carries, visible

AT_ONCE = 500
INTERNAL = "internal"

Address = tuple[str, str]
"""Locale and key of an item."""

Pages = Mapping[str, Mapping[str, str]]
"""The keys of pages that can be read, by uuid and locale."""


@dataclass(frozen=True)
class Site:
    """The site to which a channel points; without a channel, one that the hub does not know."""

    channel: Channel | None

    def told(self, payload: Payload, draft: Loaded | None = None) -> Payload:
        """Return a payload that fits the site; a draft has a page where it will get one.

        Its context names the items of the answer that have no page. A link to what the channel does not carry, which
        the answer says nothing of, becomes one to its page, whose address is public already.
        """
        if self.channel is None:
            return payload
        named = set(named_in(payload.data))
        if draft and carries(self.channel, draft):
            named.discard((draft.locale, draft.key))
        there = set(self._rows("key", {key for _locale, key in named}, "locale", "key"))
        context = replace(payload.context, unlisted=frozenset(named - there))
        pages = self._pages(set(lost_in(payload.data)))
        return replace(payload, data=led(payload.data, context, pages) if pages else payload.data, context=context)

    def _pages(self, uuids: Collection[str]) -> Pages:
        """Return the pages of these items that the public can read; none on a site for colleagues."""
        found: dict[str, dict[str, str]] = {}
        if self.channel and INTERNAL in self.channel.settings.get("scopes", ()):
            return found
        for uuid, locale, key, status in self._rows("uuid", uuids, "uuid", "locale", "key", "status"):
            if status in READABLE:
                found.setdefault(str(uuid), {})[locale] = key
        return found

    def _rows(self, name: str, values: Collection[str], *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield columns of what the site carries among these keys or uuids."""
        wanted = sorted(values)
        for start in range(0, len(wanted), AT_ONCE):
            yield from (
                visible(self.channel)
                .filter(**{f"{name}__in": wanted[start : start + AT_ONCE]})
                .order_by("locale")
                .values_list(*columns)
            )


def site_of(channel: Channel, context: Context) -> Site:
    """Return the site to which a channel points; a site that points to itself needs no look at its own pages."""
    address = str(context.settings.get("web_url") or "").rstrip("/")
    if not address:
        return Site(None)
    rows = Channel.objects.filter(kind="web").exclude(status=Channel.Status.RETIRED).order_by("pk")
    shown = settings.BASE_URL.rstrip("/")
    found = next((one for one in rows if address in (one.base_url.rstrip("/"), f"{shown}/channels/{one.key}")), None)
    return Site(found if found and found.pk != channel.pk else None)


def named_in(data: object) -> Iterator[Address]:
    """Yield locale and key of every item that an answer holds or names."""
    for one in objects_in(data):
        locale, key = one.get("locale"), one.get("key")
        if isinstance(locale, str) and isinstance(key, str) and locale and key:
            yield locale, key


def lost_in(data: object) -> Iterator[str]:
    """Yield the uuid of every item to which a text of an answer leads and of which the answer tells nothing."""
    return (one["item"] for one in objects_in(data) if _is_lost(one))


def led(value: Any, context: Context, pages: Pages) -> Any:
    """Return an answer whose lost links lead to the page of their item, in its language or the first that has one."""
    if isinstance(value, list):
        return [led(one, context, pages) for one in value]
    if not isinstance(value, Mapping):
        return value
    keys = pages.get(value["item"]) if _is_lost(value) else None
    if not keys:
        return {name: led(one, context, pages) for name, one in value.items()}
    locale = value["locale"] if value["locale"] in keys else next(iter(keys))
    href = item_url(context, {"locale": locale, "key": keys[locale]})
    return {"_key": value["_key"], "_type": "link", "href": href}


def objects_in(data: object) -> Iterator[Mapping[str, Any]]:
    """Yield every object of an answer, the outer before those inside."""
    if isinstance(data, Mapping):
        yield data
        data = list[Any](data.values())
    if isinstance(data, list):
        for one in data:
            yield from objects_in(one)


def _is_lost(one: Mapping[str, Any]) -> bool:
    return one.get("_type") == "itemLink" and one.get("status") == "missing"
