"""How a channel says that it lives: `POST /api/sightings` with what it shows, `GET /api/ping/<channel>` from cron."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from channels.models import Channel, Sighting
from channels.sightings import Glimpse, note, note_sign
from contenthub.dispatch.watch.ping import ping_signature
from contenthub.dispatch.watch.seen import stamp_of
from contenthub.rest.auth import Program, TokenAuthentication
from contenthub.rest.usage import HEADER, count_known

MOST = 1_000
"""Sightings in one report."""


class IsProgram(BasePermission):
    """A program with a token of a channel."""

    message = "Send a token of your channel: “Authorization: Bearer cht_…”."

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.user, Program)


class ShownSerializer(serializers.Serializer[Any]):
    """One thing that the channel shows. Without an address it counts for the place the hub knows of the item."""

    stamp = serializers.CharField(max_length=4000, help_text="The stamp, as the hub gave it.")
    address = serializers.RegexField(r"^/[^\s#]*$", max_length=400, required=False, default="")

    def validate_stamp(self, value: str) -> str:
        if stamp_of(value) is None:
            raise serializers.ValidationError("This is not a stamp of this hub.")
        return value


class ReportSerializer(serializers.Serializer[Any]):
    """A report; an empty one only says that the channel is alive."""

    sightings = ShownSerializer(many=True, max_length=MOST, required=False, default=list)


class NotedSerializer(serializers.Serializer[Any]):
    """How many sightings were noted."""

    noted = serializers.IntegerField()


class SightingsView(APIView):
    """What a channel reports of itself."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (IsProgram,)

    @extend_schema(request=ReportSerializer, responses=NotedSerializer, operation_id="report", tags=["observe"])
    def post(self, request: Request) -> Response:
        """Note what the channel of this token shows, now."""
        asked = ReportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        now, channel = timezone.now(), request.user.token.channel_id
        count_known(request.user.token.channel, request.headers.get(HEADER, ""))
        shown = [Glimpse(address_of(one), stamp=one["stamp"]) for one in asked.validated_data["sightings"]]
        note(channel, Sighting.Way.REPORT, shown, now)
        note_sign(channel, Sighting.Way.REPORT, now)
        return Response({"noted": len(shown)})


def address_of(said: dict[str, Any]) -> str:
    """Return the address of a sighting; one without has that of its item, so that another item is another place."""
    stamp = stamp_of(said["stamp"])
    return said["address"] or (f"#{stamp.uuid}:{stamp.locale}" if stamp else "")


class PingView(APIView):
    """A sign of life that a cron job can give, with a signed address or with a token."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = ()

    @extend_schema(
        responses=NotedSerializer,
        parameters=[OpenApiParameter("s", str, description="The signature, from the channel's screen.")],
        operation_id="ping",
        tags=["observe"],
    )
    def get(self, request: Request, channel: str) -> Response:
        """Note that the channel lives."""
        row = Channel.objects.filter(key=channel).first()
        token = request.user.token if isinstance(request.user, Program) else None
        signed = row is not None and constant_time_compare(request.GET.get("s", ""), ping_signature(row))
        if row is None or not (signed or (token and token.channel_id == row.pk)):
            raise PermissionDenied("Use the address that the channel's screen shows, or a token of this channel.")
        note_sign(row.pk, Sighting.Way.REPORT, timezone.now())
        return Response({"noted": 1})
