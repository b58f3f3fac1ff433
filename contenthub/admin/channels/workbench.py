"""The workbench of a channel without code: its query, its template and what comes of them, side by side.

What is written here is tried at once and changes nothing; changing the channel goes through the gate, as a proposal.
"""

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from channels.kinds.base import INDEX, ITEM
from channels.kinds.template.kind import FILE, PLAIN, TEMPLATE
from channels.models import Channel
from channels.registry import installed
from content_models.door import PublicationRefused
from contenthub.admin.channels.completion import types_of
from contenthub.admin.channels.definition import ChannelDefinitionView, answer, code
from contenthub.admin.decisions.base import say_refused
from contenthub.dispatch.changing import change_channel, definition_of
from contenthub.dispatch.trial import VARIANTS, try_definition
from contenthub.governance.proposals import Proposal
from contenthub.query import registry
from contenthub.query.store.visible import visible

KIND = "template"
OWN = ("template", "media_type", "file", "index_template", "index_file")
"""Settings that are written here; the others stay as they are."""

MEDIA_TYPES = (
    "text/html",
    "text/plain",
    "text/markdown",
    "text/csv",
    "application/json",
    "application/xml",
    "text/calendar",
)
MOST_ITEMS = 200


class WorkbenchForm(forms.Form):
    """What a channel without code asks and how it shows it."""

    item_query = forms.CharField(
        label=gettext_lazy("Query for one item"),
        widget=code(14),
        help_text=gettext_lazy("Ctrl+Space lists the names that may stand at the cursor."),
    )
    template = forms.CharField(label=gettext_lazy("Template (Liquid)"), widget=code(14), strip=False)
    media_type = forms.CharField(
        label=gettext_lazy("Media type"),
        widget=forms.TextInput(attrs={"list": "workbench-media", "class": "w-font-mono"}),
    )
    file = forms.CharField(
        label=gettext_lazy("File name"),
        help_text=gettext_lazy("{locale}, {key}, {uuid} and {model} are filled in."),
        widget=forms.TextInput(attrs={"class": "w-font-mono", "spellcheck": "false"}),
    )
    index_template = forms.CharField(
        label=gettext_lazy("Template of a file for the whole channel"),
        required=False,
        widget=code(5),
        strip=False,
        help_text=gettext_lazy("It goes through “items”; each has a path and a stamp. Leave it empty to have none."),
    )
    index_file = forms.CharField(
        label=gettext_lazy("Name of that file"), required=False, widget=forms.TextInput(attrs={"class": "w-font-mono"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Why this changes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands in the log of decisions."),
    )


class WorkbenchView(ChannelDefinitionView):
    """Shows a channel without code to everybody who may see channels; takes changes, or proposals, of those who may."""

    template_name = "contenthub/admin/channels/workbench.html"
    page_title = gettext_lazy("Workbench")
    header_icon = "code"

    def form(self, data: Any = None) -> Any:
        settings = self.channel.settings
        queries = definition_of(self.channel)["queries"] or dict(installed().kind(KIND).queries)
        known = {name: settings.get(name, "") for name in OWN}
        usual = {"template": TEMPLATE, "media_type": PLAIN, "file": FILE}
        initial = {
            **{name: value or usual.get(name, "") for name, value in known.items()},
            "item_query": queries.get(ITEM, ""),
        }
        return WorkbenchForm(data, initial=initial)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            return self.propose(request, form, definition_from(self.channel, form.cleaned_data))
        return self.render_to_response(self.get_context_data(form=form))

    def propose(self, request: HttpRequest, form: Any, definition: dict[str, Any]) -> HttpResponse:
        try:
            reason = form.cleaned_data["reason"]
            return self.answer_to(
                request, change_channel(self.channel, definition, request.user, reason, timezone.now())
            )
        except PublicationRefused as refusal:
            say_refused(request, refusal)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = visible(self.channel).filter(status="live").order_by("title", "locale")[:MOST_ITEMS]
        return {
            **context,
            "items": [(str(row.key), f"{row.title} ({row.locale})") for row in rows],
            "variants": [(name, label) for name, (label, _change) in VARIANTS.items()],
            "media_types": MEDIA_TYPES,
            "answer": answer(self.channel, self.channel.proposals.filter(status=Proposal.Status.WAITING).count()),
            "preview_url": reverse("contenthub_channel_trial", args=[self.channel.pk]),
            "completion": completion(),
            "texts": {
                "good": _("Nothing is wrong with it."),
                "busy": _("Trying…"),
                "failed": _("The hub did not answer. Reload the page and try again."),
                "insert": _("Insert %s"),
            },
        }


def completion() -> dict[str, Any]:
    """Return what the query field completes from: the types of the schema in use, and what it says."""
    schema = registry.current().built.schema.graphql_schema
    query = schema.query_type.name if schema.query_type else ""
    say = {"names": _("Names that may stand here"), "found": _("%d names. Arrow keys choose, Enter puts one in.")}
    return {"query": query, "types": types_of(schema), "say": say}


def definition_from(channel: Channel, given: dict[str, Any]) -> dict[str, Any]:
    """Return the definition of a channel with what the workbench says in it."""
    now = definition_of(channel)
    lines = {name: str(given.get(name) or "").replace("\r\n", "\n") for name in (*OWN, "item_query")}
    kept = {name: value for name, value in now["settings"].items() if name not in OWN}
    settings = {**kept, **{name: lines[name] for name in OWN if lines[name].strip()}}
    queries = {**dict(installed().kind(KIND).queries), **now["queries"], ITEM: lines["item_query"]}
    if not settings.get("index_template"):
        queries.pop(INDEX, None)
    return {"kind": KIND, "settings": settings, "queries": queries}


@require_POST
def trial(request: HttpRequest, pk: int) -> JsonResponse:
    """Answer what the written definition would make of the chosen item, as JSON."""
    if not request.user.has_perms(["wagtailadmin.access_admin", "channels.view_channel"]):
        raise PermissionDenied
    channel = get_object_or_404(Channel, pk=pk)
    try:
        given = json.loads(request.body)
        if not isinstance(given, dict):
            raise TypeError("an object is needed")
    except (ValueError, TypeError) as problem:
        return JsonResponse({"findings": [{"level": "error", "message": str(problem), "where": ""}]}, status=400)
    definition = definition_from(channel, given)
    found = try_definition(
        channel, definition, str(given.get("item", "")), str(given.get("variant", "")), timezone.now()
    )
    return JsonResponse({**vars(found), "findings": [vars(one) for one in found.findings]})
