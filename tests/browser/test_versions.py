"""What becomes of a text, in a browser: versions compared, an old one restored, scheduled, published, translated."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.story import choose_action, said

pytestmark = pytest.mark.browser

ITEMS = "/admin/snippets/content_models/item/"
TITLE = f"Wanneer is de kermis {uuid4().hex[:6]}?"


def test_compare_restore_schedule_translate(open_page: Callable[..., Page]) -> None:
    page, signer = open_page(), open_page("joris")
    edit = write_twice(page)
    compare(page, edit)
    restore(page, edit)
    schedule(page, signer, edit)
    publish_now(page, signer, edit)
    translation = translate(page, edit)
    the_source_moves_on(page, signer, edit, translation)


def write_twice(page: Page) -> str:
    page.goto(f"{ITEMS}add/?locale=nl")
    page.get_by_role("link", name="Frequently asked question").first.click()
    page.wait_for_load_state("networkidle")
    page.fill("input[name=title]", TITLE)
    page.locator("[data-contentpath=answer] [contenteditable=true]").click()
    page.keyboard.type("De kermis is in mei.")
    expect(page.locator("[name=body-answer]")).to_have_value(re.compile("in mei"))
    page.fill("[name=body-summary]", "In mei.")
    save(page)
    page.wait_for_url(re.compile(rf"{ITEMS}edit/\d+/"))
    page.wait_for_load_state("networkidle")
    page.fill("[name=body-summary]", "Ieder jaar in mei.")
    save(page)
    return page.url


def save(page: Page) -> None:
    page.locator("footer button.action-save").first.click()
    page.wait_for_load_state("networkidle")


def menu_of_the_first_version(page: Page, edit: str) -> None:
    page.goto(edit.replace("/edit/", "/history/"))
    page.wait_for_load_state("networkidle")
    page.locator("table.listing tbody tr").last.locator("button.w-dropdown__toggle").click()


def compare(page: Page, edit: str) -> None:
    menu_of_the_first_version(page, edit)
    page.get_by_role("link", name="Compare with current version").click()
    rows = page.locator("table.listing tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.first.locator("ins, .addition").first).to_contain_text("Ieder jaar")


def restore(page: Page, edit: str) -> None:
    menu_of_the_first_version(page, edit)
    page.get_by_role("link", name="Review this version").click()
    expect(page.locator("[name=body-summary]")).to_have_value("In mei.")
    page.get_by_role("button", name="Replace current draft").click()
    page.wait_for_url(re.compile(rf"{ITEMS}edit/\d+/"))
    page.goto(edit)
    expect(page.locator("[name=body-summary]")).to_have_value("In mei.")


def set_schedule(page: Page, moment: str) -> None:
    page.wait_for_load_state("networkidle")
    toggle = page.locator("[data-side-panel-toggle=status]")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    page.get_by_role("button", name=re.compile("(Set|Edit) schedule")).click()
    page.fill("[name=go_live_at]", moment)
    page.get_by_role("button", name="Save schedule").press("Enter")  # the calendar lies over it
    page.wait_for_load_state("networkidle")


def decide(page: Page, signer: Page, edit: str) -> None:
    """Submit the draft, and let the two who are asked approve it."""
    choose_action(page, "action-submit")
    assert "submitted" in said(page)
    page.goto(edit)
    decision = page.get_by_role("link", name="See who decides").get_attribute("href")
    for each in (page, signer):
        each.goto(str(decision))
        each.get_by_role("button", name="Approve").click()
        expect(each.locator(".messages")).to_contain_text("Your approval has been recorded.")


def schedule(page: Page, signer: Page, edit: str) -> None:
    set_schedule(page, "2030-05-01 09:00")
    decide(page, signer, edit)
    page.goto(edit)
    expect(page.locator(".form-side")).to_contain_text("1 May 2030")
    page.goto(f"{ITEMS}?q={TITLE}")
    expect(page.locator("table.listing tbody tr")).to_contain_text("Scheduled", ignore_case=True)


def publish_now(page: Page, signer: Page, edit: str) -> None:
    """Take the schedule off, which locks the text, and have it approved for now."""
    page.goto(edit)
    page.get_by_role("button", name="Cancel scheduled publish").click()
    expect(page.locator("footer").get_by_role("button", name="Save draft")).to_be_visible()
    set_schedule(page, "")
    decide(page, signer, edit)
    page.goto(f"{ITEMS}?q={TITLE}")
    expect(page.locator("table.listing tbody tr")).to_contain_text("Live", ignore_case=True)


def translate(page: Page, edit: str) -> str:
    """Make an English draft; return its address. It is not live."""
    page.goto(f"{ITEMS}?locale=nl&q={TITLE}")
    page.locator("table.listing tbody button.w-dropdown__toggle").first.click()
    page.get_by_role("link", name="Translate").click()
    page.locator("input[name=locales]").first.check()
    page.locator("main form [type=submit]").click()
    page.wait_for_url(re.compile(rf"{ITEMS}edit/\d+/"))
    page.wait_for_load_state("networkidle")
    page.locator("[data-side-panel-toggle=source]").click()
    expect(panel(page)).to_contain_text("Nothing changed in the source")
    expect(panel(page)).to_contain_text("De kermis is in mei.")
    return page.url


def panel(page: Page) -> Locator:
    return page.locator("[data-controller=contenthub-source]")


def the_source_moves_on(page: Page, signer: Page, edit: str, translation: str) -> None:
    """The source is published anew: the translation is marked, and its panel says what changed."""
    page.goto(edit)
    page.wait_for_load_state("networkidle")
    page.fill("[name=body-summary]", "Elk jaar in de tweede week van mei.")
    decide(page, signer, edit)
    page.goto(f"{ITEMS}?q={TITLE}")
    expect(page.locator("table.listing tbody tr", has_text="behind nl")).to_have_count(1)
    page.goto(translation)
    page.wait_for_load_state("networkidle")
    expect(panel(page)).to_contain_text("Out of date: 1 field of the source changed")
    panel(page).get_by_role("button", name="Samenvatting").click()
    expect(page.locator("[name=body-summary]")).to_be_focused()
