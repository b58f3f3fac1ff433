"""A first look at a channel: who is there, what may be looked at, and which pages it lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from channels.http import HttpError
from channels.probe.find import find
from channels.probe.look import Fetch
from channels.probe.robots import Robots, read_robots

NOWHERE = "contenthub-looks-whether-this-is-missing"
"""No channel has a page of this name, unless it says yes to everything."""
MOST_PAGES = 2_000
MOST_MAPS = 5


@dataclass(frozen=True)
class Site:
    """What is known of a channel's place before its pages are looked at.

    `lies`: it answers "here you are" to an address that cannot exist, so an answer without a stamp means nothing.
    `nowhere`: the stamps that it shows even there.
    """

    base: str
    up: bool = True
    reason: str = ""
    robots: Robots = Robots()
    lies: bool = False
    nowhere: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


def survey(base: str, fetch: Fetch, *, listings: Iterable[str] = ("sitemap.xml",)) -> Site:
    """Survey a place; `listings` are sitemaps or feeds, from its root. Never raises for what a channel does."""
    root = base.rstrip("/") + "/"
    try:
        answer = fetch(urljoin(root, "/robots.txt"), {})
        robots = read_robots(answer.status, answer.body)
        nowhere = fetch(f"{root}{NOWHERE}", {})
    except HttpError as problem:
        return Site(root, up=False, reason=str(problem))
    lies = 200 <= nowhere.status < 300
    stamps = find(nowhere.body, nowhere.media_type, nowhere.headers).stamps if lies else ()
    maps = [*robots.sitemaps, *(urljoin(root, one) for one in listings)]
    pages = tuple(_pages(root, dict.fromkeys(maps), fetch, robots)) if not lies else ()
    return Site(root, robots=robots, lies=lies, nowhere=stamps, pages=pages)


def _pages(root: str, maps: Iterable[str], fetch: Fetch, robots: Robots) -> Iterator[str]:
    """Yield the pages of this place that its sitemaps and feeds name, each once."""
    waiting, read, seen = [one for one in maps if inside(one, root)], 0, set[str]()
    while waiting and read < MOST_MAPS:
        url = waiting.pop(0)
        if not robots.allow(url):
            continue
        read += 1
        try:
            answer = fetch(url, {})
        except HttpError:
            continue
        if answer.status != 200:
            continue
        for kind, address in listed(answer.body, answer.url):
            if kind == "sitemap" and inside(address, root):
                waiting.append(address)
            elif inside(address, root) and address not in seen and robots.allow(address):
                seen.add(address)
                yield address
                if len(seen) >= MOST_PAGES:
                    return


def inside(url: str, root: str) -> bool:
    """Tell whether an address belongs to a place."""
    one, other = urlsplit(url), urlsplit(root)
    return (one.scheme, one.netloc) == (other.scheme, other.netloc) and one.path.startswith(other.path)


def listed(body: bytes, url: str) -> list[tuple[str, str]]:
    """Return what a sitemap, an index of sitemaps, RSS or Atom lists: (`sitemap` or `page`, address)."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    except etree.LxmlError:
        return []
    if root is None:
        return []
    found: list[tuple[str, str]] = []
    for element in root.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        reader = READERS.get(name)
        if reader and (address := reader(element)):
            found.append((_kind(element), urljoin(url, address)))
    return found


READERS: dict[str, Callable[[etree._Element], str]] = {
    "loc": lambda element: (element.text or "").strip(),
    "link": lambda element: (element.get("href") or element.text or "").strip(),
}


def _kind(element: etree._Element) -> str:
    parent = element.getparent()
    return "sitemap" if parent is not None and etree.QName(parent).localname == "sitemap" else "page"
