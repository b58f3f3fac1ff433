"""Which content models channels treat apart, by the keys that the model packs of the hub give them.

News and notices are told once, where other items stand for years. A channel's settings may name others.
"""

from __future__ import annotations

NOTICES = ("notice",)
NEWS = ("news",)
DAY = "date"
"""The field in which news says of which day it is."""
FIRST = ("product", "guide", "procedure", "contact_point", "location")
"""What people come for most, the first one first."""
