"""The same ids on every machine: a uuid is made of what a thing is and the name it has in the content files."""

from uuid import UUID, uuid5

NAMESPACE = UUID("6b0f2c1e-5a0d-5d0e-9c55-d01217a7d142")


def uuid_of(what: str, key: str) -> UUID:
    """Return the uuid of an item, fact, image or subject of the demo."""
    return uuid5(NAMESPACE, f"{what}/{key}")
