"""Looking politely: robots.txt, sitemaps, the pace, and what says yes to everything."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from channels.http import Answer, HttpError
from channels.probe import Ask, Pace, look, survey
from channels.probe.robots import read_robots

MAP = b"<urlset><url><loc>https://a.example/nl/een/</loc></url><url><loc>https://b.example/x</loc></url></urlset>"
INDEX = b"<sitemapindex><sitemap><loc>https://a.example/one.xml</loc></sitemap></sitemapindex>"
FEED = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/nl/twee/'/></entry></feed>"


def site(pages: dict[str, bytes], missing: int = 404):  # type: ignore[no-untyped-def]
    asked: list[tuple[str, Mapping[str, str]]] = []

    def fetch(url: str, headers: Mapping[str, str]) -> Answer:
        asked.append((url, headers))
        path = url.removeprefix("https://a.example")
        return Answer(200, url, {}, pages[path]) if path in pages else Answer(missing, url, {}, b"<p>nothing</p>")

    return fetch, asked


def test_a_place_lists_its_own_pages_in_sitemaps_and_feeds() -> None:
    robots = b"User-agent: *\nDisallow: /nl/geheim\nCrawl-delay: 2\nSitemap: https://a.example/index.xml"
    secret = MAP.replace(b"/nl/een/", b"/nl/geheim/x")
    fetch, _asked = site({"/robots.txt": robots, "/index.xml": INDEX, "/one.xml": MAP, "/feed": FEED, "/s.xml": secret})
    found = survey("https://a.example", fetch, listings=["feed", "s.xml"])
    assert sorted(found.pages) == ["https://a.example/nl/een/", "https://a.example/nl/twee/"]
    assert (found.up, found.lies, found.robots.delay) == (True, False, 2.0)


def test_one_that_says_yes_to_everything_is_known_by_it() -> None:
    fetch, _asked = site({}, missing=200)
    found = survey("https://a.example", fetch)
    assert (found.lies, found.pages) == (True, ())


def test_nobody_there() -> None:
    def fetch(_url: str, _headers: Mapping[str, str]) -> Answer:
        raise HttpError("No answer.")

    assert (survey("https://a.example", fetch).up, survey("https://a.example", fetch).reason) == (False, "No answer.")


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"User-agent: *\nDisallow: /a", False),
        (200, b"User-agent: ContentHub\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        (404, b"", True),
        (503, b"", False),
        (429, b"", False),
    ],
)
def test_robots(status: int, body: bytes, *, allowed: bool) -> None:
    assert read_robots(status, body).allow("https://a.example/a") is allowed


@pytest.mark.parametrize(
    ("status", "online", "nothing"),
    [
        (200, True, False),
        (304, True, False),
        (401, True, False),
        (404, False, False),
        (500, False, False),
        (429, False, True),
    ],
)
def test_what_a_status_means(status: int, *, online: bool, nothing: bool) -> None:
    seen = look(Ask("https://a.example/", etag='"1"'), lambda url, headers: Answer(status, url, dict(headers)))
    assert (seen.online, seen.said_nothing) == (online, nothing)


def test_what_was_remembered_is_sent_along() -> None:
    assert Ask("u", '"1"', "Mon").headers == {"If-None-Match": '"1"', "If-Modified-Since": "Mon"}


def test_the_pace_is_kept_and_a_slower_one_asked_for_counts() -> None:
    now, slept = [0.0], list[float]()
    pace = Pace(10, clock=lambda: now[0], sleep=slept.append)
    for _turn in range(3):
        pace.wait()
    assert slept == [pytest.approx(0.1), pytest.approx(0.2)]
    pace.slow_down(4)
    assert pace.per_second == 0.25
