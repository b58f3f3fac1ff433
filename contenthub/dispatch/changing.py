"""Changing what a channel asks and how it shows it: its stored queries, its kind and the settings of its templates.

A change goes through the gate as a proposal, in the admin and by command alike. A channel that differs from what was
last decided about it, because somebody wrote into the database, is found by `changed_around_the_gate`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from channels.models import Channel, ChannelQuery
from channels.registry import UnknownKindError, installed
from content_models.door import PublicationRefused
from content_models.problem import Problem
from contenthub.governance.mandates import Mandate
from contenthub.governance.proposals import Proposal, in_log, propose
from contenthub.publishing.digest import digest_of_json
from contenthub.query import stored

PARTS = ("kind", "settings", "queries")
"""What is decided about together: a definition is a dict with these."""


def definition_of(channel: Channel) -> dict[str, Any]:
    """Return what a channel asks and how it shows it, as it is now."""
    queries = dict(channel.queries.order_by("name").values_list("name", "text"))
    return {"kind": channel.kind, "settings": channel.settings, "queries": queries}


def problems_of(channel: Channel, definition: Mapping[str, Any]) -> list[Problem]:
    """Return why a channel could not work like this: a kind that is not there, a query that cannot be answered."""
    found = []
    try:
        installed().kind(definition["kind"])
    except UnknownKindError as error:
        found.append(Problem("kind", str(error), code="kind"))
    if not isinstance(definition["settings"], dict):
        hint = _("Write a JSON object: names and values between { and }.")
        found.append(Problem("settings", _("The settings are not a list of names."), hint, "settings"))
        return found
    kind = installed().kinds.get(definition["kind"])
    wrong = getattr(kind, "problems", lambda _settings: ())(definition["settings"])
    found += [Problem(one.where, one.message, code="settings") for one in wrong if one.level == "error"]
    changed = Channel(pk=channel.pk, kind=definition["kind"], settings=definition["settings"])
    for name, text in definition["queries"].items():
        if not name.strip() or len(name) > 60:
            found.append(Problem("queries", _("A query needs a name of at most 60 characters."), code="name"))
        found += [Problem(name, message, code="query") for message in stored.problems_of(changed, text)]
    return found


def change_channel(
    channel: Channel, definition: Mapping[str, Any], actor: Any, reason: str, now: datetime
) -> Proposal | None:
    """Change a channel, or propose it to those who decide. Return the proposal, None when nothing would change.

    Raises PublicationRefused with every reason; then nothing is written.
    """
    before, after = definition_of(channel), {part: definition[part] for part in PARTS}
    if after == before:
        return None
    if problems := problems_of(channel, after):
        raise PublicationRefused({str(channel): problems})
    content = {"before": digest_of_json(before), **after}
    return propose(channel, Mandate.Decision.CHANNEL, content, actor, reason, now, carry_out)


def carry_out(proposal: Proposal, _now: datetime) -> None:
    """Write the queries and settings of a proposal that was decided about; one that has been overtaken is refused."""
    channel = Channel.objects.select_for_update().get(pk=proposal.channel_id)
    content = proposal.content
    problems = problems_of(channel, content)
    if digest_of_json(definition_of(channel)) != content["before"]:
        hint = _("Refuse it, and propose the change again.")
        problems.append(Problem("", _("The channel was changed after this was proposed."), hint, "changed"))
    if problems:
        raise PublicationRefused({str(channel): problems})
    channel.kind, channel.settings = content["kind"], content["settings"]
    channel.save(update_fields=["kind", "settings"])
    kept = dict(channel.queries.values_list("name", "text"))
    gone = [name for name, text in kept.items() if content["queries"].get(name) != text]
    channel.queries.filter(name__in=gone).delete()
    for name, text in content["queries"].items():
        if kept.get(name) != text:
            ChannelQuery.objects.create(channel=channel, name=name, text=text)


def changed_around_the_gate(channel: Channel) -> bool:
    """Tell whether a channel is other than it was last decided to be; a new one asks what its kind asks."""
    done = Proposal.objects.filter(channel=channel, decision=Mandate.Decision.CHANNEL, status=Proposal.Status.DONE)
    last, now = done.order_by("-decided_at", "-pk").first(), definition_of(channel)
    if last is None:
        kind = installed().kinds.get(channel.kind)
        return bool(now["queries"]) and (kind is None or dict(kind.queries) != now["queries"])
    return not in_log(last, last.decision) or {part: last.content[part] for part in PARTS} != now
