"""What was published at a moment in the past, in place of what is: the same statements, over other tables.

Inside `seen_at` every statement of this package begins with a WITH that puts a view of that moment in the place of the
tables of what is current: the snapshot that was the newest then, whether it had ended and how, and its terms. What is
kept of now alone (the full text) cannot be asked for the past.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import local
from typing import Any

import orjson
from django.db import connection

Term = tuple[int, str, str | None, float | None]
"""(publication, field, text, number)"""

NOW = "current_publication AS (SELECT * FROM {0}contenthub_publication)"
THEN = """contenthub_publication AS (SELECT p.id, s.uuid, s.locale, s.key, s.model, s.subject,
 COALESCE(b.path, '/') AS subject_path, s.title, COALESCE(e.status, 'live') AS status, COALESCE(e.notice, '') AS notice,
 e.replaced_by, s.id AS snapshot_id, s.published_at, p.first_published_at, s.review_by FROM current_publication p
 JOIN contenthub_snapshot s ON s.id = (SELECT n.id FROM contenthub_snapshot n WHERE n.uuid = p.uuid
  AND n.locale = p.locale AND n.published_at <= %s ORDER BY n.number DESC LIMIT 1)
 LEFT JOIN contenthub_ending e ON e.id = (SELECT g.id FROM contenthub_ending g
  WHERE g.snapshot_id = s.id AND g.at <= %s ORDER BY g.at DESC, g.id DESC LIMIT 1)
 LEFT JOIN content_models_subject b ON b.uuid = s.subject)"""
TERMS = """contenthub_fieldindex AS (SELECT t.publication_id, t.field, t.text, t.number FROM {0}contenthub_fieldindex t
 JOIN current_publication p ON p.id = t.publication_id
 JOIN contenthub_publication v ON v.id = p.id AND v.snapshot_id = p.snapshot_id UNION ALL {1})"""
GIVEN = {
    "sqlite": "SELECT json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'), json_extract(j.value, '$[2]'),"
    " json_extract(j.value, '$[3]') FROM json_each(%s) j",
    "postgresql": "SELECT (j ->> 0)::bigint, j ->> 1, j ->> 2, (j ->> 3)::double precision"
    " FROM jsonb_array_elements(%s::jsonb) j",
}
MOVED = """SELECT v.id, s.body FROM contenthub_publication v JOIN current_publication p ON p.id = v.id
 JOIN contenthub_snapshot s ON s.id = v.snapshot_id WHERE v.model = %s AND v.locale = %s AND v.status = 'live'
 AND (p.snapshot_id <> v.snapshot_id OR p.status <> 'live') LIMIT %s"""
"""What was live then and is not so any more: its terms are not in the index."""


@dataclass
class View:
    """What was published at a moment. `terms` are those of items that changed since, as far as they are asked for."""

    at: datetime
    terms: list[Term] = field(default_factory=list)
    indexed: set[tuple[str, str]] = field(default_factory=set)
    """(model, locale) whose terms are there."""

    def worded(self, statement: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """Return a statement that reads what was then, and its parameters."""
        vendor = connection.vendor
        own = "main." if vendor == "sqlite" else ""
        moment = connection.ops.adapt_datetimefield_value(self.at)
        found, before = [NOW.format(own), THEN], [moment, moment]
        if "contenthub_fieldindex" in statement:
            found.append(TERMS.format(own, GIVEN[vendor]))
            before.append(orjson.dumps(self.terms).decode())
        return f"WITH {', '.join(found)} {statement}", [*before, *values]


_here = local()


@contextmanager
def seen_at(at: datetime | None) -> Iterator[None]:
    """Let everything that this thread reads inside be what was published at a moment; None: what is."""
    before = view()
    _here.view = View(at) if at is not None else None
    try:
        yield
    finally:
        _here.view = before


def view() -> View | None:
    """Return what this thread reads in place of what is published now."""
    found: View | None = getattr(_here, "view", None)
    return found
