"""Where everybody must have a second step, a session without one opens nothing."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contenthub.admin.secondstep.signin import PASSED


class SecondStepMiddleware:
    """Ends sessions that were begun without a code where HUB_TOTP is `required`: signing in again asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = settings.HUB_TOTP == "required" and settings.SESSION_COOKIE_NAME in request.COOKIES
        if asked and request.user.is_authenticated and PASSED not in request.session:
            logout(request)
            if request.path.startswith(reverse("wagtailadmin_home")):
                return redirect("wagtailadmin_login")
        return self.get_response(request)
