"""The sentence in which a fact stands in a document, with its value of today and with another. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from content_models.richtext.walk import child_text
from content_models.spec import FieldSpec, ModelSpec, walk

Say = Callable[[str, str], str]
"""(uuid, format) -> the text of a fact."""

AROUND = 120
"""Characters of the paragraph that are kept before and after the fact."""


def sentence(document: Any, path: str, say: Say) -> str:
    """Return the paragraph around a path of a document, as it reads when facts say what `say` gives."""
    *outer, last = path.split(".")
    if len(outer) >= 2 and outer[-1] == "children":
        block = descend(document, outer[:-1])
        return around(block, int(last), say) if isinstance(block, Mapping) else ""
    value = descend(document, path.split("."))
    return say(str(value.get("fact")), str(value.get("format") or "short")) if isinstance(value, Mapping) else ""


def descend(value: Any, parts: list[str]) -> Any:
    """Return what stands at a path, None when there is nothing."""
    for part in parts:
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, Mapping):
            value = value.get(part)
        else:
            return None
    return value


def around(block: Mapping[str, Any], place: int, say: Say) -> str:
    """Return the text of a paragraph, cut to what stands near one of its children."""
    texts = [child_text(child, say) for child in block.get("children", ())]
    before, after = "".join(texts[:place]), "".join(texts[place + 1 :])
    head = before if len(before) <= AROUND else f"…{before[-AROUND:]}"
    tail = after if len(after) <= AROUND else f"{after[:AROUND]}…"
    return f"{head}{texts[place]}{tail}".strip()


def label_of(spec: ModelSpec, path: str, locale: str) -> str:
    """Return the labels of the fields on the way to a path: “Costs › Price”."""
    known = dict(walk(spec.fields))
    return " › ".join(field.label_in(locale) for field in fields_on(known, path))


def fields_on(known: Mapping[str, FieldSpec], path: str) -> Iterator[FieldSpec]:
    keys: list[str] = []
    for part in path.split("."):
        here = ".".join([*keys, part])
        if here in known:
            keys.append(part)
            yield known[here]
