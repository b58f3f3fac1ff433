"""Addresses under /api/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from contenthub.rest.lint import LintView

urlpatterns = [
    path("api/lint", LintView.as_view(), name="api_lint"),
    path("api/openapi.json", SpectacularAPIView.as_view(urlconf="contenthub.rest.urls"), name="api_schema"),
]
