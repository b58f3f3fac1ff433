"""Signing in too often with a wrong password or code: what a person is told."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _


def locked_out(request: HttpRequest, original_response: Any = None, credentials: Any = None) -> HttpResponse:
    """Answer somebody who has to wait."""
    message = _(
        "Too many attempts with a wrong password or code. Try again in a quarter of an hour, or ask an operator."
    )
    context = {"message": message, "organisation": settings.HUB_ORGANISATION}
    return TemplateResponse(request, "contenthub/locked_out.html", context, status=429).render()
