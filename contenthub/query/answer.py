"""The one door to query: a token and a document in, an answer out. HTTP and our own channels come in here alike."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from time import time
from typing import Any

import orjson
from django.db.models import Subquery
from django.utils import timezone

from channels.models import Channel, ChannelQuery, Token
from content_models.models import ModelVersion
from contenthub.query.execute import execute_asked
from contenthub.query.kept import memory
from contenthub.query.kept.answers import Kept
from contenthub.query.question import Answer, Asked, refused
from contenthub.query.registry import Stamp, registry
from contenthub.query.store.drafts import NONE, Drafts

PREFIX = "sha256:"


def answer(
    token: Token, document_id: str, variables: Mapping[str, Any] | None = None, *, drafts: Drafts = NONE
) -> Answer:
    """Answer a stored document, named `sha256:<hex>`; `text` of ChannelQuery. Never raises for what a caller does.

    With `drafts` the answer is a preview: it shows these drafts, and everything else as it is published.
    """
    asked = ask(token, document_id=document_id, variables=variables, drafts=drafts)
    return asked if isinstance(asked, Answer) else execute_asked(asked)[0]


def answer_at(token: Token, document_id: str, at: datetime, variables: Mapping[str, Any] | None = None) -> Answer:
    """Answer a stored document as of a moment: what somebody who asked it then was shown.

    `at` has a time zone; it must not lie in the future, nor before anything was published. What was published then is
    shown with the facts that held then, whatever happened since, unless it was redacted. What the channel may see, what
    subjects and facts are called, and the document itself are as they are now. Search is refused. Never raises.
    """
    asked = ask(token, document_id=document_id, variables=variables)
    return asked if isinstance(asked, Answer) else execute_asked(replace(asked, at=at))[0]


def answer_text(
    token: Token,
    text: str,
    variables: Mapping[str, Any] | None = None,
    operation_name: str | None = None,
    *,
    drafts: Drafts = NONE,
) -> Answer:
    """Answer a document given as text; only for tokens with the scope `adhoc`."""
    asked = ask(token, text=text, variables=variables, operation_name=operation_name, drafts=drafts)
    return asked if isinstance(asked, Answer) else execute_asked(asked)[0]


def find_kept(asked: Asked) -> Kept | None:
    """Return the answer as it was worked out before, by this process or another; None when it is no longer so."""
    if asked.generation is None:
        return None
    key, now = asked.key, time()
    found = memory.answers.get(key, now)
    if found is None and (found := memory.shared.get(key, asked.place, now)) is not None:
        memory.answers.put(key, found, asked.generation)
    return found


def work_out(asked: Asked) -> Kept | Answer:
    """Answer anew, and keep the answer as far as it may be. One with errors is not kept."""
    key, generation = asked.key, asked.generation
    answered, request = execute_asked(asked, in_parts=True)
    if request is None or answered.errors:
        return answered
    may_be_kept = generation is not None and request.may_be_kept
    body = orjson.dumps(answered.to_dict())
    kept = Kept(body, request.tags(), request.until if may_be_kept else 0.0, key)
    if generation is not None and may_be_kept:
        memory.answers.put(key, kept, generation)
        memory.shared.put(kept, asked.place, time())
    return kept


def ask(
    token: Token,
    *,
    document_id: str | None = None,
    text: str = "",
    variables: Mapping[str, Any] | None = None,
    operation_name: str | None = None,
    drafts: Drafts = NONE,
) -> Asked | Answer:
    """Return the question to answer, or why this token may not ask it."""
    if (refusal := check_token(token)) is not None:
        return refusal
    generation = None if drafts else memory.look()
    stamp: Stamp | None = None if generation is None else memory.watch.stamp
    place = None if generation is None else memory.place()
    if document_id is None:
        if not token.allows("adhoc"):
            hint = "This token may send stored documents only: pass documentId, or use a token with the scope “adhoc”."
            return refused(hint, "ADHOC_REFUSED")
    else:
        stored = stored_document(token, document_id, generation)
        if stored is None:
            hint = f"This channel has no document {document_id[:80]!r}. Register it with the channel first."
            return refused(hint, "DOCUMENT_UNKNOWN")
        text, stamp = stored[0], stamp or stored[1]
    current = registry.current(stamp, wait=generation is None)
    return Asked(token, text, variables or {}, operation_name, generation, current, place, drafts)


def stored_document(token: Token, document_id: str, generation: int | None) -> tuple[str, Stamp] | None:
    """Return the text of a stored document and the stamp of the models; one statement, or none when it is kept."""
    if not document_id.startswith(PREFIX):
        return None
    digest = document_id.removeprefix(PREFIX).lower()
    key = (0 if token.allows("adhoc") else token.channel_id, digest)
    if generation is not None and (text := memory.documents.get(key)) is not None:
        return text, memory.watch.stamp
    found = ChannelQuery.objects.filter(digest=digest)
    if not token.allows("adhoc"):
        found = found.filter(channel=token.channel_id)
    newest = ModelVersion.objects.order_by("-pk")
    row = (
        found.order_by()
        .values_list("text", Subquery(newest.values("pk")[:1]), Subquery(newest.values("digest")[:1]))
        .first()
    )
    if row is None:
        return None
    if generation is not None and generation == memory.watch.generation:
        memory.documents[key] = row[0]
    return row[0], (row[1] or 0, row[2] or "")


def check_token(token: Token) -> Answer | None:
    """Return why a token may not ask, or None."""
    if token.is_valid(timezone.now()):
        if token.pk is not None and token.channel.status == Channel.Status.RETIRED:
            return refused("This channel is retired: nothing is answered on it any more.", "CHANNEL_RETIRED")
        return None
    return refused("This token has expired or was revoked. Ask the channel's owner for a new one.", "TOKEN_REFUSED")
