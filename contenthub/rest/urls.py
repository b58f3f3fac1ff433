"""Addresses for other programs, beside GraphQL."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from contenthub.rest.board import BoardView, MetricsView
from contenthub.rest.bounces import BouncesView
from contenthub.rest.channels import ChannelsView, ChannelView
from contenthub.rest.content.facts import FactsView, FactView
from contenthub.rest.content.imports import ImportsView
from contenthub.rest.content.items import ItemsView, ItemView
from contenthub.rest.lint import LintView
from contenthub.rest.sightings import PingView, SightingsView

urlpatterns = [
    path("api/lint", LintView.as_view(), name="api_lint"),
    path("api/items", ItemsView.as_view(), name="api_items"),
    path("api/items/<slug:locale>/<str:key>", ItemView.as_view(), name="api_item"),
    path("api/facts", FactsView.as_view(), name="api_facts"),
    path("api/facts/<slug:key>", FactView.as_view(), name="api_fact"),
    path("api/imports", ImportsView.as_view(), name="api_imports"),
    path("api/channels", ChannelsView.as_view(), name="api_channels"),
    path("api/channels/<slug:key>", ChannelView.as_view(), name="api_channel"),
    path("api/sightings", SightingsView.as_view(), name="api_sightings"),
    path("api/ping/<slug:channel>", PingView.as_view(), name="api_ping"),
    path("api/bounces", BouncesView.as_view(), name="api_bounces"),
    path("api/board", BoardView.as_view(), name="api_board"),
    path("metrics", MetricsView.as_view(), name="api_metrics"),
    path("api/openapi.json", SpectacularJSONAPIView.as_view(urlconf="contenthub.rest.urls"), name="api_schema"),
]
