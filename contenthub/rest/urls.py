"""Addresses for other programs, beside GraphQL."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from contenthub.rest.board import BoardView, MetricsView
from contenthub.rest.bounces import BouncesView
from contenthub.rest.lint import LintView
from contenthub.rest.sightings import PingView, SightingsView

urlpatterns = [
    path("api/lint", LintView.as_view(), name="api_lint"),
    path("api/sightings", SightingsView.as_view(), name="api_sightings"),
    path("api/ping/<slug:channel>", PingView.as_view(), name="api_ping"),
    path("api/bounces", BouncesView.as_view(), name="api_bounces"),
    path("api/board", BoardView.as_view(), name="api_board"),
    path("metrics", MetricsView.as_view(), name="api_metrics"),
    path("api/openapi.json", SpectacularAPIView.as_view(urlconf="contenthub.rest.urls"), name="api_schema"),
]
