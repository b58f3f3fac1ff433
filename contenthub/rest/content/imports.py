"""`POST /api/imports`: one file of another system, in any format of `manage.py import_content`, kept as drafts."""

from __future__ import annotations

import base64
import binascii
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.permissions import policy_registry

from content_models.models import Fact, Item
from contenthub.importing.files import LARGEST
from contenthub.importing.formats import formats
from contenthub.importing.save import Importer
from contenthub.importing.source import source_of
from contenthub.rest.auth import TokenAuthentication, scope
from contenthub.rest.content.acting import actor_of, channel_of, stretches
from contenthub.rest.parsing import LargeJsonParser

NAME = r"^\w[\w.-]{0,99}\Z"


class ImportFileSerializer(serializers.Serializer[Any]):
    """A file, as text or, when it is none, as base64."""

    format = serializers.ChoiceField(sorted(formats()))
    name = serializers.RegexField(NAME, help_text="The name of the file; its suffix counts.")
    content = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, max_length=LARGEST)
    base64 = serializers.CharField(required=False, max_length=LARGEST * 4 // 3)
    locale = serializers.CharField(required=False, max_length=20, default="")
    model = serializers.CharField(required=False, max_length=40, default="", allow_blank=True)
    mapping = serializers.DictField(required=False, default=dict)
    dry_run = serializers.BooleanField(required=False, default=False)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if ("content" in said) == ("base64" in said):
            raise serializers.ValidationError("Send either content or base64.")
        try:
            said["bytes"] = base64.b64decode(said["base64"], validate=True) if "base64" in said else None
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError({"base64": ["This is not base64."]}) from error
        said["bytes"] = said["content"].encode() if said["bytes"] is None else said["bytes"]
        return said


class ImportRowSerializer(serializers.Serializer[Any]):
    """Something that was left out or failed, and where."""

    file = serializers.CharField()
    reason = serializers.CharField(required=False)
    what = serializers.CharField(required=False)
    count = serializers.IntegerField(required=False)
    same_as = serializers.CharField(required=False)


class ImportReportSerializer(serializers.Serializer[Any]):
    """What an import did."""

    read = serializers.IntegerField()
    models = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    published = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    facts = serializers.IntegerField()
    pictures = serializers.IntegerField()
    failed = ImportRowSerializer(many=True)
    dropped = ImportRowSerializer(many=True)
    duplicates = ImportRowSerializer(many=True)


class ImportsView(APIView):
    """Imports."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (scope("import"),)
    parser_classes = (LargeJsonParser,)

    @extend_schema(
        request=ImportFileSerializer, responses=ImportReportSerializer, operation_id="import", tags=["content"]
    )
    def post(self, request: Request) -> Response:
        """Import a file as drafts and tell what came of it. The same file again changes nothing."""
        actor = actor_of(request)
        check_may_import(request, actor)
        asked = ImportFileSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        with TemporaryDirectory() as folder:
            file = Path(folder) / said["name"]
            file.write_bytes(said["bytes"])
            source = source_of(file, said["locale"] or settings.HUB_LOCALES[0], said["model"], said["mapping"])
            reading = formats()[said["format"]](source)
        if reading.models and not actor.is_superuser:
            raise PermissionDenied("This file brings content models. Import it by command, or as an administrator.")
        with transaction.atomic() if said["dry_run"] else nullcontext():
            report = Importer(reading, actor, publish=False).run()
            if said["dry_run"]:
                transaction.set_rollback(True)
        return Response(report.as_json())


def check_may_import(request: Request, actor: Any) -> None:
    """An import may touch anything, so who imports must reach everything. Raises PermissionDenied."""
    channel = channel_of(request)
    for model in (Item, Fact):
        policy = policy_registry.get_by_type(model)
        rights = all(policy.user_has_permission(actor, action) for action in ("add", "change"))
        if (
            not rights
            or policy.stretches(actor, ["add"]) is not None
            or policy.stretches(actor, ["change"]) is not None
        ):
            raise PermissionDenied("An import may touch anything: it needs the right to add and change all content.")
    if channel is not None and (stretches(channel) or channel.locales):
        raise PermissionDenied("An import may touch anything, and this channel carries a part only.")
