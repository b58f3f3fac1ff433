"""The list of channels and their forms. What a channel asks and shows is changed elsewhere, by proposal."""

from collections.abc import Iterator
from typing import Any

from django.forms import ChoiceField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from channels.models import Channel, ChannelQuery
from channels.registry import installed
from content_models.choosers import AnyChooserViewSet


def panels(*, fixed: bool) -> list[Any]:
    """Return the panels of a channel; `fixed`: its key and its definition can only be looked at."""
    who = [FieldPanel("owner"), FieldPanel("status"), FieldPanel("cadence")]
    where = [FieldPanel("base_url"), FieldPanel("locales")]
    what = [FieldPanel("name"), FieldPanel("key", read_only=fixed), FieldPanel("kind", read_only=fixed)]
    return [
        MultiFieldPanel(what, _("Channel")),
        MultiFieldPanel(who, _("Who keeps it")),
        MultiFieldPanel(where if fixed else [*where, FieldPanel("settings")], _("Where it is")),
    ]


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of channels that are installed, by key, in the order of their names."""
    named = {key: str(kind.label) for key, kind in installed().kinds.items()}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())


class ChannelForm(WagtailAdminModelForm):
    """The form of a channel. Whether it is retired is decided elsewhere, so it is no choice here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        retired, field = Channel.Status.RETIRED, self.fields.get("status")
        if field is not None:
            ended = self.instance.status == retired
            field.choices = [one for one in Channel.Status.choices if (one[0] == retired) == ended]
        if "kind" in self.fields:
            label = self.fields["kind"].label
            self.fields["kind"] = ChoiceField(choices=kinds(), label=label)


class ChannelCreateView(CreateView):
    """A new channel asks what its kind asks."""

    def save_instance(self) -> Any:
        channel = super().save_instance()
        for name, text in installed().kinds[channel.kind].queries.items():
            ChannelQuery.objects.create(channel=channel, name=name, text=text)
        return channel

    def get_success_url(self) -> Any:
        """A channel of one's own template goes on to where its template is written."""
        if self.object.kind == "template":
            return reverse("contenthub_channel_workbench", args=[self.object.pk])
        return super().get_success_url()


class ChannelEditView(EditView):
    """Who keeps a channel and where it is; its kind, settings and queries pass the gate."""

    def get_panel(self) -> Any:
        return ObjectList(panels(fixed=True), base_form_class=ChannelForm).bind_to_model(Channel)

    def get_form_class(self) -> Any:
        return self.panel.get_form_class()

    @property
    def header_more_buttons(self) -> list[Button]:
        """Return what can be done with the channel; what it asks and shows is changed from here too."""
        return [*super().header_more_buttons, *definition_button(self.object, self.request.user)]


class ChannelViewSet(SnippetViewSet):
    """Channels and their owners."""

    model = Channel
    chooser_viewset_class = AnyChooserViewSet
    icon = "mail"
    add_view_class = ChannelCreateView
    edit_view_class = ChannelEditView
    list_display = ("name", "kind", "status", "owner")
    list_filter = ("kind", "status", "owner")
    edit_handler = ObjectList(panels(fixed=False), base_form_class=ChannelForm)


def definition_button(snippet: Any, user: Any, _next_url: str | None = None) -> Iterator[Button]:
    """In the list of channels: the way to what one asks and shows."""
    if isinstance(snippet, Channel) and user.has_perm("channels.view_channel"):
        url = reverse("contenthub_channel_definition", args=[snippet.pk])
        yield Button(_("Queries and templates"), url, icon_name="code", priority=25)
        if snippet.kind == "template":
            url = reverse("contenthub_channel_workbench", args=[snippet.pk])
            yield Button(_("Workbench"), url, icon_name="code", priority=24)
