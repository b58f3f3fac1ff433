"""A table while rich text is cleaned: rows of cells, each cell one paragraph.

Only cleaning knows tables (an import takes them out into a table field); Portable Text in the store has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .vocabulary import Node


@dataclass(slots=True)
class Table:
    """Rows under construction; `build` gives one node of the type "table"."""

    caption: Node | None = None
    rows: list[Node] = field(default_factory=list)
    head: bool = False
    in_caption: bool = False

    def start(self, tag: str) -> None:
        """Begin a caption, a part, a row or a cell."""
        if tag in {"thead", "tbody", "tfoot"}:
            self.head = tag == "thead"
        elif tag == "tr":
            self.rows.append({"head": self.head, "cells": []})
        elif tag in {"td", "th"}:
            self.in_caption = False
            if not self.rows:
                self.start("tr")
            self.rows[-1]["cells"].append({"header": tag == "th", "block": None})
            return
        self.in_caption = tag == "caption"

    def fill(self, block: Node | None) -> None:
        """Put a finished paragraph where it stood; text beside the cells gets a cell of its own."""
        if block is None:
            return
        if self.in_caption and self.caption is None:
            self.caption = block
            return
        if not self.rows or not self.rows[-1]["cells"] or self.rows[-1]["cells"][-1]["block"] is not None:
            self.start("td")
        self.rows[-1]["cells"][-1]["block"] = block

    def build(self) -> list[Node]:
        rows = [row for row in self.rows if any(cell["block"] for cell in row["cells"])]
        return [{"_type": "table", "caption": self.caption, "rows": rows}] if rows or self.caption else []
