"""Where Wagtail's admin meets the screens about channels."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from channels.models import Channel
from contenthub.admin.board.board import BoardView
from contenthub.admin.board.channel import ChannelView
from contenthub.admin.board.place import PlaceView
from contenthub.admin.board.retire import RetireView
from contenthub.admin.board.shipments import ShipmentsView
from contenthub.admin.decisions.hooks import Guarded


def board_urls() -> list[Any]:
    return [
        path("board/", BoardView.as_view(), name="contenthub_board"),
        path("shipments/", ShipmentsView.as_view(), name="contenthub_shipments"),
        path("board/<slug:key>/", ChannelView.as_view(), name="contenthub_board_channel"),
        path("board/<slug:key>/place/", PlaceView.as_view(), name="contenthub_board_place"),
        path("board/<slug:key>/retire/", RetireView.as_view(), name="contenthub_board_retire"),
    ]


def board_item() -> Guarded:
    return Guarded(_("Live channels"), "contenthub_board", "view", 90, "content_models.view_item")


def shipments_item() -> Guarded:
    return Guarded(_("What leaves the hub"), "contenthub_shipments", "mail", 91, "channels.view_channel")


def board_button(snippet: Any, user: Any, _next_url: str | None = None) -> Iterator[Button]:
    """In the list of channels: the way to what is known of it."""
    if isinstance(snippet, Channel) and user.has_perm("content_models.view_item"):
        yield Button(_("Does it live?"), reverse("contenthub_board_channel", args=[snippet.key]), icon_name="view")


def register_all() -> None:
    """Tell Wagtail of everything here."""
    hooks.register("register_admin_urls", board_urls)
    hooks.register("register_reports_menu_item", board_item)
    hooks.register("register_reports_menu_item", shipments_item)
    hooks.register("register_snippet_listing_buttons", board_button)
