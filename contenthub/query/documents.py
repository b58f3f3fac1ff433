"""Documents: parsed and validated once for each schema, and kept, the least used dropped first."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any

from graphql import GraphQLError, validate

from contenthub.query.limits import measure, parse_within
from contenthub.query.plan import Plans
from contenthub.query.rules import rules_for
from contenthub.query.schema import Built

KEPT = 500
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
        rules = rules_for(self.built.internal, may_see_internal=internal, may_introspect=introspect)
        if errors := validate(schema, document, rules, max_errors=MOST_ERRORS):
            raise Invalid(errors)
        plans = Plans(document, schema)
        with self.lock:
            self.kept[key] = plans
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return plans
