"""What a channel asks and how it shows it: its kind, its settings and its stored queries, changed by proposal."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder

from channels.models import Channel
from channels.registry import installed
from content_models.door import PublicationRefused
from contenthub.admin.decisions.base import DecisionView, say_refused
from contenthub.dispatch.changing import change_channel, changed_around_the_gate, definition_of
from contenthub.governance.proposals import Proposal

QUERY = "query-"
"""Before the name of a query in the name of its field."""


class Written(json.JSONEncoder):
    """JSON as a person reads it: a line for each name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "indent": 2, "ensure_ascii": False})


def code(rows: int) -> forms.Textarea:
    return forms.Textarea(
        attrs={"rows": rows, "spellcheck": "false", "class": "w-font-mono", "style": "font-size: 0.875rem"}
    )


class DefinitionForm(forms.Form):
    """A channel's definition as its owner writes it; a query that is emptied is taken away."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    settings = forms.JSONField(
        label=gettext_lazy("Settings of its templates"), required=False, widget=code(12), encoder=Written
    )
    new_name = forms.SlugField(label=gettext_lazy("Name of a new query"), required=False, max_length=60)
    new_text = forms.CharField(label=gettext_lazy("A new query"), required=False, widget=code(4))
    reason = forms.CharField(
        label=gettext_lazy("Why this changes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands in the log of decisions."),
    )

    def __init__(self, definition: dict[str, Any], data: Any = None) -> None:
        queries = definition["queries"]
        initial = {**definition, **{QUERY + name: text for name, text in queries.items()}}
        super().__init__(data, initial=initial)
        kinds = {key: str(kind.label) for key, kind in sorted(installed().kinds.items())}
        kinds.setdefault(definition["kind"], definition["kind"])
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]
        own = {
            QUERY + name: forms.CharField(label=name, required=False, widget=code(min(24, text.count("\n") + 2)))
            for name, text in queries.items()
        }
        self.fields.update(own)
        self.order_fields(["kind", "settings", *own, "new_name", "new_text", "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("new_name")) != bool(cleaned.get("new_text")):
            raise forms.ValidationError(_("A new query needs a name and a text."))
        return cleaned

    def definition(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        texts = {
            name.removeprefix(QUERY): text
            if self.fields[name].has_changed(self.initial[name], text)
            else self.initial[name]
            for name, text in cleaned.items()
            if name.startswith(QUERY)
        }
        if cleaned["new_name"]:
            texts[cleaned["new_name"]] = cleaned["new_text"]
        queries = {name: text.replace("\r\n", "\n") for name, text in texts.items() if text.strip()}
        settings = {} if cleaned["settings"] is None else cleaned["settings"]
        return {"kind": cleaned["kind"], "settings": settings, "queries": queries}


class ChannelDefinitionView(DecisionView):
    """Shows to everybody who may see channels what one asks; takes changes, or proposals, of those who may."""

    template_name = "contenthub/admin/channels/definition.html"
    page_title = gettext_lazy("Queries and templates")
    header_icon = "mail"
    permission = "channels.view_channel"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.channel = get_object_or_404(Channel, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> Any:
        return self.channel.name

    def form(self, data: Any = None) -> DefinitionForm:
        definition = definition_of(self.channel)
        if not definition["queries"] and self.channel.kind in installed().kinds:
            definition["queries"] = dict(installed().kind(self.channel.kind).queries)
        return DefinitionForm(definition, data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                proposal = change_channel(
                    self.channel, form.definition(), request.user, form.cleaned_data["reason"], timezone.now()
                )
                return self.answer_to(request, proposal)
            except PublicationRefused as refusal:
                say_refused(request, refusal)
        return self.render_to_response(self.get_context_data(form=form))

    def answer_to(self, request: HttpRequest, proposal: Proposal | None) -> HttpResponseRedirect:
        if proposal is None:
            messages.info(request, _("Nothing was changed."))
        elif proposal.is_waiting:
            messages.success(request, _("Proposed. It waits until somebody else decides."))
            return HttpResponseRedirect(proposal.get_absolute_url())
        else:
            messages.success(request, _("Changed, and written into the log of decisions."))
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        waiting = self.channel.proposals.filter(status=Proposal.Status.WAITING)
        context.setdefault("form", self.form())
        return {
            **context,
            "channel": self.channel,
            "waiting": waiting,
            "answer": answer(self.channel, len(waiting)),
            "history": self.channel.proposals.exclude(status=Proposal.Status.WAITING)[:20],
            "edit_url": AdminURLFinder(self.request.user).get_edit_url(self.channel),
        }


def answer(channel: Channel, waiting: int) -> str:
    """Return in words whether this is what was decided, and whether something is to be decided."""
    if changed_around_the_gate(channel):
        return _("This channel is other than was decided: somebody changed it outside the hub's own screens.")
    if waiting:
        return _("A change is proposed, and waits for a decision.")
    return _("This is what the channel asks and shows now.")
