"""Whether a channel's stored document can be answered with the content models as they are."""

from graphql import GraphQLError

from channels.models import Channel
from contenthub.query.documents import Invalid
from contenthub.query.registry import Current, registry


def problems_of(channel: Channel, text: str, schema: Current | None = None) -> list[str]:
    """Return what is wrong with a document, each in one line; with `schema`, by one that is not in use (yet)."""
    current = schema or registry.current()
    internal = any("internal" in token.scopes for token in channel.tokens.all())
    internal = internal or "internal" in channel.settings.get("scopes", ())
    try:
        current.documents.get(text, {}, internal=internal, introspect=False)
    except Invalid as invalid:
        return [line_of(error) for error in invalid.errors]
    except GraphQLError as error:
        return [line_of(error)]
    return []


def line_of(error: GraphQLError) -> str:
    place = error.locations[0] if error.locations else None
    return f"{error.message} (line {place.line})" if place else error.message
