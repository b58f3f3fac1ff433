"""The demo organisation, Gemeente Duinrijk: a Dutch municipality by the sea that exists only here.

`content/*.toml` holds what it says; the modules beside it bring that into the hub through the ordinary doors.
"""
