"""Write texts into a PNG (iTXt chunks), so that a picture of words says them in words as well."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

HEAD = 33
"""Bytes of the signature and the first chunk, behind which texts may stand."""


def with_texts(png: bytes, texts: Mapping[str, str]) -> bytes:
    """Return the picture with these texts by key, in UTF-8."""
    chunks = b"".join(_chunk(key, value) for key, value in texts.items() if value)
    return png[:HEAD] + chunks + png[HEAD:]


def _chunk(key: str, value: str) -> bytes:
    body = b"iTXt" + key.encode("latin-1") + b"\0\0\0\0\0" + value.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
