"""The whole story of an editor, in a browser: define a model, write an item, insert a fact, look, publish."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.story import KINDS, MODEL_ADD, add_every_kind, choose_action, open_panel, said, wait_until_watched

pytestmark = pytest.mark.browser

ITEMS = "/admin/snippets/content_models/item/"


def test_define_a_model_with_every_kind_and_write_with_it(page: Page) -> None:
    page.goto(MODEL_ADD)
    page.fill("input[name=name]", "Everything")
    page.fill("input[name=key]", "everything")
    add_every_kind(page)
    choose_action(page, "action-publish")
    assert "Everything" in said(page)
    page.goto(f"{ITEMS}add/")
    page.get_by_role("link", name="Everything").click()
    for kind in KINDS:
        expect(page.locator(f"[data-contentpath=a_{kind}]").first).to_be_attached()
    wait_until_watched(page)
    page.fill("input[name=title]", "All at once")
    page.fill("[name=body-a_text]", "One line")
    page.locator("[data-contentpath=a_rich_text] [contenteditable=true]").click()
    page.keyboard.type("We charge ")
    insert_fact(page, "88,60")
    expect(page.locator("[data-contentpath=a_rich_text] .Draftail-Editor")).to_contain_text("€")
    expect(page).to_have_url(re.compile(rf"{ITEMS}edit/\d+/"))
    choose_action(page, "action-publish")
    assert "published" in said(page)


def insert_fact(page: Page, words: str) -> None:
    """Insert the one fact that these words find, at the caret, as an editor does: with a slash."""
    page.keyboard.type("/fact")
    page.get_by_role("option", name="Fact").click()
    page.locator(".modal-body input[name=q]").fill(words)
    row = page.locator(".modal-body table.listing tbody tr")
    expect(row).to_have_count(1)
    row.locator("a").first.click()
    page.wait_for_selector(".modal-body", state="detached")


def test_preview_in_every_channel(page: Page, open_page: Callable[..., Page]) -> None:
    page.goto(f"{ITEMS}?q=Paspoort aanvragen")
    page.locator("table.listing tbody a").first.click()
    open_panel(page)
    panel = page.frame_locator("#w-preview-iframe")
    expect(panel.locator("section h2")).to_have_count(10)
    phone = panel.frame_locator("iframe[title='Website: Phone']")
    wait_until_watched(page)
    page.fill("[name=body-summary]", "Een nieuwe samenvatting")
    expect(phone.locator("body")).to_contain_text("Een nieuwe samenvatting")
    panel.locator("summary").click()
    link = panel.locator("#preview-link").input_value()
    stranger = open_page("")
    stranger.goto(link)
    expect(stranger.locator("section h2")).to_have_count(9)
    expect(stranger.get_by_text("Klantcontactcentrum")).to_have_count(0)


def test_the_tone_is_asked_when_the_preview_is_drawn(page: Page) -> None:
    page.goto(f"{ITEMS}?q=Paspoort aanvragen")
    page.locator("table.listing tbody a").first.click()
    open_panel(page)
    wait_until_watched(page)
    page.wait_for_load_state("networkidle")
    happened: list[str] = []
    page.route("**in_preview_panel=true*", lambda route: (page.wait_for_timeout(1500), route.continue_())[1])
    page.on("response", lambda one: happened.append("drawn") if "in_preview_panel=true" in one.url else None)
    page.on("request", lambda one: happened.append("tone") if "/tone/" in one.url else None)
    page.locator("[name=body-summary]").press("End")
    page.keyboard.type(" en een identiteitskaart")
    page.wait_for_event("request", lambda one: "/tone/" in one.url)
    assert happened[:2] == ["drawn", "tone"]
