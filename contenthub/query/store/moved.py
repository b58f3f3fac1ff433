"""The terms of items that have changed since a moment in the past: they are in no index any more."""

from content_models.document import terms_of
from content_models.spec import ModelSpec
from contenthub.query.errors import QueryError
from contenthub.query.store import past
from contenthub.query.store.sql import select
from contenthub.query.store.terms import LONGEST_TERM
from contenthub.query.store.visible import document_of

MOST_MOVED = 20_000
"""Items that changed since, whose terms are worked out for one question about the past."""


def bring_past(spec: ModelSpec, locale: str) -> None:
    """Have the terms at hand of items that were live at the moment that is looked at, and have changed since."""
    then = past.view()
    if then is None or (spec.key, locale) in then.indexed:
        return
    rows = select(past.MOVED, [spec.key, locale, MOST_MOVED + 1])
    if len(rows) > MOST_MOVED:
        raise QueryError(f"Too much has changed since to filter or order by fields: more than {MOST_MOVED} items.")
    for identity, body in rows:
        for name, term in terms_of(spec, document_of(body, "live")):
            text = isinstance(term, str)
            then.terms.append(
                (identity, name, str(term)[:LONGEST_TERM] if text else None, None if text else float(term))
            )
    then.indexed.add((spec.key, locale))
