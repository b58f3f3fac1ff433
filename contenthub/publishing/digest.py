"""The digest: one function, for what is signed and for what is published."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson


@dataclass(frozen=True)
class Content:
    """What a decision is about. Alternative texts stand in the document; what changes by itself does not."""

    uuid: str
    locale: str
    key: str
    title: str
    model: str
    model_version: int
    subject: str | None
    document: Mapping[str, Any]


def digest_of(content: Content) -> str:
    """Return the sha256, in hex, of the canonical JSON (sorted keys, UTF-8, no white space) of the content."""
    return digest_of_json(asdict(content))


def digest_of_json(value: Any) -> str:
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
