"""The service desk: one script page for each item, and a list to search, for agents while a customer talks."""

from __future__ import annotations

from channels.kinds.servicedesk.kind import ServiceDesk


def kind() -> ServiceDesk:
    """Return the channel kind for the service desk."""
    return ServiceDesk()
