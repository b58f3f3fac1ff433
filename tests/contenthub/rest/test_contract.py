"""The contract of the REST doors: OpenAPI 3.1, and nothing that fits it, or nearly does, brings the hub down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from channels.models import Channel, Token
from content_models.models import Item
from contenthub.users import User
from contenthub.wsgi import application

EXAMPLES = 12
"""Requests to each door: half of them as the contract says, half of them wrong on purpose."""

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture
def secret(item: Item, publisher: User) -> str:
    channel = Channel.objects.create(key="fuzz", name="Fuzz", kind="app", status="active", owner=publisher)
    return Token.issue(channel, "Fuzz", ["content", "write", "import", "watch", "lint"])[1]


@pytest.fixture
def kept_open() -> Iterator[None]:
    """Keep the connection of the test open between requests, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_open")
def test_no_request_brings_the_hub_down(secret: str) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    assert schema.raw_schema["openapi"].startswith("3.1")
    headers = {"Authorization": f"Bearer {secret}"}
    asked = []
    for result in schema.get_all_operations():
        operation: Any = result.ok()
        strategies = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

        @seed(10)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=st.one_of(strategies))
        def fits(case: Any) -> None:
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)

        fits()
        asked.append(operation.label)
    assert len(asked) == 14
