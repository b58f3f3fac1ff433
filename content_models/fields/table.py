"""A table of text."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from content_models.fields.kind import FieldKind, common, wrong_type
from content_models.problem import Problem
from content_models.spec import FieldSpec
from content_models.widgets import TableWidget

COLUMNS = 20
ROWS = 2000
BAR, BREAK = "\\|", "\\n"
"""How a bar and a line break are written inside a cell."""


class TableBlock(blocks.TextBlock):
    """A table stored as lines, its cells parted by `|`; the first line is the header. The editor fills in a grid.

    A first line that starts with `# ` is the caption, a header of `-` means that there is none.
    """

    @cached_property
    def field(self) -> forms.Field:
        return forms.CharField(widget=TableWidget(), **self.field_options)

    def get_prep_value(self, value: Any) -> str:
        return lines_of(value) if isinstance(value, dict) else value or ""

    def to_python(self, value: Any) -> str:
        return lines_of(value) if isinstance(value, dict) else value or ""


class Table(FieldKind):
    """A table with a caption, a header row and rows of text."""

    key = "table"
    label = gettext_lazy("Table")
    icon = "table"
    reads_as = "Table"

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return TableBlock(**common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        table = table_of(raw) if isinstance(raw, str) else raw
        if isinstance(table, dict) and not table.get("rows") and not table.get("header"):
            return None
        return table or None

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict) or not isinstance(value.get("rows"), list):
            yield wrong_type(path, _("a table"), value)
            return
        header, rows = value.get("header", []), value["rows"]
        if len(rows) > ROWS or len(header) > COLUMNS:
            limit = {"rows": ROWS, "columns": COLUMNS}
            message = _("The table is larger than %(rows)d rows of %(columns)d columns.") % limit
            yield Problem(path, message, code="max_items")
        width = len(header) or (len(rows[0]) if rows else 0)
        for number, row in enumerate(rows, 1):
            if len(row) != width:
                sizes = {"row": number, "cells": len(row), "width": width}
                message = _("Row %(row)d has %(cells)d cells instead of %(width)d.") % sizes
                yield Problem(path, message, _("Give every row as many cells."), "ragged")

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        yield value.get("caption", "")
        yield " ".join(value.get("header", []))
        for row in value["rows"]:
            yield " ".join(row)


def split_cells(line: str) -> list[str]:
    r"""Return the cells of one line; `\|` is a bar inside a cell."""
    inner = line.strip().replace("\\|", "\0").removeprefix("|").removesuffix("|")
    cells = inner.split("|")
    return [cell.strip().replace("\0", "|").replace("\\n", "\n") for cell in cells]


def table_of(text: str) -> dict[str, Any]:
    """Return the table that a text of lines means."""
    lines = [line for line in text.splitlines() if line.strip()]
    caption = ""
    if lines and lines[0].startswith("# "):
        caption = lines.pop(0)[2:].strip()
    header = split_cells(lines.pop(0)) if lines else []
    return {
        "caption": caption,
        "header": [] if header == ["-"] else header,
        "rows": [split_cells(line) for line in lines],
    }


def lines_of(table: dict[str, Any]) -> str:
    """Return the text of lines that means a table: the inverse of `table_of`."""

    def line(cells: list[str]) -> str:
        return f"| {' | '.join(str(cell).replace('|', BAR).replace(chr(10), BREAK) for cell in cells)} |"

    lines = [f"# {table['caption']}"] if table.get("caption") else []
    lines.append(line(table["header"]) if table.get("header") else "-")
    return "\n".join([*lines, *(line(row) for row in table.get("rows", []))])
