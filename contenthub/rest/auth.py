"""Who asks: a program with a token of a channel, or a person who is signed in to the admin."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from channels.models import Token


class Program:
    """A program with a token; it is nobody's account."""

    is_authenticated = True
    is_active = True
    pk = None

    def __init__(self, token: Token) -> None:
        self.token = token

    def __str__(self) -> str:
        return str(self.token)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer cht_…`."""

    def authenticate(self, request: Request) -> tuple[Program, Token] | None:
        scheme, _space, secret = str(request.headers.get("Authorization", "")).partition(" ")
        if not secret:
            return None
        token = Token.find(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None or not token.is_valid(timezone.now()):
            raise AuthenticationFailed("This token is not known, or no longer valid. Ask the owner of the channel.")
        return Program(token), token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="contenthub"'


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How OpenAPI names it."""

    target_class = "contenthub.rest.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


def scope(name: str) -> type[BasePermission]:
    """Return the permission of tokens with a scope, and of people who may enter the admin."""

    class Scoped(BasePermission):
        message = f"The token needs the scope “{name}”."

        def has_permission(self, request: Request, view: Any) -> bool:
            if isinstance(request.user, Program):
                return request.user.token.allows(name)
            return bool(request.user and request.user.is_active and request.user.has_perm("wagtailadmin.access_admin"))

    return Scoped
