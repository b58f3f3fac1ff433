"""Changing a model that has content: the values of one field, carried over to another.

A published field keeps its key and kind, so a change of kind is a new field, a conversion, and the old field
deprecated. `converted` is plain; `convert` tries it on every item of a model and, when told so, saves what came out as
drafts, which go through approval like everything else. What an item holds already is overwritten only when asked for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content_models.fields import kind_of
from content_models.models import Item
from content_models.problem import Problem
from content_models.spec import FieldSpec, ModelSpec

PLAIN = ("text", "long_text", "rich_text", "number", "date", "datetime", "url", "choice", "boolean")
"""Kinds that a value of another kind can be carried over to, by its words."""


@dataclass(frozen=True)
class Carried:
    """One item: what it holds, what it would hold, or why not."""

    item: Item
    before: str
    after: str = ""
    problem: str = ""


def pairs(spec: ModelSpec) -> list[tuple[FieldSpec, FieldSpec]]:
    """Return every (from, to) between fields of a model that can be tried."""
    targets = [field for field in spec.fields if not field.deprecated]
    return [
        (one, other)
        for one in spec.fields
        for other in targets
        if one.key != other.key and (one.kind == other.kind or (one.kind in (*PLAIN, "tags") and other.kind in PLAIN))
    ]


def words_of(field: FieldSpec, raw: Any) -> str:
    """Return what a raw value says, as text; empty for none."""
    kind = kind_of(field)
    value = kind.store(field, raw)
    if value is None:
        return ""
    return "\n".join(kind.texts(field, value)) or str(value)


def converted(source: FieldSpec, target: FieldSpec, raw: Any) -> tuple[Any, Problem | None]:
    """Return the raw value that the target would hold, and what is wrong with it."""
    if source.kind == target.kind:
        found = raw
    else:
        kind = kind_of(source)
        value = kind.store(source, raw)
        if value is not None and any(kind.uses(source, value, source.key)):
            hint = _("Carry it over to another field of the same kind.")
            return None, Problem(target.key, _("It shows facts or links, which would be lost."), hint, "uses")
        found = _written(target, words_of(source, raw))
    kind = kind_of(target)
    stored = kind.store(target, found)
    if stored is None:
        return None, Problem(target.key, _("Nothing of it is left."), code="empty")
    problem = next(iter(kind.check(target, stored, target.key)), None)
    return (None, problem) if problem else (found, None)


def _written(target: FieldSpec, words: str) -> Any:
    """Return words as an editor's form would hold them in a field of this kind."""
    writers: dict[str, Callable[[str], Any]] = {
        "rich_text": lambda text: "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip()),
        "text": lambda text: " ".join(text.split()),
        "choice": lambda text: _choice(target, text),
        "number": lambda text: text.replace(" ", ""),
        "boolean": lambda text: {"true": True, "false": False}.get(text.strip().casefold(), text),
    }
    return writers.get(target.kind, str.strip)(words)


def _choice(target: FieldSpec, words: str) -> str:
    """Return the option that these words name, by its key or by any of its labels; the words when there is none."""
    said = words.strip().casefold()
    for one in target.options.get("choices", ()):
        names = [one["value"], one.get("label", ""), *(one.get("labels") or {}).values()]
        if said in {name.casefold() for name in names if name}:
            return str(one["value"])
    return words


def convert(
    items: Iterable[Item], source: str, target: str, actor: Any, *, overwrite: bool = False, dry_run: bool = True
) -> list[Carried]:
    """Carry one field over to another in the newest version of each item; return what happens to each that holds it.

    With `dry_run` nothing is written. An item that is being decided about is left as it is, and said so.
    """
    found = []
    with transaction.atomic():
        for row in items:
            item = row.get_latest_revision_as_object()
            spec = item.content_model.spec
            fields = [spec.field(key) for key in (source, target)] if spec else [None, None]
            if fields[0] is None or fields[1] is None or not (before := words_of(fields[0], item.raw_body.get(source))):
                continue
            carried, body = _carry(item, fields[0], fields[1], before, overwrite=overwrite)
            found.append(carried)
            if body is not None and not dry_run:
                item.body, item.model_version = body, spec.version
                item.__dict__.pop("spec", None)
                if not item.live:
                    item.save(update_fields=["body", "model_version"])
                item.save_revision(user=actor, clean=False, log_action=True)
    return found


def _carry(
    item: Item, source: FieldSpec, target: FieldSpec, before: str, *, overwrite: bool
) -> tuple[Carried, dict[str, Any] | None]:
    if item.workflow_in_progress:
        return Carried(item, before, problem=_("It is being decided about, so nobody can change it.")), None
    held = words_of(target, item.raw_body.get(target.key))
    if held and not overwrite:
        return Carried(item, before, held, _("The other field holds something already.")), None
    value, problem = converted(source, target, item.raw_body.get(source.key))
    if problem:
        return Carried(item, before, problem=f"{problem.message} {problem.hint}".strip()), None
    return Carried(item, before, words_of(target, value)), {**item.raw_body, target.key: value}
