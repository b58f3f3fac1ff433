"""The story of a second step, in a browser: set up, asked for at sign-in, got past without the device, taken away."""

import time
from base64 import b32decode
from collections.abc import Callable

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from tests.browser.server import PASSWORD

pytestmark = pytest.mark.browser

PERSON = "renske"
ACCOUNT = "/admin/account/second-step/"


def test_the_story_of_a_second_step(open_page: Callable[..., Page]) -> None:
    page = open_page(PERSON)
    key, codes = set_up(page)
    page = open_page("")
    sign_in(page)
    page.wait_for_url("**/admin/login/code/")
    page.goto(ACCOUNT)  # the password alone opens nothing
    page.wait_for_url(f"**/admin/login/?next={ACCOUNT}")
    sign_in(page)
    give(page, "000000", "Sign in")
    expect(page.locator("body")).to_contain_text("This code is not right, or it was used before.")
    give(page, codes[0], "Sign in")
    page.wait_for_url("**/admin/")
    page = open_page("")
    sign_in(page)
    give(page, codes[0], "Sign in")
    expect(page.locator("body")).to_contain_text("This code is not right, or it was used before.")
    page.wait_for_timeout(3000)  # for as long nothing is looked at after two wrong codes
    give(page, shown(key, 1), "Sign in")
    page.wait_for_url("**/admin/")
    page.goto(ACCOUNT)
    expect(page.locator("main")).to_contain_text("Two-step sign-in is on. 9 recovery codes are left.")
    give(page, codes[1], "Turn it off")
    expect(page.locator(".messages")).to_contain_text("Two-step sign-in is off: only your password is asked.")
    page = open_page("")
    sign_in(page)
    page.wait_for_url("**/admin/")


def set_up(page: Page) -> tuple[str, list[str]]:
    """Return the key that the device holds, and the recovery codes."""
    page.goto("/admin/account/")
    page.get_by_role("tab", name="More actions").click()
    page.get_by_role("link", name="Two-step sign-in").click()
    expect(page.get_by_alt_text("QR code with the key below")).to_be_visible()
    page.get_by_text("Cannot scan it?").click()
    key = page.locator("details code").inner_text()
    give(page, shown(key), "Set it up")
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    found = codes.all_inner_texts()
    page.get_by_role("link", name="I have kept them: go on").click()
    page.wait_for_url("**/admin/account/")
    return key, found


def shown(key: str, steps: int = 0) -> str:
    """Return what a device with this key shows now, or some steps of 30 seconds from now."""
    totp = TOTP(b32decode(key.replace(" ", "")), drift=steps)
    totp.time = time.time()
    return f"{totp.token():06}"


def sign_in(page: Page) -> None:
    page.goto("/admin/login/")
    page.fill("input[name=username]", PERSON)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")


def give(page: Page, code: str, button: str) -> None:
    page.fill("input[name=code]", code)
    page.get_by_role("button", name=button).click()
