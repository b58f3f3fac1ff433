"""Scalars that pass through what the store holds: dates and moments as ISO 8601 text, JSON as it is."""

from datetime import UTC, date, datetime
from typing import Any

import graphene
from graphql import GraphQLError
from graphql.language import ValueNode
from graphql.utilities import value_from_ast_untyped


class JSON(graphene.Scalar):
    """Any JSON value."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return value

    @staticmethod
    def parse_value(value: Any) -> Any:
        return value

    @staticmethod
    def parse_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        return value_from_ast_untyped(node, variables)


class Date(graphene.Scalar):
    """A day, such as 2027-01-31."""

    @staticmethod
    def serialize(value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

    @staticmethod
    def parse_value(value: Any) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            raise GraphQLError(f"{value!r} is not a date. Write it as 2027-01-31.") from None

    @classmethod
    def parse_literal(cls, node: ValueNode, _variables: Any = None) -> str:
        return cls.parse_value(getattr(node, "value", None))


class DateTime(graphene.Scalar):
    """A moment with its offset, such as 2027-01-31T13:30:00+00:00; one without offset is taken as UTC."""

    @staticmethod
    def serialize(value: Any) -> str:
        return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)

    @staticmethod
    def parse_value(value: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            hint = "Write it as 2027-01-31T13:30:00+00:00."
            raise GraphQLError(f"{value!r} is not a date with a time. {hint}") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @classmethod
    def parse_literal(cls, node: ValueNode, _variables: Any = None) -> datetime:
        return cls.parse_value(getattr(node, "value", None))
