"""Walking through a place that nobody described: from its sitemap and by its links, a bounded number of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from channels.probe import Ask, Pace, look_at, survey
from channels.probe.look import Fetch
from channels.probe.survey import inside

AT_A_TIME = 8
SKIPPED = (".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".zip", ".mp4", ".woff", ".woff2", ".xml")


class NobodyThere(Exception):
    """The place gave no answer."""


@dataclass(frozen=True)
class Page:
    """One page: where it stands, what it is called, what it says; `stamped` when it came from a hub after all."""

    url: str
    title: str
    text: str
    stamped: bool = False


def crawl(url: str, fetch: Fetch, pace: Pace, *, most: int) -> Iterator[Page]:
    """Yield up to `most` pages of a place, as robots.txt allows. Raises NobodyThere."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/" if not parts.path.endswith("/") else url
    site = survey(root, fetch)
    if not site.up:
        raise NobodyThere(site.reason)
    pace.slow_down(site.robots.delay)
    waiting, seen, given = list(dict.fromkeys([url, *site.pages])), set[str](), 0
    while waiting and given < most:
        some = [one for one in waiting[:AT_A_TIME] if one not in seen and site.robots.allow(one)]
        del waiting[:AT_A_TIME]
        seen.update(some)
        for look in look_at([Ask(one) for one in some], fetch, pace):
            final = look.final or look.url
            if not look.online or not inside(final, root) or (final != look.url and final in seen):
                continue
            seen.add(final)
            waiting += [one for one in links(final, look.found.links, root) if one not in seen and one not in waiting]
            if look.found.text.strip() and given < most:
                given += 1
                yield Page(final, look.found.title, look.found.text, bool(look.found.stamps))


def links(url: str, hrefs: tuple[str, ...], root: str) -> Iterator[str]:
    """Yield the pages of this place that a page links to."""
    for href in hrefs:
        try:
            target = urldefrag(urljoin(url, href))[0]
        except ValueError:
            continue
        if inside(target, root) and not urlsplit(target).path.lower().endswith(SKIPPED):
            yield target
