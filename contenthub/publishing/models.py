"""The tables of PUBLISH, in one index."""

from contenthub.publishing.decisions import Decision, LogHead
from contenthub.publishing.snapshots import Change, Dependency, FieldIndex, Immutable, Publication, Redaction, Snapshot

__all__ = [
    "Change",
    "Decision",
    "Dependency",
    "FieldIndex",
    "Immutable",
    "LogHead",
    "Publication",
    "Redaction",
    "Snapshot",
]
