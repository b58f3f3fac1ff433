"""The pictures in docs/images: `uv run python tests/browser/screenshots.py`, or only those that are named behind it.

Makes the demo in a scratch folder, serves it on loopback, and takes the home page, one item on five channels and the
admin. Needs Chromium (Debian: `chromium`; elsewhere CHROME_PATH).
"""

import io
import json
import os
import re
import sys
import tempfile
from email import message_from_bytes, policy
from html import escape
from pathlib import Path
from typing import Literal

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.hard import pages_of_hard_content, paper_of_hard_content  # noqa: E402
from tests.browser.server import FLAGS, PASSWORD, chromium, serving  # noqa: E402 (the script runs from anywhere)
from tests.browser.story import open_panel  # noqa: E402

FOLDER = ROOT / "docs" / "images"
ITEM, LETTER, SCRIPT = "paspoort", "brief-paspoort-klaar", "verhuizen-in-stappen"
PLACE, NOTICE = "gemeentehuis", "openingstijden-kerst"
PROFILE = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")
"""A printer's profile for the picture of a sheet for the press (Debian: libgs-common)."""

WANTED = sys.argv[1:]
COLOURS = 128
"""Colours a picture keeps, so that the repository stays small."""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    if PROFILE.is_file():
        os.environ.setdefault("HUB_PRESS_PROFILE", str(PROFILE))
    with tempfile.TemporaryDirectory() as scratch, serving(Path(scratch)) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        take_all(browser, base, Path(scratch) / "out")
        browser.close()


def take_all(browser: Browser, base: str, out: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, base)
    page.goto(f"{base}/channels/web/nl/index.html")
    take(page, "home")
    page.goto(f"{base}/channels/web/nl/{ITEM}/index.html")
    take(page, f"{ITEM}-web")
    page.goto(f"{base}/channels/servicedesk/nl/{ITEM}.html")
    take(page, f"{ITEM}-servicedesk")
    take_app(browser, out / "app" / "nl" / f"{ITEM}.json")
    keep(pages_of_hard_content(browser), "hard-pages")
    keep(paper_of_hard_content(), "hard-paper")
    mails = out / "email" / "nl"
    take_mail(browser, mails / f"{ITEM}.eml", base, f"{ITEM}-email")
    take_mail(browser, mails / "newsletter.eml", base, "newsletter-email")
    take_mail(browser, mails / f"{NOTICE}.eml", base, "kerst-email-night", width=360, light="dark")
    papers = out / "print" / "nl"
    take_pdf(papers / f"{ITEM}.pdf", f"{ITEM}-print")
    take_pdf(papers / f"{PLACE}.pdf", f"{PLACE}-print")
    if (papers / f"{PLACE}.press.pdf").is_file():
        take_pdf(papers / f"{PLACE}.press.pdf", f"{PLACE}-press")
    take_outputs(browser, page, base, out)
    take_admin(page, base)
    take_authoring(page, base)


def take_outputs(browser: Browser, page: Page, base: str, out: Path) -> None:
    """What docs/channels.md shows beside these: a phone at night, a letter, a screen, a card, the desk and the past."""
    night = browser.new_page(viewport={"width": 360, "height": 780}, color_scheme="dark")
    night.goto(f"{base}/channels/web/nl/{ITEM}/index.html")
    take(night, f"{ITEM}-web-night")
    night.close()
    take_pdf(out / "print" / "nl" / f"{LETTER}.pdf", LETTER)
    take_picture(out / "schermen" / "nl" / "gemeentehuis.png", "screen")
    html = (out / "web" / "nl" / ITEM / "index.html").read_text(encoding="utf-8")
    card = re.search(r"assets/cards/\w+\.png", html)
    assert card
    take_picture(out / "web" / card[0], "card")
    page.goto(f"{base}/channels/servicedesk/nl/{SCRIPT}.html")
    page.locator(".answers a").first.click()
    take(page, "desk-script")
    page.goto(f"{base}/channels/servicedesk/nl/{ITEM}.html")
    seen = page.locator("a[href*='/admin/as-seen/']").get_attribute("href")
    assert seen
    page.goto(base + seen[seen.index("/admin/") :])
    page.wait_for_load_state("networkidle")
    take(page, "as-seen")


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/admin/login/")
    page.fill("input[name=username]", "operator")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_load_state("networkidle")


