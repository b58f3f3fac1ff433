"""QUERY: the published content as GraphQL, generated from the content models.

The modules, in the order a request travels: web -> answer -> execute: registry (schema), documents (limits, rules),
prepare (store) -> execution over what was loaded (values).
"""

from contenthub.query.answer import answer, answer_at, answer_text
from contenthub.query.question import Answer
from contenthub.query.registry import registry
from contenthub.query.schema import Built, build, build_schema

__all__ = ["Answer", "Built", "answer", "answer_at", "answer_text", "build", "build_schema", "registry"]
