"""Every screen of ours, looked at by axe-core, in light and dark, wide and narrow, English and Dutch."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.story import open_panel
from tests.conftest import SHARED

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
    "impact of a model": "/admin/model-impact/1/",
}


@pytest.fixture(scope="module")
def axe() -> str:
    path = Path(os.environ.get("AXE_CORE", SHARED / "validators" / "node_modules" / "axe-core" / "axe.min.js"))
    if not path.exists():
        pytest.skip(f"No axe-core at {path}: npm install axe-core, and name axe.min.js in AXE_CORE.")
    return path.read_text("utf-8")


def violations(page: Page, axe: str, within: str = "main") -> list[str]:
    """Return what axe finds wrong in our part of a screen: rule, and the first place."""
    page.evaluate(axe)
    options = {"runOnly": {"type": "tag", "values": RULES}}
    found: Any = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def test_axe_finds_what_is_wrong(page: Page, axe: str) -> None:
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'></main></html>")
    assert [one.split(":")[0] for one in violations(page, axe)] == ["image-alt"]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_usable_by_everybody(page: Page, axe: str, name: str) -> None:
    page.goto(SCREENS[name])
    assert violations(page, axe) == []


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
