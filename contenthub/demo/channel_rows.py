"""The channels of the demo: those that live, one that drifts, one that is silent, one that is dead yet still online.

A channel whose kind is not installed is left out, and made by the next run that finds the kind.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from channels.models import SECRET_PREFIX, Channel, ChannelQuery, Token, hexdigest
from channels.registry import installed
from content_models.models import ContentModel, HubImage
from contenthub.demo.identity import uuid_of
from contenthub.demo.pictures import LOGO
from contenthub.demo.reading import FOLDER, read_table
from contenthub.dispatch.watch.tables import ChannelWatch
from contenthub.publishing.scopes import ChannelScope
from contenthub.users import User

HERE = re.compile(r"http://127\.0\.0\.1:\d+/channels/")
PUBLIC = "web"
"""The channel to which the others point."""


def load_channels(people: Mapping[str, User], base_url: str, opened: datetime) -> list[Channel]:
    """Create the channels that are not there yet, and return those."""
    new = []
    table = read_table("channels")
    for key, written in table["channels"].items():
        if written["kind"] in installed().kinds and not Channel.objects.filter(key=key).exists():
            new.append(make_channel(key, written, table["organisation"], people, base_url))
            if "asks" in written:
                Channel.objects.filter(key=key).update(created_at=opened)
    return new


def make_channel(
    key: str, written: Mapping[str, Any], organisation: Mapping[str, Any], people: Mapping[str, User], base_url: str
) -> Channel:
    """Store one channel with its queries, its token and what it carries."""
    channel = Channel.objects.create(
        key=key,
        name=written["name"],
        kind=written["kind"],
        status=written.get("status", Channel.Status.ACTIVE),
        owner=people.get(written.get("owner", "")),
        cadence=timedelta(hours=written["hours"]) if "hours" in written else None,
        base_url=written.get("address") or f"{base_url}/channels/{key}",
        locales=written.get("locales", []),
        settings={
            "organisation": {**organisation, "logo": logo_file()},
            "schema_types": schema_types(),
            "web_url": f"{base_url}/channels/{PUBLIC}",
            "watch": watch_of(key, written, base_url),
            **written.get("settings", {}),
        },
    )
    for name, text in installed().kind(channel.kind).queries.items() if "page" not in written else ():
        ChannelQuery.objects.create(channel=channel, name=name, text=text)
    for model in written.get("models", []):
        ChannelScope.objects.create(channel=channel, model=model)
    if written.get("token"):
        scopes = channel.settings.get("scopes", [])
        Token.objects.create(channel=channel, label=written["token"], digest=hexdigest(secret_of(key)), scopes=scopes)
    return channel


def move_channels(base_url: str) -> int:
    """Lead to `base_url` what led to another port of this machine, when the demo is served there now; return how many
    channels moved, which are looked at anew. Addresses that somebody gave them stay."""
    moved = 0
    for channel in Channel.objects.filter(key__in=read_table("channels")["channels"]):
        before = [channel.base_url, json.dumps(channel.settings)]
        after = [HERE.sub(f"{base_url}/channels/", text) for text in before]
        if after != before:
            channel.base_url, channel.settings = after[0], json.loads(after[1])
            channel.save(update_fields=["base_url", "settings"])
            ChannelWatch.objects.filter(channel=channel).update(next_at=timezone.now(), round_at=None)
            moved += 1
    return moved


def watch_of(key: str, written: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    """Return how the hub looks at a channel of the demo: where the hub itself shows it, which may be this machine.

    What only agents may see is not looked at from outside, nor is a program that asks for its content.
    """
    if "asks" in written or "internal" in written.get("settings", {}).get("scopes", ()):
        return {"probe": False}
    return {"address": f"{base_url}/channels/{key}", "allow_private": True, "per_second": 20}


def secret_of(key: str) -> str:
    """Return the secret of a channel's token: known to everybody, like the passwords of the demo."""
    return f"{SECRET_PREFIX}duinrijk-demo-{key}"


def schema_types() -> dict[str, str]:
    specs = [model.spec for model in ContentModel.objects.filter(live=True)]
    return {spec.key: spec.schema_type for spec in specs if spec and spec.schema_type}


def logo_file() -> str | None:
    logo = HubImage.objects.filter(uuid=uuid_of("image", LOGO)).first()
    return logo.file.name if logo else None


def leave_old_pages(folder: Path) -> int:
    """Put the pages of dead channels where the web server finds them, as somebody once did; return how many are new."""
    new = 0
    for key, written in read_table("channels")["channels"].items():
        if "page" in written and not (folder / key).exists():
            (folder / key).mkdir(parents=True)
            (folder / key / "index.html").write_bytes((FOLDER / written["page"]).read_bytes())
            new += 1
    return new
