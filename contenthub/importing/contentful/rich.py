"""Contentful's rich text to HTML, with links to entries and without what has no place in text."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from contenthub.importing.records import BadFile, Losses

DEEPEST = 100
TAGS = {
    "paragraph": "p",
    "ordered-list": "ol",
    "unordered-list": "ul",
    "list-item": "li",
    "blockquote": "blockquote",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "table-header-cell": "th",
    **{f"heading-{level}": f"h{level}" for level in range(1, 7)},
}
MARKS = {"bold": "b", "italic": "i", "code": "code", "superscript": "sup", "subscript": "sub"}


class RichText:
    """Writes documents; `titles` gives the title of every entry by its id, `addresses` that of every asset.

    `picture` gives the HTML of an asset that is a picture, None of others.
    """

    def __init__(
        self,
        titles: Mapping[str, str],
        addresses: Mapping[str, str],
        dropped: Losses,
        picture: Callable[[str], str | None] = lambda _id: None,
    ) -> None:
        self.titles, self.addresses, self.dropped, self.picture = titles, addresses, dropped, picture

    def html(self, node: Any, depth: int = 0) -> str:
        """Return the HTML of a node. Raises BadFile for one that is none, or that is too deep."""
        if not isinstance(node, Mapping) or not isinstance(node.get("nodeType"), str):
            raise BadFile("A rich text has another shape than Contentful gives it.")
        if depth > DEEPEST:
            raise BadFile(f"A rich text is nested more than {DEEPEST} deep.")
        kind = node["nodeType"]
        if kind == "text":
            return self.text(node)
        if kind == "hr":
            return "<hr/>"
        inner = "".join(self.html(child, depth + 1) for child in node.get("content") or ())
        if kind in TAGS:
            return f"<{TAGS[kind]}>{inner}</{TAGS[kind]}>"
        return inner if kind == "document" else self.pointer(kind, node, inner)

    def text(self, node: Mapping[str, Any]) -> str:
        out = escape(str(node.get("value") or "")).replace("\n", "<br/>")
        for mark in node.get("marks") or ():
            kind = mark.get("type") if isinstance(mark, Mapping) else None
            if kind in MARKS:
                out = f"<{MARKS[kind]}>{out}</{MARKS[kind]}>"
            else:
                self.dropped[f"{kind} mark"] += 1
        return out

    def pointer(self, kind: str, node: Mapping[str, Any], inner: str) -> str:
        """Return what stands for a link or an embedded entry or asset."""
        data = node.get("data") or {}
        if kind == "hyperlink":
            return f'<a href="{escape(str(data.get("uri") or ""))}">{inner}</a>'
        id = ((data.get("target") or {}).get("sys") or {}).get("id", "")
        if "entry" in kind or kind == "resource-hyperlink":
            link = f'<a href="/entries/{escape(id)}">{inner or escape(self.titles.get(id, id))}</a>'
            return f"<p>{link}</p>" if kind == "embedded-entry-block" else link
        if kind == "asset-hyperlink" and id in self.addresses:
            return f'<a href="{escape(self.addresses[id])}">{inner}</a>'
        if "asset" in kind and (picture := self.picture(id)) is not None:
            return picture
        self.dropped[f"file that is no picture: {id}" if "asset" in kind else kind] += 1
        return inner
