"""The mapping file: what a row becomes. Read and checked as a whole before the first row.

    model = "product"
    locale = "nl"
    id = "{URI}"
    title = "{UniformeProductnaam}"

    [fields]
    summary = "{UniformeProductnaam}, {Grondslaglabel}"
    audience = { text = "{Burger}", map = { X = "residents" }, otherwise = "businesses" }
    tags = { text = "{Trefwoorden}", split = ";" }
    price = { fact = "money", value = { amount = "{Tarief}", currency = "EUR" } }

A text in braces is the cell of that column.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from content_models.facts import fact_kinds
from content_models.spec import ModelSpec
from contenthub.importing.records import BadFile

CELL = re.compile(r"\{([^{}]+)\}")
KEYS = {"model", "locale", "id", "key", "title", "sheet", "delimiter", "fields"}
MARKS = {"text", "map", "otherwise", "split", "format", "fact", "value", "label"}
FORMATS = {"text", "markdown", "html"}


def check_plan(plan: Mapping[str, Any], specs: Mapping[str, ModelSpec], model: str) -> ModelSpec:
    """Return the content model of a mapping. Raises BadFile with everything that is wrong with it."""
    if not plan:
        raise BadFile("A table needs a mapping file: --mapping FILE.toml.")
    problems = [f"{name} is not known" for name in sorted(set(plan) - KEYS)]
    spec = specs.get(str(plan.get("model") or model))
    if spec is None:
        problems.append(f"model must be one of: {', '.join(sorted(specs)) or 'none is published'}")
    if not isinstance(plan.get("title"), str):
        problems.append('title is missing; for example title = "{Name}"')
    fields = plan.get("fields")
    if not isinstance(fields, dict) or not fields:
        problems.append("[fields] is missing")
    else:
        problems += [f"fields.{name}: {text}" for name, one in fields.items() for text in wrong_value(one)]
        known = {one.key for one in spec.fields} if spec else set(fields)
        problems += [
            f"fields.{name} is not a field of {spec.key if spec else ''}" for name in fields if name not in known
        ]
    if problems or spec is None:
        raise BadFile(f"The mapping cannot be used: {'; '.join(problems)}.")
    return spec


def wrong_value(value: Any) -> Iterator[str]:
    """Yield what is wrong with the value of a field."""
    if isinstance(value, list):
        for one in value:
            yield from wrong_value(one)
    elif isinstance(value, dict):
        yield from wrong_table(value)
    elif not isinstance(value, str | bool | int | float):
        yield "must be a text, a list or a table"


def wrong_table(value: Mapping[str, Any]) -> Iterator[str]:
    if "fact" in value:
        kinds = [kind.key for kind in fact_kinds()]
        if value["fact"] not in kinds:
            yield f"fact must be one of: {', '.join(kinds)}"
        if "value" not in value:
            yield "value is missing beside fact"
        labels = value.get("labels", {})
        if not isinstance(labels, dict) or not all(isinstance(text, str) for text in labels.values()):
            yield "labels must be a table of texts by locale code"
    elif "text" in value:
        yield from (f"{name} is not known" for name in sorted(set(value) - MARKS))
        if value.get("format", "text") not in FORMATS:
            yield f"format must be one of: {', '.join(sorted(FORMATS))}"
    else:
        yield from wrong_value(list(value.values()))


def columns_of(value: Any) -> set[str]:
    """Return the columns that a mapping, or a part of it, names."""
    if isinstance(value, str):
        return set(CELL.findall(value))
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return {column for part in parts for column in columns_of(part)}
