"""The tables of PUBLISH, in one index."""

from contenthub.publishing.decisions import Decision, LogHead
from contenthub.publishing.snapshots import (
    Change,
    Dependency,
    Ending,
    FieldIndex,
    Immutable,
    Publication,
    Redaction,
    Snapshot,
)

__all__ = [
    "Change",
    "Decision",
    "Dependency",
    "Ending",
    "FieldIndex",
    "Immutable",
    "LogHead",
    "Publication",
    "Redaction",
    "Snapshot",
]
