"""A table by its mapping: each row becomes an item, with the facts that the mapping makes of its cells."""

import re
from collections.abc import Mapping
from typing import Any

from content_models.spec import FieldSpec, ModelSpec
from contenthub.importing.facts import Facts
from contenthub.importing.files import files_in
from contenthub.importing.fit import rich, value_for
from contenthub.importing.identity import key_of, uuid_of
from contenthub.importing.markup import Known
from contenthub.importing.records import BadFile, ImportedItem, Losses, Reading, Source
from contenthub.importing.table.plan import CELL, check_plan, columns_of
from contenthub.importing.table.rows import Row, rows_in

KNOWN = Known()


def read(source: Source) -> Reading:
    """Return what the tables hold. A row that cannot be used is listed with its reason; the rest is read."""
    reading, facts = Reading(), Facts("table")
    plan = source.mapping
    try:
        spec = check_plan(plan, source.specs, source.model)
    except BadFile as error:
        reading.fail(str(source.path.name), str(error))
        return reading
    sheet = Sheet(plan, spec, source, facts)
    for file, name in files_in(source.path, ".csv", ".tsv", ".xlsx"):
        reading.read += 1
        try:
            rows = list(rows_in(file, str(plan.get("sheet", "")), str(plan.get("delimiter", ""))))
            sheet.check_columns(rows)
        except BadFile as error:
            reading.fail(name, str(error))
            continue
        for number, row in rows:
            where, dropped = f"{name} row {number}", Losses()
            try:
                reading.items.append(sheet.item(row, where, dropped))
            except BadFile as error:
                reading.fail(where, str(error))
            reading.drop(where, dropped)
        unused = (set(rows[0][1]) if rows else set()) - columns_of(plan) - {""}
        said = {column: sum(bool(row.get(column)) for _number, row in rows) for column in unused}
        reading.drop(name, {f"column {column}": count for column, count in said.items() if count})
    reading.facts = facts.all()
    return reading


class Sheet:
    """Makes items of rows."""

    def __init__(self, plan: Mapping[str, Any], spec: ModelSpec, source: Source, facts: Facts) -> None:
        self.plan, self.spec, self.source, self.facts = plan, spec, source, facts
        self.seen: dict[tuple[str, str], str] = {}

    def check_columns(self, rows: list[tuple[int, Row]]) -> None:
        """Refuse a table that lacks a column that the mapping names. Raises BadFile."""
        missing = sorted(columns_of(self.plan) - set(rows[0][1])) if rows else []
        if missing:
            raise BadFile(f"The mapping names columns that the table does not have: {', '.join(missing)}.")

    def item(self, row: Row, where: str, dropped: Losses) -> ImportedItem:
        """Return the item of a row. Raises BadFile."""
        title = " ".join(filled(self.plan["title"], row).split())[:200]
        if not title:
            raise BadFile("The row has no title.")
        key = key_of(filled(str(self.plan.get("key", "")), row) or title)
        named = filled(str(self.plan.get("id", "")), row) or key
        locale = self.source.locale_of(filled(str(self.plan.get("locale", "")), row) or self.source.locale)
        if (named, locale) in self.seen:
            raise BadFile(f"The row has the same id as {self.seen[(named, locale)]}: {named}.")
        self.seen[(named, locale)] = where
        maker = Values(row, where, key, f"{self.spec.key}:{named}", self.facts, dropped)
        fields = self.plan["fields"]
        body = {one.key: maker.value(one, fields[one.key], one.key) for one in self.spec.fields if one.key in fields}
        kept = {name: value for name, value in body.items() if value not in (None, "", [], {})}
        return ImportedItem(where, uuid_of("table", named), locale, key, title, self.spec.key, kept)


class Values:
    """Fills the fields of one item from one row."""

    def __init__(self, row: Row, where: str, key: str, id: str, facts: Facts, dropped: Losses) -> None:
        self.row, self.where, self.key, self.id, self.facts, self.dropped = row, where, key, id, facts, dropped

    def value(self, spec: FieldSpec, wanted: Any, path: str) -> Any:
        """Return what a field gets; None for nothing."""
        if isinstance(wanted, list):
            inner = spec.fields[0] if spec.kind == "list" and spec.fields else spec
            found = [self.value(inner, one, f"{path}-{number}") for number, one in enumerate(wanted, 1)]
            return [one for one in found if one not in (None, "", {})]
        if isinstance(wanted, Mapping) and "fact" in wanted:
            return self.fact(wanted, path)
        if isinstance(wanted, Mapping) and "text" not in wanted:
            inner_specs = {one.key: one for one in spec.fields}
            found_members = {
                name: self.value(inner_specs[name], one, f"{path}-{name}")
                for name, one in wanted.items()
                if name in inner_specs
            }
            full = all(found_members.get(one.key) not in (None, "") for one in spec.fields if one.required)
            return {name: one for name, one in found_members.items() if one is not None} if full else None
        return self.plain(spec, wanted)

    def plain(self, spec: FieldSpec, wanted: Any) -> Any:
        how = wanted if isinstance(wanted, Mapping) else {"text": wanted}
        text = filled(str(how["text"]), self.row) if isinstance(how["text"], str) else how["text"]
        if "map" in how:
            text = how["map"].get(text, how.get("otherwise", ""))
        if text in ("", None):
            return None
        if how.get("split"):
            text = [part.strip() for part in str(text).split(how["split"])]
        if how.get("format") == "html" and spec.kind in {"rich_text", "blocks"}:
            return rich(spec, str(text), KNOWN, self.dropped)
        if how.get("format", "text") == "text" and spec.kind in {"rich_text", "blocks"}:
            text = re.sub(r"([\\`*_{}\[\]<>#+!|~-])", r"\\\1", str(text))
        found = value_for(spec, text, KNOWN, self.dropped)
        if found is None:
            self.dropped[f"{spec.key} (a value that a {spec.kind} does not take)"] += 1
        return found

    def fact(self, wanted: Mapping[str, Any], path: str) -> str | None:
        value = filled_all(wanted["value"], self.row)
        if value in ("", None) or (isinstance(value, dict) and not all(value.values())):
            return None
        label = filled(str(wanted.get("label", "")), self.row) or f"{self.key}: {path}"
        labels = filled_all(wanted.get("labels") or {}, self.row)
        place = {"file": self.where, "id": f"{self.id}#{path}", "owner": self.key, "name": path, "label": label}
        return self.facts.add(wanted["fact"], value, dropped=self.dropped, labels=labels, **place)


def filled(text: str, row: Row) -> str:
    """Return a text with the cells that it names."""
    return CELL.sub(lambda match: row.get(match[1], ""), text).strip()


def filled_all(value: Any, row: Row) -> Any:
    if isinstance(value, str):
        return filled(value, row)
    if isinstance(value, Mapping):
        return {name: filled_all(one, row) for name, one in value.items()}
    return [filled_all(one, row) for one in value] if isinstance(value, list) else value
