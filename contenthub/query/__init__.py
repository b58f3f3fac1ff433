"""QUERY: the published content as GraphQL, generated from the content models.

The modules, in the order a request travels: http -> answer -> registry (schema), documents (limits, rules),
prepare (store) -> execution over what was loaded (values).
"""

from contenthub.query.answer import Answer, answer, answer_text
from contenthub.query.registry import registry
from contenthub.query.schema import Built, build, build_schema

__all__ = ["Answer", "Built", "answer", "answer_text", "build", "build_schema", "registry"]
