"""A draft behind a signed link, for somebody without an account."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.utils.decorators import xframe_options_sameorigin_override

from content_models.models import Fact, Item
from contenthub.admin.preview.facts import context_of
from contenthub.admin.preview.views import answer_page, card_of
from contenthub.dispatch.blast import blast
from contenthub.dispatch.preview import preview
from contenthub.query.preview import PreviewError, drafts_of, read_token, things_of_pairs


@never_cache
@xframe_options_sameorigin_override
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Answer what a signed link names, to anybody who has it; what is for agents only is left out."""
    now = timezone.now()
    try:
        pairs, until = read_token(token, now)
        items, facts = things_of_pairs(pairs)
    except PreviewError as error:
        return TemplateResponse(request, "contenthub/admin/preview/ended.html", {"error": error}, status=410)
    found = show_item(request, items, facts, now, until) if items else show_fact(request, facts[0], now)
    found["X-Robots-Tag"] = "noindex"
    found["Referrer-Policy"] = "no-referrer"
    return found


def show_item(
    request: HttpRequest, items: list[Item], facts: list[Fact], now: datetime, until: datetime
) -> HttpResponse:
    drafts, intakes = drafts_of(items, facts, now)
    item = drafts.items[intakes[0].uuid, intakes[0].locale]
    cards = [card_of(shown) for shown in preview(drafts, item, now, internal=False)]
    ends = date_format(timezone.localtime(until), "DATETIME_FORMAT")
    intro = _("A draft, not published. This link holds until %s.") % ends
    return answer_page(request, intakes[0].item, {"cards": cards, "intro": intro})


def show_fact(request: HttpRequest, fact: Fact, now: datetime) -> HttpResponse:
    """Show what readers will see change, without drafts and without ways into the admin."""
    context = context_of(blast(fact, now), now)
    context |= {"drafts": [], "sentences": [(one, "") for one, _url in context["sentences"]]}
    return TemplateResponse(request, "contenthub/admin/preview/fact.html", context)
