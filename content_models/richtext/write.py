"""Nodes to editor HTML, such that reading it again gives the same nodes.

The nodes (Portable Text, compact: no keys on spans, nothing empty):

    {"_type": "block", "style": "normal|h2..h6|blockquote", "children": [child], "markDefs"?: [definition],
     "listItem"?: "bullet|number", "level"?: n}
    {"_type": "break"}                                                        a horizontal rule
    child: {"_type": "span", "text": str, "marks"?: [mark or key]}            "\\n" is a line break
           {"_type": "fact", "fact": uuid, "format": str, "marks"?: [...]}
    definition: {"_key": "m1", "_type": "link", "href"} | {..., "_type": "itemLink", "item": uuid}
           | {..., "_type": "external", "source", "title", "href"}

Void tags close themselves (`<br/>`): Wagtail's editor stops at one that does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from .vocabulary import LIST_TAG, MARK_TAG, MARKS, STYLE_TAG, Node


def to_editor_html(nodes: Sequence[Node]) -> str:
    """Return the HTML of nodes, as Wagtail's editor stores it."""
    out: list[str] = []
    lists: list[str] = []
    for node in nodes:
        item = str(node.get("listItem", ""))
        if item:
            open_item(out, lists, LIST_TAG.get(item, "ul"), max(1, int(node.get("level", 1))))
            out.append(f"<li{block_key(node)}>{inline_html(node)}")
            continue
        close_lists(out, lists, 0)
        out.append(block_html(node))
    close_lists(out, lists, 0)
    return "".join(out)


def open_item(out: list[str], lists: list[str], tag: str, level: int) -> None:
    """Open and close lists until the next item can stand on its level; each open list has an open item."""
    close_lists(out, lists, level)
    if len(lists) == level:
        out.append("</li>")
        if lists[-1] == tag:
            return
        out.append(f"</{lists.pop()}>")
    while len(lists) < level:
        lists.append(tag)
        out.append(f"<{tag}>" if len(lists) == level else f"<{tag}><li>")


def close_lists(out: list[str], lists: list[str], level: int) -> None:
    while len(lists) > level:
        out.append(f"</li></{lists.pop()}>")


def block_html(node: Node) -> str:
    if node.get("_type") == "break":
        return "<hr/>"
    if node.get("_type") == "table":
        return table_html(node)
    tag = STYLE_TAG.get(str(node.get("style", "")), "p")
    return f"<{tag}{block_key(node)}>{inline_html(node)}</{tag}>"


def block_key(node: Node) -> str:
    """Return the editor's own key of a block, which its comments hang on."""
    return attributes_html({"data-block-key": node["_key"]}) if node.get("_key") else ""


def table_html(node: Node) -> str:
    out = ["<table>"]
    if node["caption"]:
        out.append(f"<caption>{inline_html(node['caption'])}</caption>")
    part = ""
    for row in node["rows"]:
        wanted = "thead" if row["head"] else "tbody"
        if wanted != part:
            out.append(f"</{part}><{wanted}>" if part else f"<{wanted}>")
            part = wanted
        out.append(f"<tr>{''.join(cell_html(cell) for cell in row['cells'])}</tr>")
    out.append(f"</{part}></table>" if part else "</table>")
    return "".join(out)


def cell_html(cell: Mapping[str, Any]) -> str:
    tag = "th" if cell["header"] else "td"
    return f"<{tag}>{inline_html(cell['block']) if cell['block'] else ''}</{tag}>"


def inline_html(node: Node) -> str:
    """Return the children of a block, every link once and marks opened and closed as late as possible."""
    definitions = {definition["_key"]: definition for definition in node.get("markDefs", ())}
    out: list[str] = []
    is_open: list[str] = []
    for child in node.get("children", ()):
        wanted = wanted_marks(child.get("marks", ()), definitions)
        shared = shared_length(is_open, wanted)
        out.extend(closing(mark) for mark in reversed(is_open[shared:]))
        out.extend(opening(mark, definitions) for mark in wanted[shared:])
        is_open = wanted
        out.append(child_html(child))
    out.extend(closing(mark) for mark in reversed(is_open))
    return "".join(out)


def wanted_marks(marks: Sequence[str], definitions: Mapping[str, Node]) -> list[str]:
    """Return the link first, then the marks in their fixed order."""
    return [mark for mark in marks if mark in definitions][:1] + [mark for mark in MARKS if mark in marks]


def shared_length(first: Sequence[str], second: Sequence[str]) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length


def closing(mark: str) -> str:
    return f"</{MARK_TAG.get(mark, 'a')}>"


def opening(mark: str, definitions: Mapping[str, Node]) -> str:
    if mark in MARK_TAG:
        return f"<{MARK_TAG[mark]}>"
    definition = definitions[mark]
    if definition["_type"] == "itemLink":
        return f"<a{attributes_html({'linktype': 'item', 'item': definition['item']})}>"
    if definition["_type"] == "external":
        names = ("source", "title", "href")
        return f'<a linktype="external"{attributes_html({name: definition.get(name, "") for name in names})}>'
    return f"<a{attributes_html({'href': definition.get('href', '')})}>"


def child_html(child: Node) -> str:
    if child.get("_type") == "fact":
        return f'<embed embedtype="fact"{attributes_html({name: child[name] for name in ("fact", "format")})}/>'
    return escape(str(child.get("text", "")), quote=False).replace("\n", "<br/>")


def attributes_html(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
