"""Documents: parsed and validated once for each schema, and kept, the least used dropped first."""

import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from time import thread_time
from typing import Any

from graphql import DocumentNode, GraphQLError, validate

from contenthub.query.limits import measure, parse_within
from contenthub.query.plan import Plans
from contenthub.query.rules import rules_for
from contenthub.query.schema import Built
from contenthub.query.schema.pauses import pause

logger = logging.getLogger(__name__)

KEPT = 500
RENEWED = 50
"""Documents that are ready when a new schema takes over, so that no request waits for them."""
RENEWING = 0.1
"""CPU seconds for making them ready: a new schema does not wait for more."""
MOST_ERRORS = 10


class Invalid(Exception):
    """A document does not fit the schema; `errors` says where."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


@dataclass
class Documents:
    """The documents of one schema. Refusals are not kept: a flood of nonsense must not drive out what is used."""

    built: Built
    kept: OrderedDict[tuple[bytes, bool, bool], Plans] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, text: str, variables: Mapping[str, Any], *, internal: bool, introspect: bool) -> Plans:
        """Return the plans of a document that is safe to execute. Raises QueryError (too large) or Invalid."""
        key = (sha256(text.encode(errors="surrogatepass")).digest(), internal, introspect)
        schema = self.built.schema.graphql_schema
        with self.lock:
            plans = self.kept.get(key)
            if plans is not None:
                self.kept.move_to_end(key)
        if plans is not None:
            plans.cost(variables)
            return plans
        document = parse_within(text)
        measure(document, schema, variables)
        if errors := self._errors(document, internal=internal, introspect=introspect):
            raise Invalid(errors)
        return self._keep(key, Plans(document, schema))

    def renewed(self, built: Built) -> "Documents":
        """Return the documents that were asked for last, by another schema, as far as they are valid there."""
        found, schema, until = Documents(built), built.schema.graphql_schema, thread_time() + RENEWING
        with self.lock:
            latest = list(self.kept.items())[-RENEWED:]
        for key, plans in reversed(latest):
            pause()
            if thread_time() > until:
                break
            try:
                if not found._errors(plans.document, internal=key[1], introspect=key[2]):
                    pause()
                    found._keep(key, plans.renewed(schema, built.roots))
            except Exception as error:  # noqa: BLE001 (whoever asks for it is told; a schema must not fail on a document)
                logger.debug("Left to whoever asks for it.", exc_info=error)
        found.kept = OrderedDict(reversed(found.kept.items()))
        return found

    def _errors(self, document: DocumentNode, *, internal: bool, introspect: bool) -> list[GraphQLError]:
        rules = rules_for(self.built.internal, may_see_internal=internal, may_introspect=introspect)
        return validate(self.built.schema.graphql_schema, document, rules, max_errors=MOST_ERRORS)

    def _keep(self, key: tuple[bytes, bool, bool], plans: Plans) -> Plans:
        with self.lock:
            self.kept[key] = plans
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return plans
