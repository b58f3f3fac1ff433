"""What readers say: which pages are said to be wrong, in which section, and what was said."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks

from content_models.models import Item
from content_models.reach import sees_everything, visible_items
from contenthub.admin.decisions.base import DecisionView
from contenthub.admin.decisions.hooks import Guarded
from contenthub.insights.feedback import Feedback, settle
from contenthub.insights.wrapups import endings_since

PAGE = 50
RECENT = timedelta(days=90)


def seen_by(user: Any) -> QuerySet[Feedback]:
    """Return the answers about items that this person may see."""
    found = Feedback.objects.order_by("-pk")
    return found if sees_everything(user) else found.filter(uuid__in=visible_items(user).values("translation_key"))


class FeedbackView(DecisionView):
    """What is said to be wrong and that nobody looked at yet, the newest first; `?all=1`: everything."""

    template_name = "contenthub/admin/feedback.html"
    page_title = gettext_lazy("What readers say")
    header_icon = "comment"
    permission = "content_models.view_item"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine, every = seen_by(self.request.user), bool(self.request.GET.get("all"))
        wrong = mine.filter(right=False, settled_at=None).select_related("channel")
        page = Paginator(mine.select_related("channel") if every else wrong, PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "rows": with_items(list(page.object_list)),
            "every": every,
            "answer": answer_of(wrong.count()),
            "endings": endings_since(timezone.localdate() - RECENT),
            "share": share_of(mine.filter(at__gte=timezone.now() - RECENT)),
            "may_change": self.request.user.has_perm("content_models.change_item"),
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Put one answer away."""
        which = request.POST.get("feedback", "")
        if not request.user.has_perm("content_models.change_item"):
            raise PermissionDenied
        if which.isdecimal() and seen_by(request.user).filter(pk=which).exists():
            for problem in settle(which, request.user, timezone.now()):
                messages.warning(request, problem.message)
        return HttpResponseRedirect(request.get_full_path())


def with_items(answers: list[Feedback]) -> list[dict[str, Any]]:
    """Return answers with the item that each is about, as it is called now."""
    items = Item.objects.filter(translation_key__in={one.uuid for one in answers}).select_related("locale")
    found = {(one.translation_key, one.locale.language_code): one for one in items}
    viewset: Any = Item.snippet_viewset
    rows = []
    for one in answers:
        item = found.get((one.uuid, one.locale))
        url = reverse(viewset.get_url_name("edit"), args=[item.pk]) if item else ""
        rows.append({"said": one, "title": str(item or one.uuid), "url": url})
    return rows


def answer_of(wrong: int) -> str:
    if not wrong:
        return _("Nobody says that anything is wrong.")
    return ngettext("%d answer waits for somebody to look.", "%d answers wait for somebody to look.", wrong) % wrong


def share_of(recent: QuerySet[Feedback]) -> str:
    """Return how many of the answers of the last months said that it was right."""
    count, right = recent.count(), recent.filter(right=True).count()
    if not count:
        return _("In the last 90 days no reader answered.")
    names = {"right": right, "all": count}
    return _("In the last 90 days %(right)d of %(all)d answers said that the page was right.") % names


def register_all() -> None:
    """Tell Wagtail of the screen."""
    hooks.register(
        "register_admin_urls", lambda: [path("feedback/", FeedbackView.as_view(), name="contenthub_feedback")]
    )
    hooks.register(
        "register_reports_menu_item",
        lambda: Guarded(
            gettext_lazy("What readers say"), "contenthub_feedback", "comment", 92, "content_models.view_item"
        ),
    )
