"""The board for programs: `GET /api/board` as JSON, `GET /metrics` for Prometheus."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone, translation
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contenthub.dispatch.watch.board import board, metrics
from contenthub.dispatch.watch.zombies import zombie_content
from contenthub.rest.auth import TokenAuthentication, scope

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class BoardView(APIView):
    """Every channel with its verdict."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (scope("watch"),)

    @extend_schema(responses={200: dict}, operation_id="board", tags=["observe"])
    def get(self, request: Request) -> Response:
        """Return every channel with its verdict, and content that nobody tends."""
        now = timezone.now()
        with translation.override("en"):
            return Response({"channels": board(now), "zombie_content": zombie_content(now)})


class MetricsView(APIView):
    """The board as metrics."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (scope("watch"),)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Return the board in the text format of Prometheus."""
        return HttpResponse(metrics(timezone.now()), content_type=PROMETHEUS)
