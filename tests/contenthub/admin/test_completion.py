"""Names of the schema where the cursor stands in a query: what may stand there and nothing else, by keyboard."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from contenthub.admin.channels.completion import types_of
from contenthub.query import build_schema

SCRIPT = Path(__file__).resolve().parents[3] / "contenthub/static/contenthub/complete.js"
TYPES = types_of(build_schema([]).graphql_schema)


def test_every_field_comes_with_its_type_and_arguments() -> None:
    item = TYPES["Query"]["item"]
    assert (item["type"], item["args"]["uuid"], item["args"]["locale"]) == ("ContentItem", "ID", "String!")
    assert not [name for name in TYPES if name.startswith("__")]


@pytest.fixture
def page(browser: Browser) -> Any:
    given = {"query": "Query", "types": TYPES, "say": {"names": "Names", "found": "%d names"}}
    told = json.dumps(given).replace("<", "\\u003c")
    found = browser.new_page()
    found.set_content(
        f'<div data-workbench><textarea name="item_query"></textarea></div>'
        f'<script type="application/json" id="query-types">{told}</script>'
    )
    found.add_script_tag(path=str(SCRIPT))
    yield found
    found.close()


def names(page: Page, text: str) -> list[str]:
    page.fill("textarea", text)
    page.evaluate("document.querySelector('textarea').setSelectionRange(1e6, 1e6)")
    page.keyboard.press("Control+Space")
    shown: list[str] = page.evaluate(
        "[...document.querySelectorAll('[role=option]')].map(l => l.firstChild.textContent)"
    )
    return shown


@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("query item($uuid: ID!) { ite", ["item", "items"]),
        ('{ item(uuid: "a { b") { subject { tit', ["title"]),
        ("{ item(uuid: $uuid) { subject { key } titl", ["title"]),
        ("{ item { # { comment\n x: titl", ["title"]),
        ("{ item(loc", ["locale"]),
        ("{ item { ... on Conten", ["ContentItem"]),
        ("{ item { nothing { ", []),
        ("}}}} ((( ", []),
    ],
)
def test_what_may_stand_there(page: Page, text: str, first: list[str]) -> None:
    assert names(page, text)[: len(first) or 1] == first


@pytest.mark.browser
def test_the_keyboard_chooses_and_the_page_tells_who_listens(page: Page) -> None:
    names(page, "{ item")
    field = page.locator("textarea")
    page.keyboard.press("ArrowDown")
    chosen = field.get_attribute("aria-activedescendant")
    assert chosen is not None
    option = page.locator(f"#{chosen}")
    assert option.get_attribute("aria-selected") == "true"
    name = option.evaluate("(line) => line.firstChild.textContent")
    assert page.locator("[role=status]").inner_text().endswith("names")
    page.keyboard.press("Enter")
    assert field.input_value() == f"{{ {name}"
    assert page.locator("[role=listbox]").is_hidden()
    names(page, "{ ite")
    page.keyboard.press("Escape")
    assert page.locator("[role=listbox]").is_hidden()
    assert field.get_attribute("aria-activedescendant") is None
