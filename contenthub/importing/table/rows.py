"""The rows of a CSV or XLSX file as texts by column. Raises BadFile for anything else."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook

from contenthub.importing.files import read_bytes, read_text
from contenthub.importing.records import BadFile

MOST_COLUMNS = 500
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes that the parts of a workbook may hold together, so that a small file does not become a large one."""

Row = dict[str, str]


def rows_in(file: Path, sheet: str = "", delimiter: str = "") -> Iterator[tuple[int, Row]]:
    """Yield (line, row) of a table, without the rows that are empty."""
    lines = xlsx(file, sheet) if file.suffix.lower() == ".xlsx" else csv_lines(file, delimiter)
    header: list[str] = []
    for number, cells in enumerate(lines, 1):
        if not header:
            header = [cell.strip() for cell in cells]
            check(header)
        elif any(cell.strip() for cell in cells):
            if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
                raise BadFile(f"Row {number} has more cells than the first row has names.")
            yield number, dict(zip(header, (cell.strip() for cell in cells), strict=False))
    if not header:
        raise BadFile("The table is empty: its first row must name the columns.")


def check(header: list[str]) -> None:
    named = [name for name in header if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    if not named or len(header) > MOST_COLUMNS:
        raise BadFile(f"The first row must name the columns, {MOST_COLUMNS} at most.")
    if twice:
        raise BadFile(f"Two columns have the same name: {', '.join(twice)}.")


def csv_lines(file: Path, delimiter: str) -> Iterator[list[str]]:
    text = read_text(file)
    first = text.partition("\n")[0]
    delimiter = delimiter or max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise BadFile(f"This is not CSV (line {reader.line_num}): {error}.") from error


def xlsx(file: Path, sheet: str) -> Iterator[list[str]]:
    content = io.BytesIO(read_bytes(file))
    try:
        with zipfile.ZipFile(content) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > LARGEST_UNPACKED:
            raise BadFile(f"Unpacked, the workbook has more than {LARGEST_UNPACKED // 1048576} MB.")
        workbook = load_workbook(content, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError, TypeError, AttributeError, SyntaxError) as error:
        raise BadFile(f"This is no XLSX workbook ({error}).") from error
    if sheet and sheet not in workbook.sheetnames:
        raise BadFile(f"There is no sheet {sheet!r}. There are: {', '.join(workbook.sheetnames)}.")
    for row in workbook[sheet or workbook.sheetnames[0]].iter_rows(values_only=True):
        yield [cell_text(cell) for cell in row]


def cell_text(cell: Any) -> str:
    """Return a cell as text: a whole number without decimals, a day without a time."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
