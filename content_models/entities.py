"""Facts and links to items inside rich text, between the store's HTML and the editor's content state.

In the store a fact is `<embed embedtype="fact" fact="UUID" format="short"/>`: a node without text, so that no value
is ever copied. In the editor it shows its current value, which is thrown away again on saving.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate_models import Entity, EntityRange
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    FORCE_WHITESPACE,
    KEEP_WHITESPACE,
    InlineEntityElementHandler,
    add_paragraph_block,
)

from content_models.blocks import is_uuid
from content_models.facts import NoValue
from content_models.models import Fact, Item

FACT, ITEM_LINK, EXTERNAL_LINK = "FACT", "ITEM_LINK", "EXTERNAL_LINK"


def fact_data(uuid: str, form: str) -> dict[str, str]:
    """Return what the editor shows of a fact: its label, and its value now in the language of the interface."""
    fact = Fact.objects.filter(uuid=uuid).first() if is_uuid(uuid) else None
    if fact is None:
        return {"fact": uuid, "format": form, "label": _("This fact no longer exists"), "value": "⚠"}
    return {"fact": uuid, "format": form, "label": str(fact), "value": current_text(fact, form)}


def current_text(fact: Fact, form: str = "short") -> str:
    """Return the value of a fact now, as text; its label in brackets as long as it has none."""
    version = fact.current(timezone.now())
    if version is None or version.value is None:
        return f"[{fact}]"
    try:
        return fact.fact_kind.format(version.value, form, get_language() or "en")
    except (NoValue, KeyError, ValueError):
        return f"[{fact}]"


class FactElementHandler:
    """From the store to the editor. `<embed>` holds no text, so the visible text is supplied here."""

    def handle_starttag(self, _name: str, attrs: Any, state: Any, contentstate: Any) -> None:
        given: Mapping[str, str] = dict(attrs)
        if state.current_block is None:
            add_paragraph_block(state, contentstate)
        if state.leading_whitespace == FORCE_WHITESPACE:
            state.current_block.text += " "
        data = fact_data(given.get("fact", ""), given.get("format", "short"))
        span = EntityRange(contentstate.add_entity(Entity(FACT, "IMMUTABLE", data)))
        span.offset, span.length = len(state.current_block.text), len(data["value"])
        state.current_block.entity_ranges.append(span)
        state.current_block.text += data["value"]
        state.leading_whitespace = KEEP_WHITESPACE

    def handle_endtag(self, _name: str, state: Any, contentstate: Any) -> None:
        """Nothing is inside."""


def fact_element(props: Mapping[str, Any]) -> Any:
    """From the editor to the store: the children (the visible value) are left behind on purpose."""
    return DOM.create_element(
        "embed", {"embedtype": "fact", "fact": props.get("fact"), "format": props.get("format") or "short"}
    )


class ItemLinkHandler(InlineEntityElementHandler):
    """A link to an item, by its stable id."""

    mutability = "MUTABLE"

    def __init__(self) -> None:
        super().__init__(ITEM_LINK)

    def get_attribute_data(self, attrs: Mapping[str, str]) -> dict[str, str]:
        uuid = attrs.get("item", "")
        item = Item.objects.filter(translation_key=uuid).first() if is_uuid(uuid) else None
        return {"item": uuid, "title": item.title if item else _("This item no longer exists")}


def item_link(props: Mapping[str, Any]) -> Any:
    return DOM.create_element("a", {"linktype": "item", "item": props.get("item")}, props["children"])


class ExternalLinkHandler(InlineEntityElementHandler):
    """A link to something in another system: its id there, its title, perhaps its address."""

    mutability = "MUTABLE"

    def __init__(self) -> None:
        super().__init__(EXTERNAL_LINK)

    def get_attribute_data(self, attrs: Mapping[str, str]) -> dict[str, str]:
        return {name: attrs.get(name, "") for name in ("source", "title", "href")}


def external_link(props: Mapping[str, Any]) -> Any:
    given = {name: props[name] for name in ("source", "title", "href") if props.get(name)}
    return DOM.create_element("a", {"linktype": "external", **given}, props["children"])
