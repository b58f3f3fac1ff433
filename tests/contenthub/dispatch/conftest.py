"""A channel on a real site, watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from channels.models import Channel
from content_models.models import Item
from contenthub.dispatch.produce import produce
from contenthub.users import User
from tests.contenthub.dispatch.sites import Site, site_at


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with site_at(tmp_path / "out" / "web") as found:
        yield found


@pytest.fixture
def channel(make_channel: Callable[..., Channel], item: Item, publisher: User, site: Site) -> Channel:
    """A website that the hub produced and that stands on loopback."""
    found = make_channel(base_url=site.address, owner=publisher, cadence=timedelta(hours=6))
    found.created_at = timezone.now() - timedelta(days=30)
    found.settings = {"watch": {"allow_private": True, "per_second": 0}}
    found.save()
    produce(found, site.folder)
    return found
