"""One value of one column, as JSON and back."""

from __future__ import annotations

import base64
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.duration import duration_string
from wagtail.blocks import StreamValue


def as_json(value: Any) -> Any:
    """Return a value from the database as JSON knows it."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_string(value)
        case UUID() | Decimal():
            return str(value)
        case StreamValue():
            return list(value.raw_data)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
    return value


def as_value(field: models.Field[Any, Any], value: Any) -> Any:
    """Return what a column holds for a value of an archive. Raises ValidationError."""
    return value if value is None or isinstance(field, models.JSONField) else field.to_python(value)
