"""In whose name a request acts, and how far that reaches.

A token acts in the name of its channel's owner: within the owner's rights, within what the channel carries, and as the
author whom four eyes are held against. So nothing that a program writes gets past anybody.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from wagtail.permissions import policy_registry

from channels.models import Channel
from content_models.models import Item, Subject
from content_models.reach import SEEN
from contenthub.publishing.scopes import ChannelScope
from contenthub.rest.auth import Program


def channel_of(request: Request) -> Channel | None:
    """Return the channel of a token; None for a person."""
    return request.user.token.channel if isinstance(request.user, Program) else None


def actor_of(request: Request) -> Any:
    """Return the person in whose name a request acts. Raises PermissionDenied when nobody owns the channel."""
    channel = channel_of(request)
    if channel is None:
        return request.user
    if channel.owner is None or not channel.owner.is_active:
        raise PermissionDenied("A token acts in the name of the channel's owner, and this channel has none. Name one.")
    return channel.owner


def rows_for(request: Request, model: type[Any]) -> Any:
    """Return the items or facts within reach of a request."""
    rows = policy_registry.get_by_type(model).instances_user_has_any_permission_for(actor_of(request), SEEN)
    channel = channel_of(request)
    return rows if channel is None else rows.filter(carried(channel, model))


def check_may(request: Request, action: str, instance: Any) -> None:
    """Refuse a change that is out of reach. Raises PermissionDenied."""
    policy, channel = policy_registry.get_by_type(type(instance)), channel_of(request)
    if not policy.user_has_permission_for_instance(actor_of(request), action, instance):
        raise PermissionDenied("You may not change this: your groups do not reach it.")
    if channel is not None and not carries(channel, instance):
        raise PermissionDenied("This channel does not carry such content.")


def stretches(channel: Channel) -> list[tuple[str, str, str | None]]:
    """Return (content model, language, path of the subject) of each scope; empty means all, None no subject at all."""
    scopes = list(ChannelScope.objects.filter(channel=channel))
    subjects = Subject.objects.filter(uuid__in=[one.subject for one in scopes if one.subject])
    paths = dict(subjects.values_list("uuid", "path"))
    return [(one.model, one.locale, paths.get(one.subject) if one.subject else "") for one in scopes]


def carried(channel: Channel, model: type[Any]) -> Q:
    """Return the condition that a channel carries something."""
    found, condition = stretches(channel), Q()
    for key, locale, path in found:
        part = Q(subject__path__startswith=path) if path else Q(pk__in=[]) if path is None else Q()
        if model is Item:
            part &= (Q(content_model__key=key) if key else Q()) & (Q(locale__language_code=locale) if locale else Q())
        condition |= part or ~Q(pk__in=[])
    if model is Item and channel.locales:
        condition &= Q(locale__language_code__in=channel.locales)
    return condition


def carries(channel: Channel, instance: Any) -> bool:
    """Tell whether a channel carries something, as it is in memory."""
    path = instance.subject.path if instance.subject else ""
    item = instance if isinstance(instance, Item) else None
    if item is not None and not channel.serves(item.locale.language_code):
        return False
    found = stretches(channel)
    return not found or any(
        within is not None
        and path.startswith(within)
        and (item is None or key in ("", item.content_model.key))
        and (item is None or locale in ("", item.locale.language_code))
        for key, locale, within in found
    )
