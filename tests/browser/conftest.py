"""A real browser against a real server.

A console error, an uncaught exception, an HTTP 500 or a breach of the content security policy fails the test.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser.server import PASSWORD, serving
from tests.conftest import LONG

UNSAVED = "Failed to load resource: the server responded with a status of 400"
"""What the browser says when a form is saved by itself while it is not complete yet; Wagtail tells the editor."""


BREACHES = """document.addEventListener('securitypolicyviolation', (breach) => {
  console.error(`Policy ${breach.disposition}: ${breach.effectiveDirective} ${breach.blockedURI} ${breach.sample}`)
})"""
"""Says in the console what the policy of a page stopped, also where it would only be reported."""


@pytest.fixture(scope="session")
def hub_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served demo keeps its database, and its mail as files."""
    return tmp_path_factory.mktemp("hub")


@pytest.fixture(scope="session")
def base(browser: Browser, hub_folder: Path) -> Iterator[str]:
    """The address of a served demo; HUB_BROWSER_BASE names one that runs already."""
    if running := os.environ.get("HUB_BROWSER_BASE"):
        yield running
        return
    with serving(hub_folder) as address:
        yield address


@pytest.fixture(scope="session")
def signed_in(browser: Browser, base: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives the cookies of somebody who signed in, once per person."""
    kept: dict[str, Path] = {}

    def cookies(person: str) -> Path:
        if person not in kept:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{base}/admin/login/")
            page.fill("input[name=username]", person)
            page.fill("input[name=password]", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url(f"{base}/admin/")
            kept[person] = tmp_path_factory.mktemp("cookies") / f"{person}.json"
            context.storage_state(path=kept[person])
            context.close()
        return kept[person]

    return cookies


@pytest.fixture
def trouble() -> Iterator[list[str]]:
    """What went wrong in any page of the test; the test fails when there is anything."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_page(
    browser: Browser, base: str, signed_in: Callable[[str], Path], trouble: list[str]
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page for a person (empty: nobody), watched for errors."""
    contexts = []

    def opened(person: str = "operator", **options: Any) -> Page:
        state = {"storage_state": signed_in(person)} if person else {}
        context = browser.new_context(
            base_url=base, **{"viewport": {"width": 1440, "height": 1000}, **state, **options}
        )
        contexts.append(context)
        context.set_default_timeout(LONG)
        context.add_init_script(BREACHES)
        page = context.new_page()
        watch(page, trouble)
        return page

    yield opened
    for context in contexts:
        context.close()


def watch(page: Page, trouble: list[str]) -> None:
    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(UNSAVED):
            trouble.append(f"{page.url}: {message.text}")

    def answered(response: Response) -> None:
        if response.status >= 500:
            trouble.append(f"{response.status} {response.url}")

    page.on("console", said)
    page.on("response", answered)
    page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()
