"""What was refused, said to the person who asked for it: every reason, and nothing is lost or half done."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from content_models.door import PublicationRefused

NAMED = 5
"""Things that are named when something cannot be deleted."""


class RefusalMiddleware:
    """Serves every door of the admin alike: edit views, bulk actions, workflow, unpublishing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PublicationRefused | ValidationError | ProtectedError | MultiValueDictKeyError):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if isinstance(error, MultiValueDictKeyError):
            return HttpResponseBadRequest(_("This form is not complete. Load the page again, and try once more."))
        if request.headers.get("accept", "").startswith("application/json"):
            return JsonResponse({"success": False, "error_code": "refused", "error_message": str(error)}, status=400)
        messages.error(request, refusal_message(error))
        return HttpResponseRedirect(address_after(request, error))


def refusal_message(error: PublicationRefused | ValidationError | ProtectedError) -> str:
    """Return the reasons as a list, escaped."""
    if isinstance(error, ProtectedError):
        names = sorted({str(one) for one in error.protected_objects})
        more = _(" and %d more") % (len(names) - NAMED) if len(names) > NAMED else ""
        return format_html("<p>{}</p>", _("Not deleted, for it is in use: %s.") % (", ".join(names[:NAMED]) + more))
    if isinstance(error, ValidationError):
        return format_html_join("", "<p>{}</p>", ((message,) for message in error.messages))
    rows = [
        (problem.path, problem.message, problem.hint) for problems in error.problems.values() for problem in problems
    ]
    return format_html(
        "<p>{}</p><ul>{}</ul>",
        _("Saved as a draft, not published:"),
        format_html_join("", "<li><b>{}</b> {} {}</li>", rows),
    )


def address_after(request: HttpRequest, error: Exception) -> str:
    """Return the edit screen of what was refused, else where the person came from."""
    publishable = getattr(error, "publishable", None)
    if publishable is not None and (edit := AdminURLFinder(request.user).get_edit_url(publishable)):
        return str(edit)
    return request.headers.get("referer") or reverse("wagtailadmin_home")
