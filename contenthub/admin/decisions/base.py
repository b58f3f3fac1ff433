"""What every screen about decisions shares."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from content_models.door import PublicationRefused
from content_models.models import Fact, Item
from content_models.reach import may_see


class DecisionView(WagtailAdminTemplateMixin, TemplateView):
    """A screen for everybody who may enter the admin; `permission` asks for more."""

    header_icon = "key"
    permission = "wagtailadmin.access_admin"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]


def is_within_reach(user: Any, found: Any) -> bool:
    """Tell whether somebody may see what a decision is about; a content model is nobody's in particular."""
    return not isinstance(found, Item | Fact) or may_see(user, found)


def say_refused(request: HttpRequest, refusal: PublicationRefused) -> None:
    """Tell the person why nothing happened."""
    for problems in refusal.problems.values():
        for problem in problems:
            place = f"{problem.path}: " if problem.path else ""
            messages.error(request, f"{place}{problem.message} {problem.hint}".strip())
