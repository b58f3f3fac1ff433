"""What belongs to the contract: our own addresses, not those of the admin."""

from typing import Any


def ours(endpoints: list[tuple[str, str, str, Any]], **_more: Any) -> list[tuple[str, str, str, Any]]:
    """Return the addresses under /api/."""
    return [one for one in endpoints if one[0].startswith("/api/")]
