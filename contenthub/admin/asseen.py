"""What the customer saw: an item on every channel side by side, as it stood at any moment."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import hooks

from content_models.models import Item
from content_models.reach import may_see
from contenthub.admin.preview.views import TEMPLATE, card_of
from contenthub.dispatch.preview import as_seen as channels_then
from contenthub.publishing.models import Ending, Publication, Snapshot

FIRST = ("web", "app", "print", "email")
"""The order in which an agent is asked about them; other kinds come behind."""


def as_seen(request: HttpRequest, uuid: Any, locale: str) -> HttpResponse:
    """Answer an item on the channels that customers see, at the moment `at`; without a readable one, now."""
    if not request.user.has_perms(["wagtailadmin.access_admin", "content_models.view_item"]):
        raise PermissionDenied
    item = Item.objects.filter(translation_key=uuid, locale__language_code=locale).select_related("locale").first()
    if item is None or not may_see(request.user, item):
        raise Http404
    now = timezone.now()
    at = read_moment(request.GET.get("at", ""), now)
    known = Snapshot.objects.filter(uuid=item.translation_key, locale=locale, published_at__lte=at)
    snapshot = known.order_by("-number").first()
    context: dict[str, Any] = {
        "item": item,
        "heading": _("What the customer saw: %s") % item,
        "intro": said(snapshot, at),
        "asked": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M"),
        "latest": timezone.localtime(now).strftime("%Y-%m-%dT%H:%M"),
        "cards": [],
    }
    if snapshot is not None:
        shown = channels_then(str(item.uuid), locale, at)
        shown.sort(key=lambda one: FIRST.index(one.channel.kind) if one.channel.kind in FIRST else len(FIRST))
        context["cards"] = [card_of(one) for one in shown]
    return TemplateResponse(request, TEMPLATE, context)


def read_moment(given: str, now: datetime) -> datetime:
    """Return a moment as a form gives it, in the hub's time zone and never later than now; now when it is none."""
    try:
        found = parse_datetime(given if "T" in given else f"{given}T23:59:59") if given else None
    except ValueError:
        return now
    if found is None:
        return now
    return min(found if timezone.is_aware(found) else timezone.make_aware(found), now)


def said(snapshot: Any, at: datetime) -> str:
    """Return in words what stood there at that moment."""
    moment = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    if snapshot is None:
        return _("On %s this was not published yet, so customers saw nothing.") % moment
    names = {
        "moment": moment,
        "number": snapshot.number,
        "published": date_format(timezone.localtime(snapshot.published_at), "DATETIME_FORMAT"),
    }
    ended = Ending.objects.filter(snapshot=snapshot, at__lte=at).order_by("-at", "-pk").first()
    if ended is not None and ended.status != Publication.Status.LIVE:
        return _("Withdrawn on %(moment)s; before that, version %(number)d (published %(published)s).") % names
    return _("What customers saw on %(moment)s: version %(number)d (published %(published)s).") % names


def register_all() -> None:
    """Tell Wagtail of the screen."""
    hooks.register(
        "register_admin_urls", lambda: [path("as-seen/<uuid:uuid>/<str:locale>/", as_seen, name="contenthub_as_seen")]
    )
