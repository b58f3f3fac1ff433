"""The menu of those who write: an entry for each content model, read when it is shown, since models are data."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.permissions import policy_registry

from content_models.models import ContentModel, Item


class ModelsMenu(Menu):
    """One entry for each published content model."""

    def menu_items_for_request(self, request: Any) -> list[MenuItem]:
        base = reverse(Item.snippet_viewset.get_url_name("list"))
        within = policy_registry.get_by_type(Item).models_within(request.user, "change")
        models = sorted(ContentModel.objects.filter(within, live=True), key=lambda model: model.local_name.casefold())
        return [
            MenuItem(
                model.local_name,
                f"{base}?{urlencode({'content_model': model.pk})}",
                name=f"model-{model.key}",
                order=number,
            )
            for number, model in enumerate(models)
        ]


class WriteMenuItem(SubmenuMenuItem):
    """“Write”: what there is to write, by content model."""

    def __init__(self) -> None:
        menu = ModelsMenu(register_hook_name=None)
        super().__init__(_("Write"), menu, name="write", icon_name="edit", order=45)

    def is_shown(self, request: Any) -> bool:
        return bool(
            request.user.has_perm("content_models.change_item") or request.user.has_perm("content_models.add_item")
        )
