"""Every screen of ours, looked at by axe-core, in light and dark, wide and narrow, English and Dutch."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.story import open_panel
from tests.conftest import LONG, SHARED

pytestmark = pytest.mark.browser

SNIPPETS = "/admin/snippets/content_models"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREENS = {
    "items": f"{SNIPPETS}/item/",
    "choose a model": f"{SNIPPETS}/item/add/",
    "facts": f"{SNIPPETS}/fact/",
    "choose a kind": f"{SNIPPETS}/fact/add/",
    "subjects": f"{SNIPPETS}/subject/",
    "content models": f"{SNIPPETS}/contentmodel/",
    "outputs": "/admin/outputs/",
    "outputs of an item": "/admin/outputs/1/",
    "impact of a model": "/admin/model-impact/1/",
    "carry a field over": "/admin/model-convert/1/",
    "a subject": f"{SNIPPETS}/subject/edit/1/",
    "where a subject is used": f"{SNIPPETS}/subject/usage/1/",
    "where an item is used": f"{SNIPPETS}/item/usage/1/",
    "who writes what": f"{SNIPPETS}/reach/add/",
    "history of an item": f"{SNIPPETS}/item/history/1/",
    "dashboard": "/admin/",
    "waiting": "/admin/decisions/",
    "a decision": "/admin/decisions/1/",
    "who decides": "/admin/decisions/mandates/",
    "one cell": "/admin/decisions/mandates/cell/?decision=content",
    "a mandate": "/admin/snippets/contenthub/mandate/edit/1/",
    "log": "/admin/decisions/log/",
    "why": "/admin/decisions/why/?item=1",
    "to be reviewed": "/admin/decisions/overdue/",
    "mail": "/admin/account/#tab-notifications",
    "board": "/admin/board/",
    "one channel": "/admin/board/web/",
    "workbench": "/admin/channels/1/workbench/",
    "what a channel asks": "/admin/channels/1/definition/",
    "rules": "/admin/tone/rules/",
    "a rule": "/admin/tone/rules/1/",
    "how texts sound": "/admin/tone/profile/",
    "bands": "/admin/tone/bands/",
    "waivers": "/admin/tone/waivers/",
    "what leaves the hub": "/admin/shipments/",
    "what readers say": "/admin/feedback/",
    "what a content model is used by": "/admin/where-used/model/1/",
    "the form of an item": f"{SNIPPETS}/item/edit/1/",
    "the form of a fact": f"{SNIPPETS}/fact/edit/1/",
    "the form of a content model": f"{SNIPPETS}/contentmodel/edit/1/",
    "the form of a channel": "/admin/snippets/channels/channel/edit/1/",
}
"""The screens of ours that have an address of their own; the previews are below."""


@pytest.fixture(scope="module")
def axe() -> str:
    path = Path(os.environ.get("AXE_CORE", SHARED / "validators" / "node_modules" / "axe-core" / "axe.min.js"))
    if not path.exists():
        pytest.skip(f"No axe-core at {path}: npm install axe-core, and name axe.min.js in AXE_CORE.")
    return path.read_text("utf-8")


def violations(page: Page, axe: str, within: str = "main", only: list[str] | None = None) -> list[str]:
    """Return what axe finds wrong in our part of a screen: rule, and the first place."""
    page.evaluate(axe)
    options = {"runOnly": {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}}
    found: Any = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def test_axe_finds_what_is_wrong(page: Page, axe: str) -> None:
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'></main></html>")
    assert [one.split(":")[0] for one in violations(page, axe)] == ["image-alt"]


@pytest.fixture(scope="module")
def looker(browser: Browser, base: str, signed_in: Callable[[str], Path]) -> Iterator[tuple[Page, list[str]]]:
    """One page for all screens, which keeps scripts and styles; and what went wrong in it."""
    context = browser.new_context(base_url=base, bypass_csp=True, storage_state=signed_in("operator"))
    context.set_default_timeout(LONG)
    page, trouble = context.new_page(), list[str]()
    watch(page, trouble)
    yield page, trouble
    context.close()


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_usable_by_everybody(looker: tuple[Page, list[str]], axe: str, name: str) -> None:
    """Everything in light; in dark the contrast, which is all that is another there."""
    page, trouble = looker
    trouble.clear()
    page.emulate_media(color_scheme="light")
    answer = page.goto(SCREENS[name])
    assert answer is not None
    assert answer.status == 200
    page.add_style_tag(content="* { transition: none !important }")  # a colour on its way to dark is neither
    found = violations(page, axe)
    page.emulate_media(color_scheme="dark")
    assert found + violations(page, axe, only=["color-contrast"]) == []
    assert trouble == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_previews_are_usable_by_everybody(open_page: Callable[..., Page], axe: str, scheme: str) -> None:
    page = open_page(color_scheme=scheme, viewport={"width": 768, "height": 1000})
    for listing, words in (("item", "Paspoort aanvragen"), ("fact", "88,60")):
        page.goto(f"{SNIPPETS}/{listing}/?q={words}")
        page.locator("table.listing tbody a").first.click()
        page.wait_for_url(f"**{SNIPPETS}/{listing}/edit/**")
        edit = page.url
        open_panel(page)
        frame = page.frame_locator("#w-preview-iframe")
        expect(frame.locator("h1")).to_be_visible()
        page.goto(edit.replace("/edit/", "/preview/"))
        expect(page.locator("h1")).to_be_visible()
        assert violations(page, axe, "body") == []
