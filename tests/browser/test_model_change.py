"""A content model changes, in a browser: harmlessly, and then so that it breaks something, with a reason."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.story import add_field, choose_action, open_panel, said

pytestmark = pytest.mark.browser

MODELS = "/admin/snippets/content_models/contentmodel/"


def open_model(page: Page, name: str) -> str:
    page.goto(f"{MODELS}?q={name}")
    page.locator("table.listing").get_by_role("link", name=name).first.click()
    page.wait_for_selector("[name=fields-0-value-label]")
    page.wait_for_load_state("networkidle")
    return page.url


def test_a_change_that_breaks_nothing_and_one_that_does(open_page: Callable[..., Page]) -> None:
    page = open_page()
    edit = open_model(page, "Organisation")
    add_field(page, "Text", "Source", f"source_{uuid4().hex[:6]}")
    choose_action(page, "action-publish")
    assert "published" in said(page)
    page.goto(edit)
    page.wait_for_selector("[name=fields-3-value-required]")
    open_panel(page)
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.locator("body")).to_contain_text("Publishing this changes nothing.")
    page.check("[name=fields-3-value-required]", force=True)
    page.locator("footer button.action-save").first.click()
    page.wait_for_load_state("networkidle")
    choose_action(page, "action-publish")
    expect(page.locator(".messages")).to_contain_text("Published items no longer fit: College")
    page.goto(edit)
    open_panel(page)
    expect(preview.locator("body")).to_contain_text("3 published items no longer fit")
    address = preview.get_by_role("link", name="Confirm with a reason").get_attribute("href")
    page.goto(str(address))
    page.get_by_label("Why this must be published all the same").fill("De wet vraagt het vanaf volgend jaar")
    page.get_by_role("button", name="Publish and break this").click()
    assert "has been published" in said(page)
    page.goto("/admin/decisions/log/?q=De wet vraagt")
    expect(page.locator("table.listing tbody tr")).to_have_count(1)
