"""One shape for the ways in which HSDS is written: tables of rows, by their id, that point at each other.

JSON nests what CSV keeps in tables: a phone inside a service is a row of `phones` with a `service_id`.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contenthub.importing.files import read_json, read_text
from contenthub.importing.records import BadFile

PLURALS = {"organization": "organizations", "location": "locations", "service": "services", "program": "programs"}
SINGULARS = {plural: single for single, plural in PLURALS.items()} | {
    "service_at_locations": "service_at_location",
    "contacts": "contact",
    "phones": "phone",
}
LINKS = {"service_at_locations": "service_at_location"}
"""Names of JSON that are another table in CSV."""

DEEPEST = 30
Row = dict[str, str]


class Tables:
    """Rows by table and id. Where two files tell of the same row, what one leaves out the other fills in."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Row]] = defaultdict(dict)

    def add(self, table: str, raw: Mapping[str, Any], parent: tuple[str, str] | None = None) -> None:
        """Add one row. A row without id cannot be pointed at and is told by BadFile."""
        row = {str(name): text(value) for name, value in raw.items() if text(value)}
        if parent is not None:
            row.setdefault(f"{parent[0]}_id", parent[1])
        id = row.get("id", "")
        if not id:
            raise BadFile(f"A row of {table} has no id.")
        kept = self.rows[table].setdefault(id, {})
        for name, value in row.items():
            kept.setdefault(name, value)

    def of(self, table: str, column: str, id: str) -> list[Row]:
        """Return the rows that point at something."""
        return [row for row in self.rows[table].values() if row.get(column) == id]


def text(value: Any) -> str:
    """Return a plain value as text, without the quotation marks that some writers leave around it."""
    if value is None or isinstance(value, dict | list | bool):
        return ""
    return str(value).strip().strip('"').strip()


def read_csv(file: Path, tables: Tables) -> None:
    """Add the rows of a CSV file, which is named after its table. Raises BadFile."""
    add_rows(file.stem, io.StringIO(read_text(file)), tables)


def add_rows(table: str, lines: io.StringIO, tables: Tables) -> None:
    try:
        reader = csv.DictReader(lines, strict=True)
        if not reader.fieldnames or "id" not in reader.fieldnames:
            raise BadFile(f"The table {table} has no column id: this is not HSDS.")
        for row in reader:
            tables.add(table, {name: value for name, value in row.items() if name})
    except csv.Error as error:
        raise BadFile(f"This is not CSV (line {reader.line_num}): {error}.") from error


def read_nested(file: Path, tables: Tables) -> None:
    """Add what a JSON file holds. Raises BadFile."""
    raw = read_json(file)
    if isinstance(raw, dict) and raw and all(name.endswith(".csv") for name in raw):
        for name, rows in raw.items():
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict):
                    tables.add(name.removesuffix(".csv"), row)
        return
    whole = raw.get("contents") if isinstance(raw, dict) and isinstance(raw.get("contents"), list) else [raw]
    known = [one for one in whole or () if isinstance(one, dict) and table_of(one)]
    if not known and not is_about_the_api(raw):
        raise BadFile("This holds no service, organisation or location as HSDS writes them.")
    for one in known:
        add_nested(table_of(one), one, tables, None, 0)


def is_about_the_api(raw: Any) -> bool:
    """Return whether this tells of the interface or of words for subjects, which hold nothing to publish."""
    return isinstance(raw, dict) and ("contents" in raw or "openapi_url" in raw or "taxonomy" in raw or "uri" in raw)


def table_of(raw: Mapping[str, Any]) -> str:
    """Return the table of an object that stands by itself, by what only its kind has; empty for none."""
    if "location_type" in raw:
        return "locations"
    if "location" in raw and "service" in raw:
        return "service_at_location"
    if "status" in raw and "name" in raw:
        return "services"
    if "description" in raw and "name" in raw and any(name in raw for name in ("website", "legal_status", "services")):
        return "organizations"
    return ""


def add_nested(table: str, raw: Mapping[str, Any], tables: Tables, parent: tuple[str, str] | None, depth: int) -> None:
    """Add an object and what is inside it. Raises BadFile."""
    if depth > DEEPEST:
        raise BadFile(f"It is nested more than {DEEPEST} deep.")
    here = dict(raw)
    inner: list[tuple[str, Mapping[str, Any]]] = []
    for name, value in raw.items():
        if name in PLURALS and isinstance(value, dict):
            inner.append((PLURALS[name], value))
            here.setdefault(f"{name}_id", value.get("id"))
        elif isinstance(value, list):
            inner += [(LINKS.get(name, name), one) for one in value if isinstance(one, dict)]
    tables.add(table, here, parent)
    me = (SINGULARS.get(table, table), str(raw.get("id")))
    for name, one in inner:
        add_nested(name, one, tables, None if name in PLURALS.values() and name != "services" else me, depth + 1)
