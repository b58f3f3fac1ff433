"""Addresses of the query step."""

from django.urls import path

from contenthub.query.graphiql import graphiql, graphiql_query
from contenthub.query.images import serve_image
from contenthub.query.web import graphql

urlpatterns = [
    path("graphql", graphql, name="graphql"),
    path("graphql/<str:document_id>", graphql, name="graphql_document"),
    path("graphiql/", graphiql, name="graphiql"),
    path("graphiql/query", graphiql_query, name="graphiql_query"),
    path("images/<uuid:uuid>/<slug:rendition>/<str:name>", serve_image, name="rendition"),
]
