"""Types that a field's value can have, the same in every schema: rich text, images, facts, tables, procedures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import graphene
from graphene import ID, Boolean, Field, Int, List, NonNull, ObjectType, String

from contenthub.query.schema.scalars import JSON, DateTime
from contenthub.query.store.loaded import Loaded, LoadedFact
from contenthub.query.values.reader import Reader
from contenthub.query.values.renditions import ALLOWED, DEFAULT, rendition


def required(kind: Any, **options: Any) -> Field:
    return Field(NonNull(kind), **options)


def several(kind: Any, **options: Any) -> Field:
    """Return a field with a list that is never null and holds no null."""
    return Field(NonNull(List(NonNull(kind))), **options)


@dataclass(frozen=True)
class TextValue:
    """The stored nodes of a rich text with the item they stand in."""

    item: Loaded
    nodes: Any

    def told(self, info: Any, form: str) -> Any:
        reader: Reader = info.context
        return reader.text(self.item, self.nodes, form)


class RichText(ObjectType):
    """Text with structure, facts and links, in the form that the reader prefers."""

    portableText = required(
        JSON,
        description="Portable Text with facts and item links resolved.",
        resolver=lambda text, info: text.told(info, "portableText"),
    )
    plain = required(String, resolver=lambda text, info: text.told(info, "plain"))
    html = required(
        String,
        description="HTML for inside any block element; its outermost headings are h2.",
        resolver=lambda text, info: text.told(info, "html"),
    )
    markdown = required(String, resolver=lambda text, info: text.told(info, "markdown"))


@dataclass(frozen=True)
class FactValue:
    """A fact as it is asked for: in which format and language unless the query says another."""

    fact: LoadedFact
    form: str
    locale: str


def fact_text(value: FactValue, info: Any, format: str | None = None, locale: str | None = None) -> str:
    reader: Reader = info.context
    return reader.fact_text(value.fact, format or value.form, locale or value.locale)


class Fact(ObjectType):
    """One value that the organisation states everywhere, as it holds at this moment."""

    uuid = required(ID, resolver=lambda value, info: value.fact.uuid)
    key = required(String, resolver=lambda value, info: value.fact.key)
    label = required(
        String,
        locale=String(description="The language of the item unless given."),
        description="What the value is; in the organisation's own words where it has none in this language.",
        resolver=lambda value, info, locale=None: value.fact.label_in(locale or value.locale),
    )
    kind = required(String, resolver=lambda value, info: value.fact.kind)
    text = required(
        String,
        format=String(description="short, long, spoken or another format of this kind of fact."),
        locale=String(description="The language of the item unless given."),
        description="The value in words; empty when there is none in this language.",
        resolver=fact_text,
    )
    value = Field(
        JSON, description="The value itself; null when there is none now.", resolver=lambda v, info: v.fact.value
    )
    validFrom = Field(DateTime, resolver=lambda value, info: value.fact.valid_from)
    validUntil = Field(DateTime, resolver=lambda value, info: value.fact.valid_until)
    version = required(Int, resolver=lambda value, info: value.fact.version)


RenditionName = graphene.Enum(
    "RenditionName", [(name.upper(), name) for name in ALLOWED], description="The sizes in which images are served."
)


class Rendition(ObjectType):
    """An image in one size."""

    url = required(String, resolver=lambda one, info: one["src"])
    width = required(Int, resolver=lambda one, info: one["width"])
    height = required(Int, resolver=lambda one, info: one["height"])


def one_rendition(image: Mapping[str, Any], info: Any, name: Any = DEFAULT) -> dict[str, Any]:
    reader: Reader = info.context
    return rendition(image, getattr(name, "value", name), reader.base_url)


class Image(ObjectType):
    """An image with its alternative text. `url`, `width` and `height` are those of the large rendition."""

    uuid = required(ID, resolver=lambda image, info: image["image"])
    alt = required(String, description="Empty when decorative.", resolver=lambda image, info: image.get("alt") or "")
    decorative = required(Boolean, resolver=lambda image, info: bool(image.get("decorative")))
    title = required(String, resolver=lambda image, info: image.get("title") or "")
    url = required(String, resolver=lambda image, info: one_rendition(image, info)["src"])
    width = required(Int, resolver=lambda image, info: one_rendition(image, info)["width"])
    height = required(Int, resolver=lambda image, info: one_rendition(image, info)["height"])
    rendition = required(Rendition, args={"name": graphene.Argument(NonNull(RenditionName))}, resolver=one_rendition)


def text_or_empty(name: str) -> Any:
    return lambda value, info: value.get(name) or ""


class Table(ObjectType):
    """A table of text; an empty header says that there is none."""

    caption = required(String, resolver=text_or_empty("caption"))
    header = several(String, resolver=lambda table, info: table.get("header") or [])
    rows = several(List(NonNull(String)), resolver=lambda table, info: table.get("rows") or [])


class ProcedureOption(ObjectType):
    """One answer to choose."""

    value = required(String, resolver=text_or_empty("value"))
    label = required(String, resolver=text_or_empty("label"))
    short = Field(String)


class ProcedureInput(ObjectType):
    """One question's answer: what kind, how it is asked."""

    id = required(ID)
    kind = required(String, resolver=text_or_empty("kind"))
    label = required(String, resolver=text_or_empty("label"))
    spokenLabel = Field(String, resolver=lambda value, info: value.get("spoken_label"))
    help = Field(String)
    options = several(ProcedureOption, resolver=lambda value, info: value.get("options") or [])


class ProcedureStep(ObjectType):
    """One step to take."""

    text = required(String, resolver=text_or_empty("text"))
    agentNote = Field(
        String,
        description="Internal: for agents only.",
        resolver=lambda step, info: step.get("agent_note"),
    )


class ProcedureNode(ObjectType):
    """A question, information, steps or an outcome, and where it leads."""

    id = required(ID)
    kind = required(String, resolver=text_or_empty("kind"))
    input = Field(String)
    title = required(String, resolver=text_or_empty("title"))
    body = required(RichText, resolver=lambda node, info: TextValue(node["item"], node.get("body") or []))
    steps = several(ProcedureStep, resolver=lambda node, info: node.get("steps") or [])
    next = required(
        JSON,
        description="Conditions in order; the first that holds leads on.",
        resolver=lambda n, info: n.get("next") or [],
    )
    disposition = Field(String)
    send = several(String, resolver=lambda node, info: node.get("send") or [])
    handover = Field(String)


class ProcedureValue(ObjectType):
    """Questions, steps and outcomes that every channel shows in its own way."""

    inputs = several(
        ProcedureInput,
        resolver=lambda one, info: [{**given, "id": key} for key, given in (one.nodes.get("inputs") or {}).items()],
    )
    nodes = several(
        ProcedureNode,
        resolver=lambda one, info: [{**node, "item": one.item} for node in one.nodes.get("nodes") or ()],
    )


INTERNAL = frozenset({("ProcedureStep", "agentNote")})
"""Fields of these types that only a token with the scope `internal` may select."""
