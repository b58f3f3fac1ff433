"""How soon the preview beside the form follows: `uv run python tests/benchmarks/live_preview.py [--json]`.

From the last key of a text until the phone's page in the panel shows it, in a real browser, with every channel drawn
anew each time. Makes the demo in a scratch folder and serves it on loopback. Needs Chromium (see tests/browser).
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.screenshots import sign_in  # noqa: E402 (the script runs from anywhere)
from tests.browser.server import FLAGS, chromium, serving  # noqa: E402
from tests.browser.story import open_panel, wait_until_watched  # noqa: E402

TIMES = 10
REST = 2500
"""Milliseconds between two texts, so that the draft of the one is saved before the other is typed."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--base", help="a demo that is served already")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium(), args=FLAGS).new_page()
        if options.base:
            figures = measure(page, options.base)
        else:
            with tempfile.TemporaryDirectory() as scratch, serving(Path(scratch)) as base:
                figures = measure(page, base)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value}")


def measure(page: Page, base: str) -> dict[str, float]:
    sign_in(page, base)
    page.goto(f"{base}/admin/snippets/content_models/item/?q=Paspoort aanvragen")
    page.locator("table.listing tbody a").first.click()
    open_panel(page)
    shown = page.frame_locator("#w-preview-iframe").frame_locator("iframe[title='Website: Phone']").locator("body")
    wait_until_watched(page)
    page.fill("[name=body-summary]", "Een eerste versie")
    shown.filter(has_text="Een eerste versie").wait_for()
    taken = [follow(page, shown, number) for number in range(TIMES)]
    return {
        "refresh_seconds_median": round(statistics.median(taken), 2),
        "refresh_seconds_worst": round(max(taken), 2),
    }


def follow(page: Page, shown: Locator, number: int) -> float:
    """Replace the text, and return how long the panel took to show it; the draft is then saved before the next."""
    word = f"versie{number}{time.monotonic_ns() % 10_000}"
    page.locator("[name=body-summary]").press("Control+A")
    page.keyboard.type(f"Een samenvatting, {word}")
    begun = time.monotonic()
    while word not in (shown.text_content() or ""):
        time.sleep(0.02)
    taken = time.monotonic() - begun
    page.wait_for_timeout(REST)
    return taken


if __name__ == "__main__":
    main()
