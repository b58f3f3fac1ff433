"""What may stand where in a query, from the schema: for the completion of the workbench."""

from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type

Types = dict[str, dict[str, dict[str, Any]]]
LONGEST = 90
"""Characters of a description that stand beside a name."""


def types_of(schema: GraphQLSchema) -> Types:
    """Return for each type its fields, each with its type, its arguments, and what it is for in a few words."""
    shown = (GraphQLObjectType, GraphQLInterfaceType)
    return {
        name: {field: _field(one) for field, one in kind.fields.items()}
        for name, kind in schema.type_map.items()
        if isinstance(kind, shown) and not name.startswith("__")
    }


def _field(field: Any) -> dict[str, Any]:
    inner = str(get_named_type(field.type))
    said = (field.description or "").partition("\n")[0]
    words = said if len(said) <= LONGEST else said[: LONGEST - 1].rpartition(" ")[0] + " …"
    arguments = {name: str(argument.type) for name, argument in field.args.items()}
    return {"type": inner, "hint": f"{field.type}. {words}" if words else str(field.type), "args": arguments}
