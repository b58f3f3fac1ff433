"""What a browser may load and run on our pages (Content-Security-Policy), by where the page stands.

Pages of our own run no script that stands in the page. Wagtail's forms still write some (date fields, panels), so the
admin allows them; nothing there comes from elsewhere.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COMMON: Mapping[str, str] = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
ADMIN = {**COMMON, "script-src": "'self' 'unsafe-inline'", "frame-src": "'self' data: blob:"}
ELSEWHERE = "geolocation=(), microphone=(), camera=(), payment=(), usb=()"
HEADER = "Content-Security-Policy"


def written(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class PolicyMiddleware:
    """Gives every answer its policy; a view that has set one keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.own, self.admin = written(COMMON), written(ADMIN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        inside = request.path.startswith(reverse("wagtailadmin_home"))
        answer.headers.setdefault(HEADER, self.admin if inside else self.own)
        answer.headers.setdefault("Permissions-Policy", ELSEWHERE)
        return answer
