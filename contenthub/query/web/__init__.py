"""GraphQL over HTTP: GET and POST, stored documents and text, with a bearer token and without cookies.

Follows https://graphql.github.io/graphql-over-http/draft/. The modules, in the order a request travels: fast (before
Django, for what is kept) -> views -> asked (what a request asks) -> rate -> answered (the response).
"""

from contenthub.query.web.asked import BadRequest
from contenthub.query.web.fast import FastPath
from contenthub.query.web.views import graphql, respond

__all__ = ["BadRequest", "FastPath", "graphql", "respond"]
