"""Remarks: what people say to each other about one field of an item, with names of who is to read it.

Wagtail's own comments belong to pages. A remark is no content: it is under no digest, so an item can be talked about
while it is locked for approval. `@user-name` tells that person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content_models.models import Item
from contenthub.governance.book import person_of
from contenthub.governance.notices import notify
from contenthub.users import User

MENTION = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")
LONGEST = 2000


class Remark(models.Model):
    """Something one person said about a field (a key; empty: about the whole item)."""

    uuid = models.UUIDField()
    locale = models.CharField(max_length=20)
    field = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=LONGEST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    settled_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]
        indexes = [models.Index(fields=["uuid", "locale"], name="remark_of")]

    def __str__(self) -> str:
        return self.text[:60]


@dataclass(frozen=True)
class Talk:
    """The remarks about one field that are not settled."""

    field: str
    label: str
    remarks: tuple[Remark, ...]


def remarks_of(item: Item) -> Any:
    return Remark.objects.filter(uuid=item.uuid, locale=item.locale.language_code)


def labels_of(item: Item) -> dict[str, str]:
    """Return by key how the fields of an item are called, in the order of the form."""
    locale = item.locale.language_code
    fields = item.spec.fields if item.spec else ()
    return {"": str(_("The whole text")), "title": str(_("Title")), **{one.key: one.label_in(locale) for one in fields}}


def talks_about(item: Item) -> list[Talk]:
    """Return what is still being talked about, field by field; a field that is gone comes last, by its key."""
    found: dict[str, list[Remark]] = {}
    for remark in remarks_of(item).filter(settled_at=None):
        found.setdefault(remark.field, []).append(remark)
    labels = labels_of(item)
    order = [*(key for key in labels if key in found), *(key for key in found if key not in labels)]
    return [Talk(key, labels.get(key, key), tuple(found[key])) for key in order]


def say(item: Item, field: str, text: str, actor: Any, now: datetime) -> Remark:
    """Keep a remark, and tell everybody it mentions. Who wrote it is not told."""
    remark = Remark.objects.create(
        uuid=item.uuid,
        locale=item.locale.language_code,
        field=field if field in labels_of(item) else "",
        text=text.strip()[:LONGEST],
        by=actor,
        by_name=(actor.get_full_name() or actor.get_username())[:200],
        at=now,
    )
    people = [person_of(user) for user in mentioned(remark.text).values() if user.pk != actor.pk]
    address = reverse(Item.snippet_viewset.get_url_name("edit"), args=[item.pk]) + f"#remark-{remark.pk}"
    said = f"{remark.by_name}: {remark.text}"
    notify(people, "mention", f"mention:{remark.pk}", item.title, text=said, address=address, now=now)
    return remark


def mentioned(text: str) -> Mapping[str, User]:
    """Return by user name the people a text mentions, of those who can sign in."""
    names = set(MENTION.findall(text))
    found = User.objects.filter(username__in=names, is_active=True) if names else ()
    return {user.get_username(): user for user in found}


def settle(remark: Remark, actor: Any, now: datetime) -> bool:
    """Put a remark away; whoever comes second is told so."""
    name = (actor.get_full_name() or actor.get_username())[:200]
    mine = Remark.objects.filter(pk=remark.pk, settled_at=None)
    return bool(mine.update(settled_by=name, settled_at=now))


def tellable() -> list[User]:
    """Return who can be told: everybody who can enter the admin."""
    staff = User.objects.with_perm(
        "wagtailadmin.access_admin", backend="django.contrib.auth.backends.ModelBackend", include_superusers=True
    )
    return list(staff.order_by("username"))
