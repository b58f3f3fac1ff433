"""What a page's policy stops is heard, so that every other browser test fails when a screen of ours breaches it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import BREACHES, watch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/"])
def test_a_breach_of_the_policy_is_heard(
    browser: Browser, base: str, open_page: Callable[..., Page], address: str
) -> None:
    state = open_page("operator").context.storage_state() if address == "/admin/" else None
    context = browser.new_context(base_url=base, storage_state=state)
    context.add_init_script(BREACHES)
    page, found = context.new_page(), list[str]()
    watch(page, found)
    page.goto(address)
    assert found == []
    with page.expect_console_message(lambda message: message.text.startswith("Policy enforce")):
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/a.png'}))")
    context.close()
    assert any("img-src https://elsewhere.example/a.png" in one for one in found), found
