"""Stored attacks: what hurts a browser goes in through every kind of field, and comes out of every channel as text."""

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from content_models.models import ContentModel, Item
from content_models.spec import ModelSpec
from contenthub.dispatch.produce import produce
from contenthub.users import User

MARK = "xq7"
ATTACKS = (
    f"<script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f"<svg/onload={MARK}()>",
    f'"><script>{MARK}()</script>',
    f"' onmouseover='{MARK}()",
    f"</title><script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"javascript:{MARK}()",
    f"<a href='java&#09;script:{MARK}()'>x</a>",
    f"<iframe srcdoc='<script>{MARK}()</script>'></iframe>",
    f"{{{{ {MARK} }}}}{{% if 1 %}}{MARK}{{% endif %}}",
    f"]]><script>{MARK}()</script>",
    f"<style>@import 'javascript:{MARK}()'</style>",
    f"\u202e<b onclick={MARK}()>",
)
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcdoc"}
KINDS = ("web", "email", "app", "servicedesk", "markdown", "voice")
SPEC: dict[str, Any] = {
    "key": "attack",
    "name": "Attack",
    "schema_type": "Article",
    "fields": [
        {"key": "summary", "kind": "long_text", "label": "Summary"},
        {"key": "line", "kind": "text", "label": "Line"},
        {"key": "body", "kind": "rich_text", "label": "Body", "required": True},
        {"key": "tags", "kind": "tags", "label": "Tags"},
        {"key": "rows", "kind": "table", "label": "Rows"},
        {"key": "list", "kind": "list", "label": "List", "fields": [{"key": "one", "kind": "text", "label": "One"}]},
        {
            "key": "parts",
            "kind": "blocks",
            "label": "Parts",
            "fields": [
                {
                    "key": "part",
                    "kind": "group",
                    "label": "Part",
                    "fields": [{"key": "text", "kind": "rich_text", "label": "Text"}],
                }
            ],
        },
        {"key": "memo", "kind": "rich_text", "label": "Memo", "public": False},
    ],
}


@pytest.fixture
def attacked(publisher: User, locales: Any, subject: Any) -> list[Item]:
    model = ContentModel()
    model.set_definition(ModelSpec.read(SPEC))
    model.save()
    model.save_revision(user=publisher).publish(user=publisher)
    made = []
    for number, text in enumerate(ATTACKS):
        rich = f"<p>Begin.</p><p>{text}</p><p><a href=\"javascript:{MARK}()\">x</a> <b onclick='{MARK}()'>y</b></p>"
        body = {
            "summary": text[:200],
            "line": text,
            "body": rich,
            "tags": [text[:60]],
            "rows": f"# {text}\n| a |\n| {text.replace('|', '/')} |",
            "list": [text],
            "parts": [{"type": "part", "value": {"text": rich}}],
            "memo": rich,
        }
        item = Item(content_model=ContentModel.objects.get(pk=model.pk), model_version=1, title=text or "x")
        item.locale, item.subject, item.body, item.key = locales["nl"], subject, body, f"attack-{number}"
        item.save()
        item.save_revision(user=publisher, clean=False).publish(user=publisher)
        made.append(item)
    return made


def dangers(page: str) -> list[str]:
    """Return what in a page would run our mark in a browser."""
    tree = lxml_html.fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if (
            element.tag in {"script", "style"}
            and element.get("type") != "application/ld+json"
            and MARK in (element.text or "")
        ):
            found.append(f"<{element.tag}>")
        if element.tag in {"iframe", "object", "embed"}:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            bare = re.sub(r"[\s\x00-\x20]", "", str(value)).lower()
            leads = str(name).lower() in ADDRESSES and bare.startswith(("javascript:", "vbscript:", "data:text/html"))
            if str(name).lower().startswith("on") or leads:
                found.append(f"{name}={value}")
    return found


def written(value: Any, name: str = "") -> list[str]:
    """Return what a document for apps gives as HTML, and its addresses as links."""
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in written(inner, key)]
    if isinstance(value, list):
        return [one for inner in value for one in written(inner, name)]
    if isinstance(value, str) and value and name in {"href", "url"}:
        return [f"<a href='{escape(value)}'>x</a>"]
    return [value] if isinstance(value, str) and name == "html" and value else []


def test_the_judge_sees_what_hurts() -> None:
    assert dangers(f"<p><script>{MARK}()</script><b onclick=x>y</b><a href='java\tscript:x'>z</a></p>") == [
        "<script>",
        "onclick=x",
        "href=java\tscript:x",
    ]


def test_stored_attacks_come_out_of_every_channel_as_text(
    attacked: list[Item], make_channel: Callable[..., Any], tmp_path: Path
) -> None:
    pages = 0
    for kind in KINDS:
        channel = make_channel(kind)
        folder = tmp_path / kind
        assert produce(channel, folder).failed == [], kind
        for file in sorted(folder.rglob("*")):
            text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
            if file.suffix == ".html":
                pages += 1
                assert dangers(text) == [], file
            elif file.suffix == ".json":
                assert [found for html in written(json.loads(text)) for found in dangers(html)] == [], file
    assert pages >= 2 * len(ATTACKS)
