"""Tokens by command: a secret is shown once, a new one takes over, an old one ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from channels.models import Channel, Token


def test_a_token_is_made_changed_for_another_and_ended(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    Channel.objects.create(key="app", name="App", kind="app", status="active")

    def run(**options: Any) -> str:
        call_command("tokens", "app", **options)
        return capsys.readouterr().out

    secret = run(issue="Phone", scope=["lint"], days=30).split()[-1]
    first = Token.objects.get()
    assert Token.find(secret) == first
    assert (secret in str(vars(first)), first.scopes) == (False, ["lint"])
    now = timezone.now()
    assert (first.is_valid(now), first.is_valid(now + timedelta(days=31))) == (True, False)
    newer = run(rotate=first.pk, overlap=2).split()[-1]
    first.refresh_from_db()
    assert (first.is_valid(now + timedelta(hours=1)), first.is_valid(now + timedelta(hours=3))) == (True, False)
    second = Token.find(newer)
    assert second is not None
    assert (second.label, second.scopes) == ("Phone", ["lint"])
    run(revoke=first.pk)
    first.refresh_from_db()
    assert not first.is_valid(timezone.now())
    states = [line.split("  ")[2].split()[0] for line in run().splitlines()]
    assert states == ["ended", "valid"]
    with pytest.raises(CommandError, match="app has no token 999999"):
        run(revoke=999_999)
