"""What rich text in the admin can do beyond Wagtail: facts, links to items, links to other systems."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import EmbedHandler, LinkHandler

from content_models import entities

SCRIPTS = ["wagtailadmin/js/chooser-modal.js", "content_models/js/rich-text-entities.js"]
STYLES = ["content_models/css/rich-text-entities.css"]


class FactEmbed(EmbedHandler):
    """A fact, where Wagtail itself turns rich text into HTML (a comparison of versions)."""

    identifier = "fact"

    @staticmethod
    def expand_db_attributes(attrs: dict[str, str]) -> str:
        data = entities.fact_data(attrs.get("fact", ""), attrs.get("format", "short"))
        return f"{data['value']}"


class ItemLink(LinkHandler):
    """A link to an item, likewise."""

    identifier = "item"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return "<a>"


class ExternalLink(ItemLink):
    """A link to another system, likewise."""

    identifier = "external"


@hooks.register("register_rich_text_features")
def register_entities(features: Any) -> None:
    features.register_embed_type(FactEmbed)
    features.register_link_type(ItemLink)
    features.register_link_type(ExternalLink)
    _register(
        features,
        "fact",
        {
            "type": entities.FACT,
            "icon": "pick",
            "description": _("Fact"),
            "attributes": ["fact", "format", "label", "value"],
            "chooserUrls": {"chooser": reverse_lazy("wagtailsnippetchoosers_content_models_fact:choose")},
        },
        {'embed[embedtype="fact"]': entities.FactElementHandler()},
        {entities.FACT: entities.fact_element},
    )
    _register(
        features,
        "item-link",
        {
            "type": entities.ITEM_LINK,
            "icon": "doc-full",
            "description": _("Link to an item"),
            "attributes": ["item", "title"],
            "chooserUrls": {"chooser": reverse_lazy("wagtailsnippetchoosers_content_models_item:choose")},
        },
        {'a[linktype="item"]': entities.ItemLinkHandler()},
        {entities.ITEM_LINK: entities.item_link},
    )
    _register(
        features,
        "external-link",
        {
            "type": entities.EXTERNAL_LINK,
            "attributes": ["source", "title", "href"],
            "description": _("Link to another system"),
        },
        {'a[linktype="external"]': entities.ExternalLinkHandler()},
        {entities.EXTERNAL_LINK: entities.external_link},
    )


def _register(features: Any, name: str, entity: dict[str, Any], read: dict[str, Any], write: dict[str, Any]) -> None:
    features.register_editor_plugin("draftail", name, EntityFeature(entity, js=SCRIPTS, css={"all": STYLES}))
    features.register_converter_rule(
        "contentstate", name, {"from_database_format": read, "to_database_format": {"entity_decorators": write}}
    )
