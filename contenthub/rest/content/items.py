"""Items: `GET /api/items`, and `GET` and `PUT /api/items/<locale>/<key>`. A PUT saves a draft."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Locale

from content_models.models import ContentModel, Item, Subject
from contenthub.importing.rows import save_one
from contenthub.rest.auth import TokenAuthentication, scope
from contenthub.rest.content.acting import actor_of, check_may, rows_for
from contenthub.rest.content.bodies import read_body
from contenthub.rest.content.pages import MATCH, PAGING, PageInfoSerializer, answer, check_match, page
from contenthub.rest.problems import Refused


class SummarySerializer(serializers.Serializer[Any]):
    """An item without its body."""

    uuid = serializers.UUIDField()
    locale = serializers.CharField()
    key = serializers.CharField()
    title = serializers.CharField(max_length=200)
    model = serializers.CharField(help_text="The key of its content model.")
    subject = serializers.CharField(allow_null=True, help_text="The key of its subject.")
    live = serializers.BooleanField(help_text="Whether something of it is published.")
    changed = serializers.BooleanField(help_text="Whether the draft differs from what is published.")


class ItemSerializer(SummarySerializer):
    """An item, as its newest draft says."""

    body = serializers.DictField()


class ItemPageSerializer(serializers.Serializer[Any]):
    """One page of items."""

    nodes = SummarySerializer(many=True)
    pageInfo = PageInfoSerializer()


class DraftSerializer(serializers.Serializer[Any]):
    """What an item is to be. The uuid of an item in another language makes this its translation."""

    title = serializers.CharField(max_length=200)
    model = serializers.CharField(max_length=40)
    subject = serializers.CharField(max_length=80, required=False, allow_null=True, default=None)
    uuid = serializers.UUIDField(required=False)
    body = serializers.DictField()


class ItemsView(APIView):
    """Items within reach."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (scope("content"),)

    @extend_schema(
        parameters=[OpenApiParameter("model", str), OpenApiParameter("locale", str), *PAGING],
        responses=ItemPageSerializer,
        operation_id="items",
        tags=["content"],
    )
    def get(self, request: Request) -> Response:
        """Return a page of items, drafts included, without their bodies."""
        rows = rows_for(request, Item).select_related("locale", "content_model", "subject")
        for name, column in (("model", "content_model__key"), ("locale", "locale__language_code")):
            if value := request.GET.get(name, "").replace("\0", ""):
                rows = rows.filter(**{column: value})
        return page(request, rows, summary)


class ItemView(APIView):
    """One item."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)

    def get_permissions(self) -> list[Any]:
        return [scope("content" if self.request.method == "GET" else "write")()]

    @extend_schema(responses=ItemSerializer, operation_id="item", tags=["content"])
    def get(self, request: Request, locale: str, key: str) -> Response:
        """Return an item as its newest draft says, with its ETag."""
        found = find(request, locale, key)
        if found is None:
            raise Http404
        return answer(full(newest(found)))

    @extend_schema(
        request=DraftSerializer,
        responses={200: ItemSerializer, 201: ItemSerializer},
        parameters=[MATCH],
        operation_id="save_item",
        tags=["content"],
    )
    def put(self, request: Request, locale: str, key: str) -> Response:
        """Save an item as a draft. The same content again changes nothing; a change needs If-Match."""
        asked = DraftSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            with transaction.atomic():
                return save(request, locale, key, asked.validated_data)
        except IntegrityError as error:
            message = "Somebody made an item with this key or uuid at the same moment. Read it, and try again."
            raise Refused(HTTPStatus.CONFLICT, message) from error


def find(request: Request, locale: str, key: str, *, lock: bool = False) -> Item | None:
    """Return an item within reach."""
    rows = rows_for(request, Item).select_related("locale", "content_model", "subject")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: Item | None = rows.filter(locale__language_code=locale, key=key).first()
    return found


def save(request: Request, locale: str, key: str, said: dict[str, Any]) -> Response:
    """Create an item, or save a draft of it. Raises Refused."""
    item = find(request, locale, key, lock=True)
    model = ContentModel.objects.filter(key=said["model"], live=True).first()
    if model is None or model.spec is None:
        raise serializers.ValidationError({"model": ["This content model is not published."]})
    if item is not None and item.content_model_id != model.pk:
        raise Refused(HTTPStatus.CONFLICT, f"This item is a {item.content_model.key}; its model stays what it is.")
    draft = newest(item) if item else fresh(request, model, locale, key, said)
    before = full(draft)
    draft.title, draft.subject = " ".join(said["title"].split()), subject_of(said["subject"])
    draft.body, draft.model_version = read_body(model.spec, said["body"]), model.spec.version
    if item is not None and full(draft) == before:
        return answer(before)
    check_may(request, "change" if item else "add", draft)
    if item is not None:
        check_may(request, "change", item)
        check_match(request, before)
        if item.get_lock():
            raise Refused(HTTPStatus.CONFLICT, "It is locked, because somebody decides about it or locked it.")
    draft.clean_fields(exclude=["body", "latest_revision", "live_revision"])
    save_one(draft, actor_of(request))
    kept = find(request, locale, key)
    return answer(full(newest(kept) if kept else draft), 200 if item else 201)


def fresh(request: Request, model: ContentModel, locale: str, key: str, said: dict[str, Any]) -> Item:
    """Return an unsaved item. Raises ValidationError, and Refused for a place or an identity that is taken."""
    language = Locale.objects.filter(language_code=locale).first()
    if language is None:
        raise serializers.ValidationError({"locale": ["Nothing is written in this language here."]})
    same = Item.objects.filter(translation_key=said["uuid"]) if "uuid" in said else Item.objects.none()
    mine = rows_for(request, Item).filter(pk__in=same.values("pk"), content_model=model).exclude(locale=language)
    if Item.objects.filter(locale=language, key=key).exists() or same.count() != mine.count():
        raise Refused(HTTPStatus.CONFLICT, "This key or uuid is taken by something else.")
    more = {"translation_key": said["uuid"]} if "uuid" in said else {}
    return Item(content_model=model, locale=language, key=key, **more)


def subject_of(key: str | None) -> Subject | None:
    if not key:
        return None
    found = Subject.objects.filter(key=key).first()
    if found is None:
        raise serializers.ValidationError({"subject": ["There is no subject with this key."]})
    return found


def summary(item: Item) -> dict[str, Any]:
    return {
        "uuid": item.uuid,
        "locale": item.locale.language_code,
        "key": item.key,
        "title": item.title,
        "model": item.content_model.key,
        "subject": item.subject.key if item.subject else None,
        "live": item.live,
        "changed": item.has_unpublished_changes or not item.live,
    }


def full(draft: Item) -> dict[str, Any]:
    """Return a draft with its body."""
    return {**summary(draft), "body": draft.raw_body}


def newest(item: Item) -> Item:
    """Return the newest draft of an item."""
    return item.get_latest_revision_as_object() if item.latest_revision_id else item
