"""Long, empty, hostile and right-to-left content through every kind: no crash, nothing injected, clear findings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from typing import Any

import pytest
from lxml import etree

from channels.extract import extract, plain
from channels.kinds.template.filler import TemplateError
from channels.output import Output, Payload
from channels.registry import installed
from tests.channels import samples
from tests.channels.samples import block, field, item

HOSTILE = (
    '<script>alert(1)</script> </title> "><img src=x onerror=alert(2)> <mj-include path="/etc/passwd"/> '
    '#panic("typst") #read("/etc/passwd") $x$ {{ 7|times: 7 }} {% include "x" %} ]]> &amp; <break time="9s"/> '
    "\u202eevil\u202c **bold** [a](javascript:alert(3)) \x00\x1b"
)
HEADER = "Paspoort\r\nBcc: victim@example.org\r\n\r\n<b>body</b>"
PROCEDURE = {
    "inputs": {"q": {"kind": "choice", "label": HOSTILE, "options": [{"value": "a", "label": HOSTILE, "short": "x"}]}},
    "nodes": [
        {"id": "start", "kind": "question", "input": "q", "next": [{"else": True, "to": "end"}]},
        {"id": "end", "kind": "outcome", "title": HOSTILE, "steps": [{"text": HOSTILE, "agent_note": HOSTILE}]},
    ],
}
TABLE = {"caption": HOSTILE, "header": [HOSTILE, ""], "rows": [[HOSTILE], [HOSTILE, HOSTILE, HOSTILE]]}
PARAGRAPH = "Deze zin komt steeds terug, tot het blad vol is en nog veel verder dan dat. " * 6

CONTENT: dict[str, dict[str, Any]] = {
    "hostile": item(
        HOSTILE,
        "vijandig",
        [
            field("summary", "long_text", HOSTILE, HOSTILE),
            field(
                "text",
                "rich_text",
                HOSTILE,
                [block(HOSTILE), block(HOSTILE, style="h2"), block(samples.price(text=HOSTILE, spoken=HOSTILE))],
            ),
            field("link", "url", HOSTILE, "javascript:alert(4)"),
            field("photo", "image", HOSTILE, samples.image(alt=HOSTILE)),
            field("way", "procedure", HOSTILE, PROCEDURE),
            field("table", "table", HOSTILE, TABLE),
        ],
        subject={"key": HOSTILE, "title": HOSTILE, "parent": None},
    ),
    "headers": item(HEADER, "kop", [field("summary", "long_text", "S", HEADER)]),
    "empty": item(
        "", "leeg", [field("text", "rich_text", "", []), field("summary", "long_text", "", None)], subject=None
    ),
    "nothing": {"uuid": samples.MOVING, "locale": "nl", "key": "niets", "stamp": ""},
    "long": item(
        "Lang " * 60,
        "lang",
        [
            field("summary", "long_text", "S", PARAGRAPH * 9),
            field("text", "rich_text", "Tekst", [block(PARAGRAPH) for _ in range(60)]),
        ],
    ),
    "one long word": item("W" * 400, "woord", [field("summary", "long_text", "S", "w" * 2000)]),
    "right to left": samples.ARABIC,
}


@pytest.fixture(scope="module", params=sorted(installed().kinds))
def kind(request: pytest.FixtureRequest) -> Iterator[Any]:
    found = installed().kinds[request.param]
    yield found
    if hasattr(found, "workers"):
        found.workers.close()


def rendered(kind: Any, content: str) -> list[Output]:
    one = CONTENT[content]
    payload = Payload("item", {"item": one}, samples.context(one["locale"]))
    return list(kind.render_item(payload))


@pytest.mark.parametrize("content", CONTENT)
def test_it_is_rendered_read_back_and_comes_out_the_same_twice(kind: Any, content: str) -> None:
    if (kind.key, content) == ("template", "nothing"):
        with pytest.raises(TemplateError, match=r"item\.title is undefined"):
            rendered(kind, content)
        return
    outputs = rendered(kind, content)
    assert len(outputs) >= 1
    for output in outputs:
        assert extract(output.content, output.media_type).stamps == output.stamps or not CONTENT[content].get("title")
    assert [one.sha256 for one in rendered(kind, content)] == [one.sha256 for one in outputs]


class Tags(HTMLParser):
    """Gathers the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_hostile_content_stays_text(kind: Any) -> None:
    for output in rendered(kind, "hostile"):
        pages = [output.content.decode()] if output.media_type == "text/html" else []
        if output.media_type == "message/rfc822":
            pages = [message_from_bytes(output.content, policy=default).get_body(("html",)).get_content()]  # type: ignore[union-attr]
        for page in pages:
            tags = Tags()
            tags.feed(page)
            assert not [
                tag
                for tag, attrs in tags.found
                if tag == "script" and "src" not in attrs and attrs.get("type") != "application/ld+json"
            ]
            assert not [name for _tag, attrs in tags.found for name in attrs if name.startswith("on")]
            assert not [attrs for _tag, attrs in tags.found if str(attrs.get("href", "")).startswith("javascript:")]
        if output.media_type == "application/ssml+xml":
            names = {etree.QName(node).localname for node in etree.fromstring(output.content).iter()}
            assert names <= {"speak", "mark", "break", "p", "emphasis", "sub"}
            assert {node.get("time") for node in etree.fromstring(output.content).iter()} == {None, "400ms"}
        if output.media_type != "application/ssml+xml":
            assert '#panic("typst")' in plain(extract(output.content, output.media_type).text)


