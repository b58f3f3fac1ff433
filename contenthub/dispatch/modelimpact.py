"""What publishing a content model changes: items that no longer fit, stored queries that break or warn, renders.

Nothing is written: the schema is built beside the one in use, and golden payloads are asked and rendered with both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from graphql import GraphQLError, parse, validate
from graphql.validation import NoDeprecatedCustomRule

from channels.kinds.base import ITEM, Kind
from channels.models import Channel, ChannelQuery, Token
from channels.output import Payload
from channels.registry import UnknownKindError, installed
from content_models.document import check_document
from content_models.models import ContentModel
from content_models.problem import Problem
from content_models.spec import FieldSpec, ModelSpec, walk
from contenthub.dispatch.organisation import context_for
from contenthub.publishing.snapshots import Publication
from contenthub.query.documents import Documents, Invalid
from contenthub.query.errors import QueryError
from contenthub.query.execute import execute_asked
from contenthub.query.question import Asked
from contenthub.query.registry import EMPTY, Current, registry
from contenthub.query.schema import build
from contenthub.query.store.visible import visible

NAMED = 10
"""Items that are named in a refusal."""
GOLDEN = 5
"""Items of the model that are rendered twice on each channel."""


@dataclass(frozen=True)
class Misfit:
    """A published item that the new version would refuse, and why."""

    publication: Publication
    problems: Sequence[Problem]


@dataclass(frozen=True)
class Asking:
    """A stored query that breaks, or that uses a field which is deprecated."""

    channel: Channel
    query: str
    messages: Sequence[str]


@dataclass(frozen=True)
class Rendered:
    """A render that would come out otherwise."""

    channel: Channel
    publication: Publication


@dataclass
class ModelImpact:
    """What a draft of a content model changes, beside its form."""

    published: int = 0
    drafts: int = 0
    misfits: list[Misfit] = field(default_factory=list)
    broken: list[Asking] = field(default_factory=list)
    warned: list[Asking] = field(default_factory=list)
    renders: list[Rendered] = field(default_factory=list)
    replayed: int = 0

    @property
    def breaks(self) -> bool:
        """Whether publishing needs an explicit confirmation."""
        return bool(self.misfits or self.broken)


def model_impact(model: ContentModel, now: datetime, *, renders: bool = True) -> ModelImpact:
    """Return what this draft, as it is in memory, would change. Raises SpecError when it cannot be read."""
    after, before = model.draft_spec(), model.spec
    rows = list(Publication.objects.filter(model=after.key, status="live").select_related("snapshot").order_by("title"))
    found = ModelImpact(len(rows), model.items.filter(live=False).count() if model.pk else 0)
    if before is None or before.as_definition() == after.as_definition():
        return found
    found.misfits = list(misfits(rows, before, after))
    old, new = schemas(after)
    for query in stored_queries():
        _ask_about(query, old, new, found)
    if renders:
        replay(rows, old, new, now, found)
    return found


def misfits(rows: Sequence[Publication], before: ModelSpec, after: ModelSpec) -> Iterator[Misfit]:
    """Yield the published items with problems that they have not got now."""
    for row in rows:
        document = row.snapshot.document
        known = {(problem.path, problem.code) for problem in check_document(before, document)}
        fresh = [one for one in check_document(after, document) if (one.path, one.code) not in known]
        if fresh:
            yield Misfit(row, fresh)


def schemas(after: ModelSpec) -> tuple[Current, Current]:
    """Return the schema of today's models, and the one with this model changed."""
    old = registry.current()
    changed = [after if spec.key == after.key else spec for spec in old.specs.values()]
    built = build(changed, old.built)
    return Current(EMPTY, old.built, Documents(old.built)), Current(EMPTY, built, Documents(built))


def stored_queries() -> Any:
    running = ChannelQuery.objects.exclude(channel__status=Channel.Status.RETIRED)
    return running.select_related("channel").order_by("channel__name", "name")


def _ask_about(query: ChannelQuery, old: Current, new: Current, found: ModelImpact) -> None:
    before, after = problems_of(query, old), problems_of(query, new)
    if after and not before:
        found.broken.append(Asking(query.channel, query.name, after))
    elif not after and (warnings := deprecated_in(query.text, new)) and warnings != deprecated_in(query.text, old):
        found.warned.append(Asking(query.channel, query.name, warnings))


