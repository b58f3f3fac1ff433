"""Drafts and the past in every channel, by the same query and the same render as a production; nothing is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from channels.kinds.base import INDEX, ITEM, Kind
from channels.models import Channel, Token
from channels.output import Output, Payload
from channels.registry import UnknownKindError, installed
from contenthub.dispatch.linked import INTERNAL, site_of
from contenthub.dispatch.organisation import context_for
from contenthub.query import Answer, answer, answer_at, answer_text
from contenthub.query.store.drafts import Drafts
from contenthub.query.store.loaded import Loaded
from contenthub.query.store.visible import carries

SHOWN = (Channel.Status.NEW, Channel.Status.ACTIVE)


@dataclass(frozen=True)
class Shown:
    """A draft on one channel: its files and those they share, or why there are none."""

    channel: Channel
    outputs: Sequence[Output] = ()
    shared: Mapping[str, Output] = field(default_factory=dict)
    reason: str = ""


def channels_to_preview(*, internal: bool) -> list[Channel]:
    """Return the channels in use, and a stand-in for each usual kind that no channel has."""
    found = list(Channel.objects.filter(status__in=SHOWN).order_by("pk"))
    used = {channel.kind for channel in found}
    missing = [kind for key, kind in installed().kinds.items() if key not in used and getattr(kind, "usual", False)]
    found += [Channel(key=kind.key, name=str(kind.label), kind=kind.key) for kind in missing]
    return [channel for channel in found if internal or INTERNAL not in channel.settings.get("scopes", ())]


def preview(drafts: Drafts, item: Loaded, now: datetime, *, internal: bool) -> list[Shown]:
    """Return an item on every channel; `internal` includes channels that show fields for agents only."""
    return [show(channel, drafts, item, now) for channel in channels_to_preview(internal=internal)]


def show(channel: Channel, drafts: Drafts, item: Loaded, now: datetime) -> Shown:
    """Return an item on one channel."""
    if not carries(channel, item):
        return Shown(channel, reason=_("This channel does not carry this content."))
    return drawn(channel, item.locale, now, lambda kind: ask(channel, kind, drafts, item), item)


def as_seen(uuid: str, locale: str, at: datetime) -> list[Shown]:
    """Return an item as customers saw it at a moment: the text and the facts of then, the templates of today."""
    channels = [channel for channel in channels_to_preview(internal=False) if channel.pk and channel.serves(locale)]
    return [drawn(one, locale, at, partial(ask_then, one, {"uuid": uuid, "locale": locale}, at)) for one in channels]


def drawn(
    channel: Channel,
    locale: str,
    now: datetime,
    answered: Callable[[Kind], Mapping[str, object]],
    draft: Loaded | None = None,
) -> Shown:
    """Return what a channel makes of an answer, which may hold a draft, or why it makes nothing."""
    try:
        kind = installed().kind(channel.kind)
        data = answered(kind)
        context = replace(context_for(channel, now), locale=locale)
        payload = site_of(channel, context).told(Payload(ITEM, data, context), draft)
        outputs = kind.render_item(payload)
        index = replace(payload, query=INDEX, data={})
        shared = {one.path: one for one in kind.render_index(index, ())} if outputs else {}
    except PreviewUnanswered as unanswered:
        return Shown(channel, reason=str(unanswered))
    except UnknownKindError:
        return Shown(channel, reason=_("The kind of this channel is not installed."))
    except Exception as error:  # noqa: BLE001 (a third party's kind may raise anything: said, and the rest is shown)
        return Shown(channel, reason=_("This channel cannot show it: %s") % error)
    return Shown(channel, outputs, shared, "" if outputs else _("This channel makes nothing of this item."))


class PreviewUnanswered(RuntimeError):
    """A channel's stored query gave no answer to show."""


def ask(channel: Channel, kind: Kind, drafts: Drafts, item: Loaded) -> Mapping[str, object]:
    """Return what the channel's stored query answers; a stand-in asks the query its kind starts with."""
    variables = {"uuid": item.uuid, "locale": item.locale}
    scopes = channel.settings.get("scopes", [])
    if channel.pk is None:
        token = Token(label="preview", scopes=[*scopes, "adhoc"])
        found = answer_text(token, kind.queries[ITEM], variables, drafts=drafts)
    else:
        token = Token(channel=channel, label="preview", scopes=scopes)
        found = answer(token, document_of(channel), variables, drafts=drafts)
    return data_of(found)


def ask_then(channel: Channel, variables: Mapping[str, str], at: datetime, _kind: Kind) -> Mapping[str, object]:
    """Return what the channel's stored query would have answered at a moment."""
    token = Token(channel=channel, label="as seen", scopes=channel.settings.get("scopes", []))
    return data_of(answer_at(token, document_of(channel), at, variables))


def document_of(channel: Channel) -> str:
    digest = channel.query_digest(ITEM)
    if digest is None:
        raise PreviewUnanswered(_("This channel has no stored query for one item."))
    return f"sha256:{digest}"


def data_of(found: Answer) -> Mapping[str, object]:
    if found.errors or found.data is None:
        raise PreviewUnanswered("; ".join(str(error.get("message", "")) for error in found.errors))
    return found.data
