"""The kinds of rules, one file each, by name."""

from __future__ import annotations

from collections.abc import Mapping

from contenthub.tone.kinds.address import Address
from contenthub.tone.kinds.base import Kind
from contenthub.tone.kinds.capitalization import Capitalization
from contenthub.tone.kinds.conditional import Conditional
from contenthub.tone.kinds.consistency import Consistency
from contenthub.tone.kinds.copied_fact import CopiedFact
from contenthub.tone.kinds.existence import Existence
from contenthub.tone.kinds.length import Length
from contenthub.tone.kinds.metric import Metric
from contenthub.tone.kinds.occurrence import Occurrence
from contenthub.tone.kinds.passive import Passive
from contenthub.tone.kinds.presence import Presence
from contenthub.tone.kinds.readability import Readability
from contenthub.tone.kinds.repetition import Repetition
from contenthub.tone.kinds.sentence_length import SentenceLength
from contenthub.tone.kinds.spelling import Spelling
from contenthub.tone.kinds.substitution import Substitution

KINDS: Mapping[str, Kind] = {
    "existence": Existence,
    "substitution": Substitution,
    "occurrence": Occurrence,
    "repetition": Repetition,
    "consistency": Consistency,
    "conditional": Conditional,
    "capitalization": Capitalization,
    "readability": Readability,
    "metric": Metric,
    "address": Address,
    "sentence_length": SentenceLength,
    "passive": Passive,
    "spelling": Spelling,
    "presence": Presence,
    "length": Length,
    "copied_fact": CopiedFact,
}
