"""Channels for programs: `GET /api/channels` and `GET /api/channels/<key>`. They change elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from channels.models import Channel
from contenthub.rest.auth import TokenAuthentication, scope
from contenthub.rest.content.pages import PAGING, PageInfoSerializer, answer, page


class QuerySerializer(serializers.Serializer[Any]):
    """A stored query, by its name and by the id under which it is asked."""

    name = serializers.CharField()
    documentId = serializers.CharField()


class ChannelSerializer(serializers.Serializer[Any]):
    """A channel, without its settings, which may hold addresses and secrets."""

    key = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    status = serializers.ChoiceField([one.value for one in Channel.Status])
    baseUrl = serializers.CharField(allow_blank=True)
    locales = serializers.ListField(child=serializers.CharField())
    cadenceSeconds = serializers.IntegerField(allow_null=True)
    hasOwner = serializers.BooleanField()
    queries = QuerySerializer(many=True)


class ChannelPageSerializer(serializers.Serializer[Any]):
    """One page of channels."""

    nodes = ChannelSerializer(many=True)
    pageInfo = PageInfoSerializer()


class ChannelsView(APIView):
    """Channels."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (scope("watch"),)

    @extend_schema(parameters=PAGING, responses=ChannelPageSerializer, operation_id="channels", tags=["observe"])
    def get(self, request: Request) -> Response:
        """Return a page of channels."""
        return page(request, Channel.objects.prefetch_related("queries"), shown)


class ChannelView(APIView):
    """One channel."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (scope("watch"),)

    @extend_schema(responses=ChannelSerializer, operation_id="channel", tags=["observe"])
    def get(self, request: Request, key: str) -> Response:
        """Return a channel with its ETag."""
        found = Channel.objects.filter(key=key).first()
        if found is None:
            raise Http404
        return answer(shown(found))


def shown(channel: Channel) -> dict[str, Any]:
    return {
        "key": channel.key,
        "name": channel.name,
        "kind": channel.kind,
        "status": channel.status,
        "baseUrl": channel.base_url,
        "locales": channel.locales,
        "cadenceSeconds": round(channel.cadence.total_seconds()) if channel.cadence else None,
        "hasOwner": channel.owner_id is not None,
        "queries": [{"name": one.name, "documentId": one.document_id} for one in channel.queries.all()],
    }
