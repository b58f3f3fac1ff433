"""Which tables an archive holds, and what of a row never leaves the hub."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.migrations.loader import MigrationLoader

APPS = (
    *("auth", "wagtailcore", "taggit", "wagtailusers", "wagtaildocs"),
    *("content_models", "channels", "contenthub"),
)
LEFT_OUT = frozenset(
    {
        "auth.Permission",  # made by migrations; told by name
        "content_models.HubRendition",  # made again from the image
        "wagtailcore.APIToken",
        "wagtailcore.UploadedFile",
        "channels.WebhookSecret",  # made anew, as tokens are
        "contenthub.RecoveryCode",  # with the device, which is set up anew
        "contenthub.DecisionLink",  # links that work once, for whoever holds them
    }
)

UNUSABLE = "!archived"
SECRETS: Mapping[str, Callable[[Any], Any]] = {
    "contenthub.User.password": lambda _value: UNUSABLE,
    "channels.Token.digest": lambda _value: None,
    "channels.Channel.settings": lambda value: without_secrets(value),
}
"""Column -> what stands in the archive in its place. A password is set anew, a token is made anew."""

SECRET_NAMES = ("secret", "password", "private_key", "token")


def tables() -> list[type[models.Model]]:
    """Return the models whose rows an archive holds; what a trigger asks for stands before what needs it."""
    found = [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label == "contenthub.Snapshot")


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model's own table."""
    return list(model._meta.local_concrete_fields)


def without_secrets(value: Any) -> Any:
    """Return settings with an empty text for everything whose name says that it is a secret."""
    if isinstance(value, dict):
        return {
            name: "" if any(word in str(name).lower() for word in SECRET_NAMES) and inner else without_secrets(inner)
            for name, inner in value.items()
        }
    return [without_secrets(one) for one in value] if isinstance(value, list) else value


def refers_to(field: models.Field[Any, Any], name: str) -> bool:
    """Tell whether a column points at content types or permissions, whose ids differ from hub to hub."""
    return isinstance(field, models.ForeignKey) and field.remote_field.model._meta.label == name


CONTENT_TYPE, PERMISSION = "contenttypes.ContentType", "auth.Permission"


def names_of_content_types() -> dict[int, str]:
    return {one.pk: f"{one.app_label}.{one.model}" for one in ContentType.objects.all()}


def names_of_permissions() -> dict[int, str]:
    rows = apps.get_model(PERMISSION).objects.select_related("content_type")
    return {one.pk: f"{one.content_type.app_label}.{one.content_type.model}.{one.codename}" for one in rows}


def migrations() -> dict[str, str]:
    """Return the last migration of every app in the archive: who has others cannot read it."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    return {label: name for label, name in sorted(graph.leaf_nodes()) if label in APPS}
