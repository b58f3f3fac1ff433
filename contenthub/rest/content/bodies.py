"""The body of an item as a program sends it: checked against its model, its HTML cleaned. A draft may have gaps."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from content_models.document import check_document, editor_body, store_document
from content_models.richtext import RichTextError, sanitise
from content_models.spec import FieldSpec, ModelSpec
from contenthub.rest.problems import Refused, by_place

LATER = {"required", "min_items", "alt_missing"}
"""What a draft may still lack; publication asks for it."""


def read_body(spec: ModelSpec, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as an editor's form stores it. Raises Refused with everything that is wrong."""
    unknown = sorted(name for name in given if spec.field(name) is None)
    if unknown:
        places = {f"body.{name}": ["This field is not in the content model."] for name in unknown}
        raise Refused(HTTPStatus.BAD_REQUEST, "Some fields are not known.", places)
    try:
        body = {
            field.key: cleaned(field, value)
            for field in spec.fields
            if (value := editor_body(spec, given).get(field.key)) is not None
        }
        problems = [one for one in check_document(spec, store_document(spec, body)) if one.code not in LATER]
    except RichTextError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, str(error)) from error
    except (TypeError, KeyError, ValueError, AttributeError, RecursionError) as error:
        message = "The body does not have the shape of its content model. Read an item of this model for an example."
        raise Refused(HTTPStatus.BAD_REQUEST, message) from error
    if problems:
        errors = {f"body.{place}": found for place, found in by_place(problems).items()}
        raise Refused(HTTPStatus.BAD_REQUEST, "Some values cannot be used.", errors)
    return body


def cleaned(spec: FieldSpec, value: Any) -> Any:
    """Return a stored value with its HTML cleaned. Raises RichTextError when it is too large or too deep."""
    if spec.kind == "rich_text":
        return sanitise(value)[0] if isinstance(value, str) else value
    if spec.kind == "group" and isinstance(value, Mapping):
        return {one.key: cleaned(one, value[one.key]) for one in spec.fields if one.key in value}
    if spec.kind == "list" and isinstance(value, list):
        return [_wrapped(spec.fields[0], one) for one in value]
    if spec.kind == "blocks" and isinstance(value, list):
        groups = {group.key: group for group in spec.fields}
        return [_wrapped(groups[one["type"]], one) if _is_block(one, groups) else one for one in value]
    return value


def _wrapped(spec: FieldSpec, one: Any) -> Any:
    """Clean an element, which may stand in a wrapper with its id."""
    if isinstance(one, Mapping) and "type" in one and "value" in one:
        return {**one, "value": cleaned(spec, one["value"])}
    return cleaned(spec, one)


def _is_block(one: Any, groups: Mapping[str, FieldSpec]) -> bool:
    return isinstance(one, Mapping) and "value" in one and one.get("type") in groups
