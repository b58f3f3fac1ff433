"""What a transport is: it takes one parcel out of the hub, or says why not and whether trying again can help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class TransportError(Exception):
    """The parcel did not arrive. `permanent`: trying again would not help; `down`: nor would trying another one now."""

    def __init__(self, message: str, *, permanent: bool = False, down: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.down = down


@dataclass(frozen=True)
class Parcel:
    """One shipment as a transport gets it: plain data. `key` is the same in every attempt; hand it on if you can."""

    key: str
    channel: str
    target: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    content: bytes = b""


class Transport(Protocol):
    """One way out of the hub."""

    key: str

    def send(self, parcel: Parcel) -> None:
        """Bring the parcel to its target. Raises TransportError."""