def take_admin(page: Page, base: str) -> None:
    for name, path in {
        "admin-items": "/admin/snippets/content_models/item/",
        "admin-outputs": "/admin/outputs/",
        "admin-board": "/admin/board/",
        "admin-mandates": "/admin/decisions/mandates/",
    }.items():
        if name == "admin-board":
            wait_for_looks(page, base)
        page.goto(base + path)
        page.wait_for_load_state("networkidle")
        take(page, name)
    page.goto(f"{base}/admin/snippets/content_models/item/?q=Paspoort aanvragen")
    page.locator("table.listing tbody a").first.click()
    page.wait_for_selector("[data-contentpath=summary]")
    page.wait_for_load_state("networkidle")
    take(page, "admin-item")


def wait_for_looks(page: Page, base: str) -> None:
    """Wait until the hub has looked at the website, its largest channel: before that the board knows little."""
    page.goto(f"{base}/admin/board/")
    website = page.locator("tr", has_text="Website").filter(has_not_text="Oude")
    while "new" in website.inner_text().lower().split():
        page.wait_for_timeout(2000)
        page.reload()


def take_authoring(page: Page, base: str) -> None:
    """The screens of docs/editors.md: an item on every channel, a fact before it changes, a model before it changes."""
    snippets = f"{base}/admin/snippets/content_models"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{snippets}/item/?q=Paspoort aanvragen")
    page.locator("table.listing tbody a").first.click()
    page.wait_for_selector("[data-contentpath=summary]")
    edit = page.url
    open_panel(page)
    page.frame_locator("#w-preview-iframe").locator("section h2").nth(4).wait_for()
    page.wait_for_load_state("networkidle")
    take(page, "authoring-panel")
    page.goto(edit.replace("/edit/", "/preview/"))
    page.wait_for_load_state("networkidle")
    take(page, "authoring-preview")
    page.goto(f"{snippets}/fact/?q=88,60")
    page.locator("table.listing tbody a").first.click()
    open_panel(page)
    page.frame_locator("#w-preview-iframe").locator("h1").wait_for()
    page.wait_for_timeout(3000)  # what changes in the first two seconds is no change to Wagtail
    page.locator("input[name$=value-amount]").first.fill("90.00")
    page.frame_locator("#w-preview-iframe").locator("ins").first.wait_for()
    take(page, "authoring-fact")
    page.goto(f"{snippets}/fact/?q=Openingstijden gemeentehuis")
    page.locator("table.listing tbody a").first.click()
    page.locator(".contenthub-hours").first.wait_for()
    page.wait_for_load_state("networkidle")
    take(page, "authoring-hours")
    page.goto(f"{snippets}/contentmodel/?q=faq")
    page.locator("table.listing tbody a").first.click()
    page.wait_for_selector("[name=fields-1-value-required]")
    open_panel(page)
    page.frame_locator("#w-preview-iframe").locator("h1").wait_for()
    page.wait_for_timeout(3000)  # what changes in the first two seconds is no change to Wagtail
    page.check("[name=fields-1-value-required]", force=True)
    page.frame_locator("#w-preview-iframe").locator("code").first.wait_for()
    take(page, "authoring-model")


def take_mail(
    browser: Browser, path: Path, base: str, name: str, *, width: int = 640, light: Literal["light", "dark"] = "light"
) -> None:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("html",))
    assert body is not None
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=light)
    written_for = "https://www.duinrijk.example"
    there = body.get_content().replace(f"{written_for}/assets/", f"{base}/channels/web/assets/")
    page.set_content(there.replace(written_for, base))
    page.wait_for_load_state("networkidle")
    take(page, name)
    page.close()


def take_app(browser: Browser, path: Path) -> None:
    """The document as somebody reads it who writes an app."""
    shown = json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=2, ensure_ascii=False)
    page = browser.new_page(viewport={"width": 960, "height": 900})
    page.set_content(f"<pre style='font: 15px/1.4 monospace; white-space: pre-wrap'>{escape(shown)}</pre>")
    take(page, f"{ITEM}-app")
    page.close()


def take_pdf(path: Path, name: str) -> None:
    """All pages of a document, below each other."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=1.5).to_pil() for page in document]
    whole = Image.new("RGB", (max(one.width for one in pages), sum(one.height + 12 for one in pages) - 12), "gray")
    below = 0
    for one in pages:
        whole.paste(one, (0, below))
        below += one.height + 12
    keep(whole, name)


def take_picture(path: Path, name: str) -> None:
    with Image.open(path) as image:
        image.thumbnail((960, 960))
        keep(image, name)


def take(page: Page, name: str) -> None:
    with Image.open(io.BytesIO(page.screenshot())) as image:
        keep(image, name)


def keep(image: Image.Image, name: str) -> None:
    if WANTED and name not in WANTED:
        return
    image.convert("RGB").quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
