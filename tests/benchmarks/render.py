"""How quick the channels are: `uv run python tests/benchmarks/render.py [--json]`.

Medians of a warm render of one item on each of the five usual kinds, web pages a second with a process on each of two
cores, and the time from a key to a shown list among 10,000 scripts at the desk, in a real browser (null without one).
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings")

KINDS = ("web", "email", "app", "servicedesk", "print")
WARM, TIMES = 10, 60
PAGES, CORES = 1500, 2
SCRIPTS = 10_000
WORDS = ("verhuizen", "afval", "paspoort", "zzz", "ver afval", "v", "ve", "ver", "parkeren", "aanvraag 77")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    figures = {f"{kind}_ms": round(median_of(kind), 2) for kind in KINDS}
    figures |= {"web_pages_per_s": round(pages_a_second()), "desk_search_ms_10k": desk_search()}
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:20} {value}")


def kind_of(key: str) -> Any:
    from channels.registry import installed

    return installed().kinds[key]


def payloads() -> Iterator[Any]:
    """Yield payloads that all differ, so that nothing of a render can be kept for the next."""
    from tests.channels import samples

    for number in range(10**9):
        one = {**samples.ITEM, "title": f"{samples.ITEM['title']} {number}", "key": f"item-{number}"}
        yield samples.payload(one)


def median_of(key: str) -> float:
    """Return the milliseconds of one warm render."""
    kind, source = kind_of(key), payloads()
    times = [timed(lambda: kind.render_item(next(source))) for _ in range(WARM + TIMES)][WARM:]
    if hasattr(kind, "workers"):
        kind.workers.close()
    return statistics.median(times)


def timed(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def render_pages(count: int) -> int:
    kind, source = kind_of("web"), payloads()
    return sum(len(kind.render_item(next(source))) for _ in range(count))


def pages_a_second() -> float:
    """Return how many pages two processes render in a second, once they are warm."""
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(render_pages, [50] * CORES * 4))
        start = time.perf_counter()
        done = sum(pool.map(render_pages, [PAGES // (CORES * 3)] * CORES * 3))
        return done / (time.perf_counter() - start)


def desk_search() -> float | None:
    """Return the median milliseconds from a key to a list on the screen, among 10,000 scripts."""
    from playwright.sync_api import sync_playwright

    from tests.browser.server import FLAGS, chromium

    path = chromium()
    if path is None:
        return None
    files = {f"http://desk.test/{one.path}": (one.media_type, one.content) for one in desk_files()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        page.route("**/*", lambda route: answer(route, files))
        page.goto("http://desk.test/nl/index.html")
        page.wait_for_function("document.querySelector('form.search') && !document.querySelector('form.search').hidden")
        times = [page.evaluate(TYPE, words) for words in WORDS]
        browser.close()
    return round(statistics.median(times), 1)


TYPE = """async (words) => {
  const input = document.querySelector('form.search input');
  const start = performance.now();
  input.value = words;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def answer(route: Any, files: dict[str, tuple[str, bytes]]) -> None:
    media_type, content = files.get(route.request.url, ("text/plain", b""))
    route.fulfill(content_type=media_type, body=content)


def desk_files() -> Any:
    """Return the shared files of a desk with 10,000 scripts."""
    from channels.output import Produced
    from tests.channels import samples

    text = "Zo vraagt u het aan: vul het formulier in, betaal en wacht op bericht van de gemeente over uw aanvraag. "
    subjects = ("verhuizen", "afval", "paspoort", "parkeren", "belasting")
    listed, produced = [], []
    for number in range(SCRIPTS):
        subject = subjects[number % 5]
        uuid, key = f"00000000-0000-4000-8000-{number:012}", f"script-{number}"
        title = f"{subject.title()} aanvraag {number}"
        node = samples.listed(uuid, key, title, "nl", {"key": subject, "title": subject.title(), "parent": None})
        listed.append({**node, "fields": [{"key": "text", "kind": "long_text", "text": text * 4}]})
        produced.append(Produced(f"nl/{key}.html", "0" * 64, "text/html", uuid, "nl", key, "ch1"))
    return kind_of("servicedesk").render_index(samples.index(*listed), produced)


if __name__ == "__main__":
    import django

    django.setup()
    main()
