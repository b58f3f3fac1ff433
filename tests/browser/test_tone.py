"""The tone of voice while somebody writes: seen, fixed with one click, waived, blocked, approved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.story import choose_action, said

pytestmark = pytest.mark.browser

ADD = "/admin/snippets/content_models/item/add/?locale=nl"


def test_type_see_fix_waive_blocked_approved(page: Page) -> None:
    page.goto(ADD)
    page.get_by_role("link", name="Frequently asked question").first.click()
    page.click("[data-side-panel-toggle=tone]")
    summary = page.locator("[data-tone-summary]")
    page.fill("input[name=title]", "Waar vind ik de balie?")
    editor = page.locator("[data-contentpath=answer] [contenteditable=true]")
    editor.click()
    page.keyboard.type("U krijgt tevens een brief. Klik hier voor meer.")
    expect(summary).to_have_text("2 remarks: one of them has to be solved before this can be approved.")
    page.get_by_role("button", name="Replace by “ook”").click()
    expect(editor).to_contain_text("U krijgt ook een brief.")
    expect(summary).to_have_text("One remark: one of them has to be solved before this can be approved.")
    choose_action(page, "action-publish")
    assert "Klik hier" in said(page)
    page.get_by_role("button", name="Let it stand…").click()
    page.get_by_label("Why may this stand?").fill("Alleen in deze test")
    page.get_by_role("button", name="Let it stand", exact=True).click()
    expect(summary).to_have_text("Nothing to remark.")
    choose_action(page, "action-publish")
    assert "published" in said(page)
