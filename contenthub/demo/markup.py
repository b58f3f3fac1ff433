"""The plain notation of the content files, turned into the HTML that the editor's form stores.

## A heading                     blank lines part paragraphs
- a point   1. a numbered step   one line each
**bold**  *emphasis*  {fact:passport-adult}  {fact:town-hall-hours:long}
[to an item](item:moving)  [to an address](https://www.example.org/)
"""

import re
from collections.abc import Iterator
from html import escape

from contenthub.demo.identity import uuid_of

FACT = re.compile(r"\{fact:(?P<key>[a-z0-9-]+)(?::(?P<format>[a-z]+))?\}")
LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")
STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"\*(.+?)\*")
LISTS = (("ul", re.compile(r"- (.+)")), ("ol", re.compile(r"\d+\. (.+)")))
HEADING = re.compile(r"(#{2,4}) (.+)")


def to_editor_html(text: str) -> str:
    """Return a text of the content files as editor HTML."""
    return "".join(_block(lines) for lines in _paragraphs(text))


def items_in(text: str) -> set[str]:
    """Return the names of the items that a text links to."""
    return {found["target"].removeprefix("item:") for found in LINK.finditer(text) if _is_item(found["target"])}


def facts_in(text: str) -> set[str]:
    """Return the names of the facts that a text states."""
    return {found["key"] for found in FACT.finditer(text)}


def _paragraphs(text: str) -> Iterator[list[str]]:
    for part in re.split(r"\n\s*\n", text.strip()):
        if lines := [line.strip() for line in part.splitlines() if line.strip()]:
            yield lines


def _block(lines: list[str]) -> str:
    for tag, pattern in LISTS:
        found = [pattern.fullmatch(line) for line in lines]
        if points := [one[1] for one in found if one]:
            if len(points) < len(lines):
                raise ValueError(f"A list holds a line that is no point of it: {lines}")
            return f"<{tag}>{''.join(f'<li>{_inline(point)}</li>' for point in points)}</{tag}>"
    if heading := HEADING.fullmatch(lines[0]):
        tag = f"h{len(heading[1])}"
        return f"<{tag}>{_inline(heading[2])}</{tag}>" + (_block(lines[1:]) if lines[1:] else "")
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    html = FACT.sub(_fact, LINK.sub(_link, escape(text, quote=False)))
    return EMPHASIS.sub(r"<i>\1</i>", STRONG.sub(r"<b>\1</b>", html))


def _fact(found: re.Match[str]) -> str:
    uuid = uuid_of("fact", found["key"])
    return f'<embed embedtype="fact" fact="{uuid}" format="{found["format"] or "short"}"/>'


def _link(found: re.Match[str]) -> str:
    target = found["target"]
    if _is_item(target):
        return f'<a linktype="item" item="{uuid_of("item", target.removeprefix("item:"))}">{found["text"]}</a>'
    return f'<a href="{target.replace(chr(34), "%22")}">{found["text"]}</a>'


def _is_item(target: str) -> bool:
    return target.startswith("item:")
