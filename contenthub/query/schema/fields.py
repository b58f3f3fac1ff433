"""From a field of a content model to a field of its type: one entry for each kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphene import Boolean, Field, Float, List, NonNull, String, Union

from content_models.spec import FieldSpec, ModelSpec
from contenthub.query.names import is_metadata, is_public, value_name
from contenthub.query.schema import parts
from contenthub.query.schema.item import ContentItem
from contenthub.query.schema.plain import Plain
from contenthub.query.schema.scalars import Date, DateTime
from contenthub.query.store.loaded import Inside, Loaded

Convert = Callable[[Any, Loaded, Any], Any]
"""(stored value, item, info) -> what the type's resolvers take; None when the value is not of this kind."""

DEPRECATED = "This field will be removed."


@dataclass(frozen=True)
class Reads:
    """How a kind reads: its type, and the way from a stored value to it."""

    kind: Any
    convert: Convert
    many: bool = False


@dataclass
class Types:
    """The types made for the models of one schema, by name."""

    specs: Mapping[str, ModelSpec]
    made: dict[str, Any] = field(default_factory=dict)
    internal: set[tuple[str, str]] = field(default_factory=set)

    def members(self, owner: str, fields: tuple[FieldSpec, ...], *, hidden: bool = False) -> dict[str, Field]:
        """Return the fields of the type `owner`, and note which of them are internal."""
        made = {}
        for spec in fields:
            made[spec.name] = self._field(spec, self.reads(value_name(owner, spec), spec))
            if hidden or not is_public(spec):
                self.internal.add((owner, spec.name))
        return made

    def _field(self, spec: FieldSpec, reads: Reads) -> Field:
        def resolve(source: Any, info: Any) -> Any:
            stored = source.value.get(spec.key)
            if reads.many:
                values = stored if isinstance(stored, list) else []
                converted = (reads.convert(value, source.item, info) for value in values)
                return [value for value in converted if value is not None]
            return None if stored is None else reads.convert(stored, source.item, info)

        if not reads.many:
            resolve.stored = (spec.key, reads.convert)  # type: ignore[attr-defined]  # for compiled plans
        reason = {"deprecation_reason": DEPRECATED} if spec.deprecated else {}
        make = parts.several if reads.many else Field
        return make(reads.kind, description=describe(spec), resolver=resolve, **reason)

    def reads(self, name: str, spec: FieldSpec) -> Reads:
        """Return how a field reads; `name` is that of its value's type, where one is made for it."""
        if spec.kind == "list":
            element = self.reads(name, spec.fields[0])
            inner = List(NonNull(element.kind)) if element.many else element.kind
            return Reads(inner, every(element) if element.many else element.convert, many=True)
        if spec.kind == "reference":
            return self._reference(spec)
        if spec.kind == "group":
            return Reads(self.group(name, spec), inside(name))
        if spec.kind == "blocks":
            return Reads(self._union(name, spec), block_inside(name, spec), many=True)
        return PLAIN[spec.kind]

    def group(self, name: str, spec: FieldSpec, *, hidden: bool = False) -> Any:
        members = self.members(name, spec.fields, hidden=hidden)
        self.made[name] = type(name, (Plain,), {"__doc__": describe(spec), **members})
        return self.made[name]

    def _union(self, name: str, spec: FieldSpec) -> Any:
        kinds = tuple(self.group(value_name(name, group), group, hidden=not is_public(group)) for group in spec.fields)
        union = f"{name}Block"
        self.made[union] = type(
            union, (Union,), {"Meta": type("Meta", (), {"types": kinds, "description": describe(spec)})}
        )
        return self.made[union]

    def _reference(self, spec: FieldSpec) -> Reads:
        models = [key for key in spec.options.get("models") or () if key in self.specs]
        named = spec.options.get("models") or ()
        model = models[0] if len(models) == len(named) == 1 else None
        kind = (lambda: self.made[self.specs[model].type_name]) if model else ContentItem
        return Reads(kind, referred(set(models) if named else None), many=bool(spec.options.get("many")))


def named_in(fields: Iterable[FieldSpec]) -> Iterator[tuple[str, ...]]:
    """Yield for each reference to certain models the keys of those."""
    for spec in fields:
        if spec.kind == "reference" and spec.options.get("models"):
            yield tuple(spec.options["models"])
        yield from named_in(spec.fields)


def describe(spec: FieldSpec) -> str:
    text = spec.label if not spec.help_text else f"{spec.label}. {spec.help_text}"
    if not is_public(spec):
        return f"{text} (internal)"
    return f"{text} (for systems, not for readers)" if is_metadata(spec) else text


def of_type(*kinds: type) -> Convert:
    """Let through what has one of these types; a boolean is no number."""

    def convert(value: Any, item: Loaded, info: Any) -> Any:
        return value if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)) else None

    convert.exact = kinds[0].__name__  # type: ignore[attr-defined]  # for compiled plans
    return convert


def every(element: Reads) -> Convert:
    def convert(value: Any, item: Loaded, info: Any) -> Any:
        converted = (element.convert(one, item, info) for one in (value if isinstance(value, list) else ()))
        return [one for one in converted if one is not None]

    return convert


def inside(name: str) -> Convert:
    return lambda value, item, info: Inside(item, name, value) if isinstance(value, Mapping) else None


def block_inside(name: str, spec: FieldSpec) -> Convert:
    groups = {group.key: group for group in spec.fields}

    def convert(value: Any, item: Loaded, info: Any) -> Any:
        group = groups.get(value.get("block", "")) if isinstance(value, Mapping) else None
        if group is None or not (is_public(group) or info.context.internal):
            return None
        return Inside(item, value_name(name, group), value)

    return convert


def referred(models: set[str] | None) -> Convert:
    def convert(value: Any, item: Loaded, info: Any) -> Any:
        target = info.context.reading.refer(value, item.languages) if isinstance(value, str) else None
        fits = target is not None and target.is_readable and (models is None or target.model in models)
        return target if fits else None

    return convert


def fact(value: Any, item: Loaded, info: Any) -> Any:
    found = info.context.fact(value["fact"]) if isinstance(value, Mapping) else None
    return parts.FactValue(found, value.get("format") or "short", item.locale) if found else None


@dataclass(frozen=True)
class ProcedureValue:
    """A stored procedure with the item it stands in."""

    item: Loaded
    nodes: Mapping[str, Any]


def image(value: Any, item: Loaded, info: Any) -> Any:
    return value if isinstance(value, Mapping) and value.get("image") else None


PLAIN: Mapping[str, Reads] = {
    **{kind: Reads(String, of_type(str)) for kind in ("text", "long_text", "choice", "url")},
    "number": Reads(Float, of_type(int, float)),
    "boolean": Reads(Boolean, of_type(bool)),
    "date": Reads(Date, of_type(str)),
    "datetime": Reads(DateTime, of_type(str)),
    "tags": Reads(String, of_type(str), many=True),
    "rich_text": Reads(parts.RichText, lambda value, item, info: parts.TextValue(item, value)),
    "table": Reads(parts.Table, of_type(dict)),
    "image": Reads(parts.Image, image),
    "fact": Reads(parts.Fact, fact),
    "procedure": Reads(
        parts.ProcedureValue, lambda value, item, info: ProcedureValue(item, value) if isinstance(value, dict) else None
    ),
}
