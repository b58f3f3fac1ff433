"""Try a channel's definition before anybody decides about it: ask its query, fill in its template, say what is wrong.

Nothing is stored. What is tried on is a published item, as it is or made difficult: without content, far too long,
written in a language from right to left, or full of marks that mean something elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.kinds.base import ITEM
from channels.models import Channel, Token
from channels.output import Finding, Output, Payload
from channels.registry import UnknownKindError, installed
from contenthub.dispatch.linked import site_of
from contenthub.dispatch.organisation import context_for
from contenthub.publishing.models import Publication
from contenthub.query import answer_text, stored
from contenthub.query.store.visible import visible

HOSTILE = "<script>alert(1)</script> \"'& {{ title }} {% raw %} #panic() =1+1 \\ \u202e"
ARABIC = "كيف تبلغ عن تغيير عنوانك"
MACHINE = (
    "uuid",
    "key",
    "locale",
    "stamp",
    "status",
    "model",
    "kind",
    "_type",
    "_key",
    "item",
    "fact",
    "image",
    "style",
)
"""Members of an answer that are no text for readers, and stay as they are."""

VARIANTS: dict[str, tuple[Any, Callable[[str], str]]] = {
    "": (gettext_lazy("as it is"), lambda text: text),
    "empty": (gettext_lazy("without content"), lambda text: ""),
    "long": (gettext_lazy("far too long"), lambda text: f"{text} " * 20),
    "hostile": (gettext_lazy("full of markup"), lambda text: f"{text} {HOSTILE}"),
    "arabic": (gettext_lazy("from right to left"), lambda text: ARABIC if text else ""),
}
"""By name: what a test payload is called, and how it changes each text."""


@dataclass
class Trial:
    """What came of it: the file, everything that is wrong, and the names that the template may use."""

    path: str = ""
    media_type: str = ""
    content: str = ""
    findings: list[Finding] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def try_definition(channel: Channel, definition: Mapping[str, Any], item: str, variant: str, now: datetime) -> Trial:
    """Return what a definition would make of an item (its key or uuid; empty: the newest the channel carries)."""
    found = Trial()
    text = str(definition["queries"].get(ITEM, ""))
    try:
        kind = installed().kind(definition["kind"])
    except UnknownKindError as error:
        return refused(found, str(error), "kind")
    tried = Channel(pk=channel.pk, key=channel.key, name=channel.name, kind=definition["kind"], locales=channel.locales)
    tried.base_url, tried.settings = channel.base_url, dict(definition["settings"])
    found.findings += [Finding("error", message, ITEM) for message in stored.problems_of(tried, text)]
    found.findings += list(getattr(kind, "problems", lambda _settings: ())(tried.settings))
    row = item_for(channel, item)
    if row is None:
        return refused(found, _("Nothing is published yet that this channel carries. Publish an item first."), "item")
    if found.findings:
        return found
    scopes = [*tried.settings.get("scopes", []), "adhoc"]
    answered = answer_text(
        Token(channel=tried, label="trial", scopes=scopes), text, {"uuid": str(row.uuid), "locale": row.locale}
    )
    if answered.errors or answered.data is None:
        return refused(found, "; ".join(str(one.get("message", "")) for one in answered.errors), ITEM)
    change = VARIANTS.get(variant, VARIANTS[""])[1]
    context = replace(context_for(tried, now), locale=row.locale)
    payload = site_of(tried, context).told(Payload(ITEM, answered.data, context))
    payload = replace(payload, data=each_text(payload.data, change))
    found.names = list(names_in(payload.data))
    try:
        outputs = kind.render_item(payload)
    except Exception as error:  # noqa: BLE001 (a kind may raise anything: it is said, in its words)
        return refused(found, str(error), "template")
    return shown(found, outputs[0]) if outputs else refused(found, _("This channel makes nothing of this item."), ITEM)


def shown(found: Trial, output: Output) -> Trial:
    found.path, found.media_type = output.path, output.media_type
    found.findings += output.findings
    found.content = output.content.decode("utf-8", "replace")
    return found


def refused(found: Trial, message: str, where: str) -> Trial:
    found.findings.append(Finding("error", message, where))
    return found


def item_for(channel: Channel, item: str) -> Publication | None:
    """Return a published item that the channel carries, by key or uuid; the newest one without."""
    rows = visible(channel).filter(status=Publication.Status.LIVE).order_by("-published_at", "-pk")
    if not item:
        return rows.first()
    return next((row for row in rows.order_by("locale") if item in (row.key, str(row.uuid))), None)


def each_text(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    """Return an answer with every text for readers changed."""
    if isinstance(value, str):
        return value if key in MACHINE else change(value)
    if isinstance(value, Mapping):
        return {name: each_text(one, change, name) for name, one in value.items()}
    if isinstance(value, list):
        return [each_text(one, change, key) for one in value]
    return value


def names_in(data: Any, before: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the names by which a template reaches the values of an answer: item.title, item.fields[0].text."""
    if depth > 4:
        return
    if isinstance(data, Mapping):
        for name, one in data.items():
            yield from names_in(one, f"{before}.{name}" if before else name, depth + 1)
    elif isinstance(data, list):
        yield from names_in(data[0], f"{before}[0]", depth + 1) if data else ()
    else:
        yield before
