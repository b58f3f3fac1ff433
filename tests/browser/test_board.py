"""The board in a browser: the zombie of the demo found, its text beside ours, and a channel retired by two people."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def test_the_board_and_retiring_a_channel(open_page: Callable[..., Page]) -> None:
    page = open_page()
    wait_for_the_worker(page)
    expect(row_of(page, "Oude website")).to_contain_text("It is online, and nobody owns it.")
    see_what_the_kiosk_shows(page)
    ask_to_retire(page)
    expect(page.locator("body")).to_contain_text("Joris Postma")
    approve(open_page("joris"))
    page.goto("/admin/board/")
    page.get_by_role("link", name="Oude website").click()
    page.get_by_role("link", name="How it was retired").click()
    expect(page.locator("body")).to_contain_text("approved by Joris Postma")
    page.goto("/admin/decisions/log/?kind=retire")
    expect(page.locator("table.listing tbody tr").first).to_contain_text(re.compile("joris", re.IGNORECASE))


def row_of(page: Page, name: str) -> Locator:
    return page.locator("table.listing tbody tr", has_text=name)


def wait_for_the_worker(page: Page) -> None:
    """Look at the board until the worker has looked at the old website."""
    for _time in range(60):
        page.goto("/admin/board/")
        if "zombie" in row_of(page, "Oude website").inner_text().lower():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("The worker never looked at the old website.")


def see_what_the_kiosk_shows(page: Page) -> None:
    """From the board to the two texts of a page that shows an old price."""
    for _time in range(60):
        page.goto("/admin/board/infozuil/")
        if page.get_by_role("link", name="Rijbewijs aanvragen of verlengen").count():
            break
        page.wait_for_timeout(1000)
    page.get_by_role("link", name="Rijbewijs aanvragen of verlengen").first.click()
    facts = page.locator("table.listing").first
    expect(facts).to_contain_text(re.compile(r"Driving licence\s*€\s51,15\s*€\s53,40"))
    expect(page.locator(".board-texts")).to_contain_text("Rijbewijs aanvragen of verlengen")


def ask_to_retire(page: Page) -> None:
    page.goto("/admin/board/oude-website/")
    page.get_by_role("link", name="Retire this channel").click()
    page.fill("textarea[name=reason]", "Niemand leest haar nog")
    page.fill("textarea[name=notice]", "Deze website is gestopt.")
    page.fill("input[name=redirect_to]", "https://www.duinrijk.example/")
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.locator(".messages")).to_contain_text("Asked.")


def approve(page: Page) -> None:
    page.goto("/admin/board/oude-website/retire/")
    expect(page.locator("body")).to_contain_text("Niemand leest haar nog")
    page.get_by_role("button", name="Approve, and retire the channel").click()
    expect(page.locator(".messages")).to_contain_text("The channel has been retired.")
