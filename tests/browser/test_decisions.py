"""The story of a decision, in a browser: changes asked for, fixed, approved by three people, published; and the log."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import ROOT
from tests.browser.story import choose_action

pytestmark = pytest.mark.browser

TITLE = "Verhuizing doorgeven: zo werkt het"
BETTER = "Verhuizing doorgeven"


@pytest.fixture
def folder(base: str, hub_folder: Path) -> Path:
    if os.environ.get("HUB_BROWSER_BASE"):
        pytest.skip("This story needs a hub of its own: unset HUB_BROWSER_BASE.")
    return hub_folder


def test_the_story_of_a_decision(open_page: Callable[..., Page], folder: Path) -> None:
    owner = open_page("willem")
    ask_for_changes(owner)
    submit_again(open_page("noor"))
    approve_from_the_dashboard(owner, BETTER)
    approve_from_the_mail(open_page("joris"), folder, "joris@duinrijk.example")
    desk = open_page("fatma")
    approve_from_the_dashboard(desk, BETTER)
    expect(desk.locator("body")).to_contain_text("Everybody has decided, and this has been published.")
    the_log_tells_it(open_page())
    assert verify(folder) == 0
    change_behind_the_back(folder)
    assert verify(folder) == 1


def ask_for_changes(page: Page) -> None:
    page.goto("/admin/")
    page.locator("#waiting-for-me-section").get_by_role("link", name=TITLE).click()
    expect(page.locator("body")).to_contain_text("0 of 3 decisions are there.")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.locator(".messages")).to_contain_text("Say why.")
    page.fill("textarea[name=reason]", "De titel mag korter")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.locator(".messages")).to_contain_text("The author has been asked for changes.")


def submit_again(page: Page) -> None:
    page.goto("/admin/snippets/content_models/item/?q=Verhuizing doorgeven")
    page.locator("table.listing tbody a").first.click()
    page.fill("input[name=title]", BETTER)
    choose_action(page, "action-submit")
    page.goto("/admin/")
    expect(page.locator("#waiting-for-others-section")).to_contain_text(BETTER)
    page.goto("/admin/snippets/content_models/item/?q=Verhuizing doorgeven")
    page.locator("table.listing tbody a").first.click()
    expect(page.locator("body")).to_contain_text("This is waiting for approval, so nobody can change it.")


def approve_from_the_dashboard(page: Page, title: str) -> None:
    page.goto("/admin/")
    page.locator("#waiting-for-me-section").get_by_role("link", name=title).click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".messages")).to_contain_text("Your approval has been recorded.")


def approve_from_the_mail(page: Page, folder: Path, person: str) -> None:
    page.goto(link_in_mail(folder, person))
    expect(page.locator("body")).to_contain_text(BETTER)
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".messages")).to_contain_text("Your approval has been recorded.")


def link_in_mail(folder: Path, person: str, seconds: float = 60) -> str:
    """Return the address in the mail that asks this person to decide, as soon as the worker has sent it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for file in sorted((folder / "mail").glob("*")):
            for letter in file.read_text().split("-" * 79):
                found = re.search(r"http://127\.0\.0\.1:\d+(/admin/decisions/\d+/)", letter)
                if found and f"To: {person}" in letter:
                    return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no mail came for {person}")


def the_log_tells_it(page: Page) -> None:
    page.goto("/admin/decisions/log/?q=Verhuizing doorgeven")
    rows = page.locator("table.listing tbody tr")
    told = [" · ".join(row.locator("td").nth(n).inner_text() for n in (1, 3)) for row in rows.all()]
    assert [re.sub(r"\s+", " ", one) for one in told[:7]] == [
        "published · fatma",
        "signed off channel:servicedesk · fatma",
        "signed off channel:web · joris",
        "approved · willem",
        "submitted · noor",
        "changes asked for · willem",
        "submitted · noor",
    ]
    expect(rows.nth(5)).to_contain_text("De titel mag korter")


def verify(folder: Path) -> int:
    environment = {**os.environ, "HUB_VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'hub.sqlite3'}"}
    command = [sys.executable, str(ROOT / "manage.py"), "verify_log"]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def change_behind_the_back(folder: Path) -> None:
    """Let somebody with the database's file say that another person approved."""
    with sqlite3.connect(folder / "hub.sqlite3", timeout=30) as database:
        database.execute("DROP TRIGGER contenthub_decision_update")
        database.execute("UPDATE contenthub_decision SET actor_name = 'renske' WHERE kind = 'approve'")
    database.close()
