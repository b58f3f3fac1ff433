"""Facts: `GET /api/facts`, and `GET` and `PUT /api/facts/<key>`. A PUT saves a draft of the values over time."""

from __future__ import annotations

from datetime import UTC
from http import HTTPStatus
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from content_models.facts import fact_kind, fact_kinds
from content_models.labels import LONGEST
from content_models.models import Fact
from contenthub.importing.rows import save_one
from contenthub.rest.auth import TokenAuthentication, scope
from contenthub.rest.content.acting import actor_of, check_may, rows_for
from contenthub.rest.content.items import newest, subject_of
from contenthub.rest.content.pages import MATCH, PAGING, PageInfoSerializer, answer, check_match, page
from contenthub.rest.problems import Refused

MOMENTS = ("valid_from", "valid_until")
KINDS = [kind.key for kind in fact_kinds()]


@extend_schema_field({})
class AnyField(serializers.JSONField):
    """A value of any shape; the kind says which."""


class PeriodSerializer(serializers.Serializer[Any]):
    """A value, and from when until when it holds."""

    value = AnyField(allow_null=True)
    valid_from = serializers.DateTimeField(allow_null=True, required=False, default=None)
    valid_until = serializers.DateTimeField(allow_null=True, required=False, default=None)


class FactDraftSerializer(serializers.Serializer[Any]):
    """What a fact is to be."""

    kind = serializers.ChoiceField(KINDS)
    label = serializers.CharField(max_length=LONGEST)
    labels = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST),
        required=False,
        help_text="The label in other languages, by locale code. Left out, those that are there stay.",
    )
    subject = serializers.CharField(max_length=80, required=False, allow_null=True, default=None)
    source = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    timeline = PeriodSerializer(many=True, max_length=200)


class FactSerializer(FactDraftSerializer):
    """A fact, as its newest draft says."""

    uuid = serializers.UUIDField()
    key = serializers.CharField()
    live = serializers.BooleanField()
    changed = serializers.BooleanField()


class FactPageSerializer(serializers.Serializer[Any]):
    """One page of facts."""

    nodes = FactSerializer(many=True)
    pageInfo = PageInfoSerializer()


class FactsView(APIView):
    """Facts within reach."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (scope("content"),)

    @extend_schema(
        parameters=[OpenApiParameter("kind", str, enum=KINDS), *PAGING],
        responses=FactPageSerializer,
        operation_id="facts",
        tags=["content"],
    )
    def get(self, request: Request) -> Response:
        """Return a page of facts, drafts included."""
        rows = rows_for(request, Fact).select_related("subject", "latest_revision")
        if kind := request.GET.get("kind", ""):
            rows = rows.filter(kind=kind.replace("\0", ""))
        return page(request, rows, lambda fact: shown(newest(fact)))


class FactView(APIView):
    """One fact."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)

    def get_permissions(self) -> list[Any]:
        return [scope("content" if self.request.method == "GET" else "write")()]

    @extend_schema(responses=FactSerializer, operation_id="fact", tags=["content"])
    def get(self, request: Request, key: str) -> Response:
        """Return a fact as its newest draft says, with its ETag."""
        found = rows_for(request, Fact).filter(key=key).first()
        if found is None:
            raise Http404
        return answer(shown(newest(found)))

    @extend_schema(
        request=FactDraftSerializer,
        responses={200: FactSerializer, 201: FactSerializer},
        parameters=[MATCH],
        operation_id="save_fact",
        tags=["content"],
    )
    def put(self, request: Request, key: str) -> Response:
        """Save a fact as a draft. The same values again change nothing; a change needs If-Match."""
        asked = FactDraftSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            with transaction.atomic():
                return save(request, key, asked.validated_data)
        except IntegrityError as error:
            raise Refused(HTTPStatus.CONFLICT, "Somebody made a fact with this key at the same moment.") from error


def save(request: Request, key: str, said: dict[str, Any]) -> Response:
    """Create a fact, or save a draft of it. Raises Refused and ValidationError."""
    fact = rows_for(request, Fact).select_for_update(of=("self",)).filter(key=key).first()
    if fact is None and Fact.objects.filter(key=key).exists():
        raise Refused(HTTPStatus.CONFLICT, "This key is taken by something else.")
    if fact is not None and fact.kind != said["kind"]:
        raise Refused(HTTPStatus.CONFLICT, f"This fact is a {fact.kind}; its kind stays what it is.")
    draft = newest(fact) if fact else Fact(key=key, kind=said["kind"])
    before = shown(draft)
    draft.label, draft.source, draft.subject = said["label"], said["source"], subject_of(said["subject"])
    draft.labels = said.get("labels", draft.labels)
    draft.timeline = [timed(said["kind"], one) for one in said["timeline"]]
    if fact is not None and shown(draft) == before:
        return answer(before)
    check_may(request, "change" if fact else "add", draft)
    if fact is not None:
        check_may(request, "change", fact)
        check_match(request, before)
        if fact.get_lock():
            raise Refused(HTTPStatus.CONFLICT, "It is locked, because somebody decides about it or locked it.")
    draft.full_clean(exclude=["latest_revision", "live_revision"], validate_unique=False, validate_constraints=False)
    save_one(draft, actor_of(request))
    return answer(shown(newest(Fact.objects.get(key=key))), 200 if fact else 201)


def timed(kind: str, one: dict[str, Any]) -> dict[str, Any]:
    """Return a period as a timeline keeps it. Raises ValidationError for a value that its kind refuses."""
    value, checked = one["value"], fact_kind(kind)
    if value is not None:
        try:
            problems = checked.check(value)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise serializers.ValidationError({"timeline": [f"This is no value of a {kind}."]}) from error
        if problems:
            found = [f"{problem.path}: {problem.message} {problem.hint}".strip() for problem in problems]
            raise serializers.ValidationError({"timeline": found})
        value = checked.normalise(value)
    return {"value": value, **{name: one[name].isoformat() if one[name] else None for name in MOMENTS}}


def in_utc(one: dict[str, Any]) -> dict[str, Any]:
    """Return a period with its moments in one zone, so that the same moment reads the same."""
    moments = {name: parse_datetime(one[name]) if one.get(name) else None for name in MOMENTS}
    there = {name: at.astimezone(UTC).isoformat() if at else None for name, at in moments.items()}
    return {"value": one["value"], **there}


def shown(fact: Fact) -> dict[str, Any]:
    return {
        "uuid": str(fact.uuid),
        "key": fact.key,
        "kind": fact.kind,
        "label": fact.label,
        "labels": fact.labels,
        "subject": fact.subject.key if fact.subject else None,
        "source": fact.source,
        "timeline": [in_utc(one) for one in fact.timeline],
        "live": fact.live,
        "changed": fact.has_unpublished_changes or not fact.live,
    }
