"""Opening hours are filled in as a week of times: add, copy to the next day, remove; what is stored follows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

FACTS = "/admin/snippets/content_models/fact/"


def day(page: Page, name: str) -> Locator:
    return page.locator(f"input[name=timeline-values-0-value-value-week-{name}]")


def grid(page: Page, name: str) -> Locator:
    return day(page, name).locator("xpath=following-sibling::div[contains(@class, 'contenthub-hours')]")


def test_a_week_is_filled_in_as_a_grid(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{FACTS}?q=Openingstijden gemeentehuis")
    page.locator("table.listing tbody a").first.click()
    expect(grid(page, "sat")).to_contain_text("closed")
    page.wait_for_load_state("networkidle")
    grid(page, "sat").get_by_role("button", name="Add hours").click()
    grid(page, "sat").get_by_label("opens").fill("9")
    grid(page, "sat").get_by_label("closes").fill("12.30")
    grid(page, "sat").get_by_label("closes").blur()
    expect(day(page, "sat")).to_have_value("09:00-12:30")
    page.locator("footer").get_by_role("button", name="Save draft").click()
    page.wait_for_load_state("networkidle")
    expect(day(page, "sat")).to_have_value("09:00-12:30")
    grid(page, "sat").get_by_role("button", name="Copy to the next day").click()
    expect(day(page, "sun")).to_have_value("09:00-12:30")
    expect(grid(page, "sun").get_by_label("opens")).to_have_value("09:00")
    grid(page, "sun").get_by_role("button", name="Remove these hours").click()
    expect(day(page, "sun")).to_have_value("")
    expect(grid(page, "sun")).to_contain_text("closed")
