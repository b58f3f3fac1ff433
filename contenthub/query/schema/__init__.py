"""The GraphQL schema, generated from content models."""

from contenthub.query.schema.assembly import Built, build, build_schema

__all__ = ["Built", "build", "build_schema"]