def problems_of(query: ChannelQuery, current: Current) -> list[str]:
    """Return why a schema refuses a stored query."""
    internal = "internal" in query.channel.settings.get("scopes", ())
    try:
        current.documents.get(query.text, {}, internal=internal, introspect=False)
    except Invalid as invalid:
        return [error.message for error in invalid.errors]
    except (QueryError, GraphQLError) as error:
        return [error.message]
    return []


def deprecated_in(text: str, current: Current) -> list[str]:
    """Return what a query uses that will go."""
    try:
        return [
            error.message
            for error in validate(current.built.schema.graphql_schema, parse(text), [NoDeprecatedCustomRule])
        ]
    except GraphQLError:
        return []


def replay(rows: Sequence[Publication], old: Current, new: Current, now: datetime, found: ModelImpact) -> None:
    """Render golden payloads with both schemas and compare the files."""
    for channel in Channel.objects.filter(status__in=[Channel.Status.ACTIVE, Channel.Status.NEW]).order_by("name"):
        stored = channel.queries.filter(name=ITEM).first()
        mine = set(visible(channel).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        try:
            kind = installed().kind(channel.kind)
        except UnknownKindError:
            continue
        if stored is None:
            continue
        for row in [row for row in rows if row.pk in mine][:GOLDEN]:
            found.replayed += 1
            before, after = (rendered(channel, kind, stored.text, row, one, now) for one in (old, new))
            if before != after:
                found.renders.append(Rendered(channel, row))


def rendered(channel: Channel, kind: Kind, text: str, row: Publication, schema: Current, now: datetime) -> Any:
    """Return the files of an item as this schema gives them, or what went wrong."""
    token = Token(channel=channel, label="impact", scopes=channel.settings.get("scopes", []))
    variables = {"uuid": str(row.uuid), "locale": row.locale}
    found = execute_asked(Asked(token, text, variables, None, None, schema))[0]
    if found.errors or found.data is None:
        return [str(error.get("message")) for error in found.errors]
    context = replace(context_for(channel, now), locale=row.locale)
    try:
        return [(one.path, one.content) for one in kind.render_item(Payload(ITEM, found.data, context))]
    except Exception as error:  # noqa: BLE001 (a third party's kind may raise anything: compared like a file)
        return repr(error)


def changed_fields(before: ModelSpec | None, after: ModelSpec) -> list[str]:
    """Return the paths of fields that are new, gone or different."""
    one = {path: replace(spec, fields=()) for path, spec in walk(before.fields)} if before else {}
    two = {path: replace(spec, fields=()) for path, spec in walk(after.fields)}
    return [path for path in {**one, **two} if one.get(path) != two.get(path)]


def removed_in_use(model: ContentModel) -> list[Problem]:
    """Return why fields cannot be taken out yet: stored queries of channels ask for them. No reason gets past this."""
    before, after = model.spec, model.draft_spec()
    kept = {path for path, _field in walk(after.fields)}
    if before is None or all(path in kept for path, _field in walk(before.fields)):
        return []
    old, new = schemas(replace(before, fields=without(before.fields, kept)))
    asking = [one for one in stored_queries() if problems_of(one, new) and not problems_of(one, old)]
    if not asking:
        return []
    names = ", ".join(f"{one.channel.name} ({one.name})" for one in asking)
    hint = _("Change those queries first; until then the field stays, hidden from forms.")
    return [Problem("fields", _("A field that is taken out is still asked for: %s.") % names, hint, "in_use")]


def without(fields: Sequence[FieldSpec], kept: set[str], prefix: str = "") -> tuple[FieldSpec, ...]:
    """Return the fields whose paths are kept, and nothing else about them changed."""
    return tuple(
        replace(one, fields=without(one.fields, kept, f"{prefix}{one.key}."))
        for one in fields
        if f"{prefix}{one.key}" in kept
    )


def unconfirmed(model: ContentModel, now: datetime) -> list[Problem]:
    """Return what a publication without a reason would break, one problem for each kind of harm."""
    found = model_impact(model, now, renders=False)
    hint = _("Look at what changes and confirm it with a reason, or change the draft.")
    problems = []
    if found.broken:
        names = ", ".join(f"{one.channel.name} ({one.query})" for one in found.broken)
        problems.append(Problem("", _("Stored queries of channels break: %s.") % names, hint, "breaking"))
    if found.misfits:
        names = ", ".join(str(one.publication) for one in found.misfits[:NAMED])
        more = f" + {len(found.misfits) - NAMED}" if len(found.misfits) > NAMED else ""
        problems.append(Problem("", _("Published items no longer fit: %s.") % (names + more), hint, "breaking"))
    return problems
