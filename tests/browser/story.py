"""What an editor does with a mouse and a keyboard, as functions over a page."""

from playwright.sync_api import Page, expect

MODEL_ADD = "/admin/snippets/content_models/contentmodel/add/"


def add_field(page: Page, kind: str, label: str, key: str, stream: str = "fields") -> str:
    """Add a field of a kind (as the menu calls it) to a row of fields; return the prefix of its inputs."""
    root = page.locator(f"input[name={stream}-count]")
    number = int(root.input_value())
    box = root.locator("xpath=following-sibling::div[@data-streamfield-stream-container]")
    box.locator("xpath=./div/button[contains(@class,'c-sf-add-button')]").last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    prefix = f"{stream}-{number}-value"
    expect(page.locator(f"[name={prefix}-label]")).to_be_visible()
    page.fill(f"[name={prefix}-label]", label)
    page.fill(f"[name={prefix}-key]", key)
    return prefix


def choose_action(page: Page, name: str) -> None:
    """Choose something from the menu beside “Save draft”."""
    page.locator("footer .w-dropdown__toggle").click()
    page.locator(f"footer button[name={name}]").click()


KINDS = {
    "text": "Text",
    "long_text": "Long text",
    "rich_text": "Rich text",
    "number": "Number",
    "boolean": "Yes or no",
    "date": "Date",
    "datetime": "Date and time",
    "choice": "Choice",
    "tags": "Tags",
    "url": "Web address",
    "table": "Table",
    "image": "Image",
    "reference": "Reference",
    "fact": "Fact",
    "list": "List",
    "group": "Group",
    "blocks": "Blocks",
    "procedure": "Procedure",
}
"""Every kind of field by what the menu calls it."""


def add_every_kind(page: Page) -> None:
    """Add a field of each kind, with what it needs to be usable."""
    for kind, called in KINDS.items():
        prefix = add_field(page, called, f"A {called.lower()}", f"a_{kind}")
        if kind == "choice":
            page.fill(f"[name={prefix}-choices-0-value-value]", "one")
            page.fill(f"[name={prefix}-choices-0-value-label]", "One")
        if kind == "list":
            add_field(page, "Text", "Line", "line", f"{prefix}-fields")
        if kind == "group":
            add_field(page, "Text", "Part", "part", f"{prefix}-fields")
        if kind == "blocks":
            page.locator(f"input[name={prefix}-fields-count]").locator(
                "xpath=following-sibling::div[@data-streamfield-stream-container]/div/button"
            ).click()
            group = f"{prefix}-fields-0-value"
            page.fill(f"[name={group}-label]", "Text block")
            page.fill(f"[name={group}-key]", "text_block")
            add_field(page, "Rich text", "Words", "words", f"{group}-fields")


def said(page: Page) -> str:
    """Return what the admin says at the top."""
    return page.locator(".messages").inner_text()


def open_panel(page: Page) -> None:
    """Open the preview beside a form, unless Wagtail remembers that it was open."""
    page.wait_for_load_state("networkidle")
    toggle = page.locator("[data-side-panel-toggle=preview]")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()


def wait_until_watched(page: Page) -> None:
    """Wait until Wagtail watches the form: what is typed in its first two seconds is no change to it."""
    page.wait_for_function("() => window.wagtail?.app?.queryController('w-unsaved')?.initialFormData")
