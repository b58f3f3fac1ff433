"""A page to try queries on, for people who may use the admin; nothing on it comes from elsewhere."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from channels.models import Token
from contenthub.query.registry import registry
from contenthub.query.web import BadRequest, respond

SCOPES = ["adhoc", "internal"]

ITEM = """{
  item(key: "", locale: "%s") {
    title status stamp
    fields { label text }
  }
}"""
ITEMS = """{
  items(locale: "%s", first: 10) {
    edges { node { key title model publishedAt } }
    pageInfo { hasNextPage endCursor }
  }
}"""
SEARCH = """query Search($words: String!) {
  items(locale: "%s", search: $words, first: 5) {
    nodes { title address }
    totalCount
  }
}"""
FACTS = """{ facts(first: 10) { nodes { key label text spoken: text(format: "spoken") } } }"""
CHANGES = """{ changes(after: 0, first: 10) { seq what uuid locale at } }"""


@require_admin_access
@require_GET
def graphiql(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    built = registry.current().built
    context = {
        "page_title": _("GraphQL"),
        "page_subtitle": _("Try what a channel can ask"),
        "header_icon": "code",
        "examples": examples(settings.WAGTAIL_CONTENT_LANGUAGES[0][0]),
        "texts": texts(),
        "quarantined": dict(built.quarantined),
    }
    return render(request, "contenthub/graphiql.html", context)


@require_POST
def graphiql_query(request: HttpRequest) -> HttpResponse:
    """Answer a query of the page: the session says who asks, the CSRF token that it was the page."""
    return respond(request, session_token)


def session_token(request: HttpRequest) -> Token:
    """Return a token that exists for this request only. Raises BadRequest."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise BadRequest(401, "TOKEN_REFUSED", _("Sign in to the admin first."))
    return Token(label=f"GraphiQL: {request.user}", scopes=list(SCOPES))


def examples(locale: str) -> list[dict[str, Any]]:
    """Return queries to begin with, by name."""
    return [
        {"name": _("Newest items"), "query": ITEMS % locale, "variables": {}},
        {"name": _("One item, every field"), "query": ITEM % locale, "variables": {}},
        {"name": _("Search"), "query": SEARCH % locale, "variables": {"words": ""}},
        {"name": _("Facts"), "query": FACTS, "variables": {}},
        {"name": _("What changed"), "query": CHANGES, "variables": {}},
    ]


def texts() -> dict[str, str]:
    """Return what the page says by itself."""
    return {
        "asking": _("Asking…"),
        "answered": _("Answered in"),
        "failed": _("The hub did not answer with JSON."),
        "signIn": _("You are no longer signed in. Reload the page."),
        "variables": _("The variables are not JSON:"),
        "deprecated": _("Deprecated."),
    }
