"""Validation rules of the hub: what a token may not select. The schema itself is the same for everybody."""

from collections.abc import Collection
from typing import Any

from graphql import ASTValidationRule, FieldNode, GraphQLError, ValidationContext, specified_rules
from graphql.validation import MaxIntrospectionDepthRule
from graphql.validation.rules.custom.no_schema_introspection import NoSchemaIntrospectionCustomRule


def internal_rule(internal: Collection[tuple[str, str]]) -> type[ASTValidationRule]:
    """Return a rule that refuses to select any of these (type, field) pairs."""

    class NoInternalFields(ASTValidationRule):
        context: ValidationContext

        def enter_field(self, node: FieldNode, *_arguments: Any) -> None:
            parent = self.context.get_parent_type()
            if parent is not None and (parent.name, node.name.value) in internal:
                message = (
                    f"“{parent.name}.{node.name.value}” is internal. Leave it out,"
                    " or ask the operator for a token with the scope “internal”."
                )
                self.report_error(GraphQLError(message, node, extensions={"code": "INTERNAL_FIELD"}))

    return NoInternalFields


def rules_for(
    internal: Collection[tuple[str, str]], *, may_see_internal: bool, may_introspect: bool
) -> list[type[ASTValidationRule]]:
    """Return the rules by which a token's documents are validated."""
    rules: list[type[ASTValidationRule]] = list(specified_rules)
    if not may_see_internal:
        rules.append(internal_rule(internal))
    rules.append(MaxIntrospectionDepthRule if may_introspect else NoSchemaIntrospectionCustomRule)
    return rules
