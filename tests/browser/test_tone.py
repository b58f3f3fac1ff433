"""The tone of voice while somebody writes: seen, fixed with one click, submitted, blocked, waived, approved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.story import choose_action, said

pytestmark = pytest.mark.browser

ADD = "/admin/snippets/content_models/item/add/?locale=nl"


TITLE = "Waar vind ik de balie?"


def test_type_see_fix_submit_blocked_waived_approved(open_page: Callable[..., Page]) -> None:
    author = open_page("noor")
    write(author)
    choose_action(author, "action-submit")
    assert "Klik hier" in said(author)
    assert "submitted" not in said(author)
    panel(author)
    let_stand(author, "Alleen in deze test")
    expect(author.locator("[data-problem]").first).to_have_text("You may not take this decision.")
    publisher = open_page("operator")
    publisher.goto(author.url)
    panel(publisher)
    let_stand(publisher, "Alleen in deze test")
    expect(summary(publisher)).to_have_text("Nothing to remark.")
    publisher.goto("/admin/tone/waivers/?q=Alleen in deze test")
    expect(publisher.locator("table.listing tbody tr")).to_have_count(1)
    author.reload()
    choose_action(author, "action-submit")
    assert "submitted" in said(author)
    owner = open_page("willem")
    owner.goto("/admin/")
    owner.locator("#waiting-for-me-section").get_by_role("link", name=TITLE).click()
    owner.get_by_role("button", name="Approve").click()
    expect(owner.locator(".messages")).to_contain_text("Your approval has been recorded.")


def write(page: Page) -> None:
    """Type an answer with two things to remark, and mend one of them with a click."""
    page.goto(ADD)
    page.get_by_role("link", name="Frequently asked question").first.click()
    panel(page)
    page.fill("input[name=title]", TITLE)
    choose_subject(page, "Verhuizen")
    editor = page.locator("[data-contentpath=answer] [contenteditable=true]")
    editor.click()
    page.keyboard.type("U krijgt tevens een brief. Klik hier voor meer.")
    expect(summary(page)).to_have_text("2 remarks: one of them has to be solved before this can be approved.")
    page.get_by_role("button", name="Replace by “ook”").click()
    expect(editor).to_contain_text("U krijgt ook een brief.")
    expect(summary(page)).to_have_text("One remark: one of them has to be solved before this can be approved.")


def choose_subject(page: Page, title: str) -> None:
    page.locator("[aria-controls=panel-about_this_item-content]").first.click()
    page.get_by_role("button", name="Choose subject").click()
    page.locator(".modal-body").get_by_role("link", name=title, exact=True).click()
    expect(page.locator("#id_subject-title")).to_have_text(title)


def panel(page: Page) -> None:
    """Open the panel, unless Wagtail remembers that it was open."""
    page.wait_for_load_state("networkidle")
    if not summary(page).is_visible():
        page.click("[data-side-panel-toggle=tone]")


def summary(page: Page) -> Locator:
    return page.locator("[data-tone-summary]")


def let_stand(page: Page, reason: str) -> None:
    page.get_by_role("button", name="Let it stand…").click()
    page.get_by_label("Why may this stand?").fill(reason)
    page.get_by_role("button", name="Let it stand", exact=True).click()
