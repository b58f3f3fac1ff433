"""`POST /api/bounces`: a mail that came back, told by whatever receives the bounces of a channel."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from channels.models import Bounce
from contenthub.rest.auth import TokenAuthentication
from contenthub.rest.sightings import IsProgram, NotedSerializer


class BounceSerializer(serializers.Serializer[Any]):
    """One mail that came back. After a hard bounce the hub sends no more to that address."""

    address = serializers.EmailField(max_length=300)
    hard = serializers.BooleanField()
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    message_id = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)


class BouncesView(APIView):
    """Bounces of a channel's mail."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (IsProgram,)

    @extend_schema(request=BounceSerializer, responses=NotedSerializer, operation_id="bounce", tags=["deliver"])
    def post(self, request: Request) -> Response:
        """Note a bounce; the same one told twice counts once."""
        asked = BounceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        same = {"channel_id": request.user.token.channel_id, "target": said["address"], "message": said["message_id"]}
        _row, new = Bounce.objects.get_or_create(**same, hard=said["hard"], defaults={"reason": said["reason"]})
        return Response({"noted": int(new)})
