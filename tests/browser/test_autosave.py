"""What becomes of words that are typed at an unlucky moment."""

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.story import wait_until_watched

pytestmark = pytest.mark.browser

EDIT = re.compile(r"/item/edit/\d+/$")
SUMMARY = "[name=body-summary]"


def test_what_is_typed_while_a_draft_is_being_saved_is_saved_too(page: Page) -> None:
    page.goto("/admin/snippets/content_models/item/?q=Rijbewijs")
    page.locator("table.listing tbody a").first.click()
    wait_until_watched(page)

    caught: list[Route] = []

    def type_on(route: Route) -> None:
        if route.request.method != "POST" or caught:
            route.continue_()
            return
        caught.append(route)
        saved = route.fetch()
        page.fill(SUMMARY, "Eerst dit, toen dat.")
        route.fulfill(response=saved)

    page.route(EDIT, type_on)
    with page.expect_response(lambda response: says(response.request, "toen dat")):
        page.fill(SUMMARY, "Eerst dit.")
    page.reload()
    expect(page.locator(SUMMARY)).to_have_value("Eerst dit, toen dat.")


def says(request: Request, words: str) -> bool:
    return request.method == "POST" and bool(EDIT.search(request.url)) and words in (request.post_data or "")