def test_a_title_adds_no_header_to_a_mail(kind: Any) -> None:
    for output in rendered(kind, "headers"):
        if output.media_type == "message/rfc822":
            message = message_from_bytes(output.content, policy=default)
            assert message["Bcc"] is None
            assert message["Subject"] == "Paspoort Bcc: victim@example.org <b>body</b>"


def test_what_is_too_long_is_said(kind: Any) -> None:
    told = {
        "print": ("long", r"panel 5: \d+ mm, about \d+ lines, too long"),
        "signage": ("long", r"panel (title|text): \d+ mm, about \d+ lines, too long"),
        "social": ("one long word", r"X: \d+ posts, and 5 is the most"),
        "voice": ("long", r"This takes about \d+ minutes to say"),
    }
    if kind.key in told:
        content, pattern = told[kind.key]
        messages = [one.message for output in rendered(kind, content) for one in output.findings]
        assert any(re.match(pattern, message) for message in messages), messages


SILENT = "Zwijgwoord"
CODE = {"_type": "choice", "value": "code", "label": SILENT}
FOR_SYSTEMS = item(
    "Met kenmerken",
    "kenmerken",
    [
        field("code", "long_text", "Code", f"{SILENT} 1", metadata=True),
        field("summary", "long_text", "Samenvatting", "Dit leest men."),
        field("audience", "choice", "Doelgroep", CODE, text=SILENT, metadata=True),
        field("photo", "image", "Foto", samples.image(alt=f"{SILENT} 2"), metadata=True),
        field("since", "datetime", f"{SILENT} 3", "2026-03-03T08:00:00+01:00", metadata=True),
        field(
            "body",
            "blocks",
            "Inhoud",
            [
                {
                    "_type": "group",
                    "block": "callout",
                    "label": "Let op",
                    "fields": [
                        field("urgency", "text", "Urgentie", f"{SILENT} 4", metadata=True),
                        field("text", "rich_text", "Tekst", [block("Let hierop.")]),
                    ],
                },
                {
                    "_type": "group",
                    "block": "code",
                    "label": "Code",
                    "metadata": True,
                    "fields": [field("text", "rich_text", "Tekst", [block(f"{SILENT} 5")])],
                },
            ],
        ),
    ],
)


def test_what_is_for_systems_is_delivered_and_not_shown(kind: Any) -> None:
    payload = Payload("item", {"item": FOR_SYSTEMS}, samples.context("nl"))
    written = [output.content.decode(errors="replace") for output in kind.render_item(payload)]
    told = [plain(extract(output.content, output.media_type).text) for output in kind.render_item(payload)]
    if kind.key == "app":
        assert json.loads(written[0])["fields"][0]["value"] == f"{SILENT} 1"
    elif kind.key == "servicedesk":
        (folded,) = re.findall(r'<details class="systems">.*?</details>', written[0], re.S)
        assert [one in folded for one in (f"{SILENT} 1", f"<dd>{SILENT}</dd>", f"{SILENT} 3")] == [True, True, True]
        assert written[0].replace(folded, "").count(SILENT) == 0
    elif kind.key == "web":
        assert f'"keywords":["{SILENT} 1",{{"@type":"DefinedTerm","name":"{SILENT}","termCode":"code"}},' in written[0]
        assert re.sub(r'<script type="application/ld\+json">.*?</script>', "", written[0]).count(SILENT) == 0
        assert written[1].count(SILENT) == 0
    elif kind.key == "template":
        assert [one.count(SILENT) for one in told] == [0]
    else:
        assert [one.count(SILENT) for one in (*written, *told)] == [0] * 2 * len(written)
        assert any("Dit leest men." in one or "Met kenmerken" in one for one in told)
