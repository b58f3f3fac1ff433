"""Looking at a channel from outside, as its readers do: politely, bounded, and never inside.

    pace     how fast, and how many at once
    robots   what the channel asks visitors to leave alone
    survey   is anybody there, does it say yes to everything, which pages does it list
    look     one address: is it online, and which stamps does it carry
    find     stamps and text of a page, a feed, a mail, a PDF, or anything as JSON

Plain: addresses in, looks out. What a stamp means is the hub's to say.
"""

from channels.probe.find import Found
from channels.probe.look import Ask, Look, look, look_at
from channels.probe.pace import Pace
from channels.probe.survey import Site, survey

__all__ = ["Ask", "Found", "Look", "Pace", "Site", "look", "look_at", "survey"]
