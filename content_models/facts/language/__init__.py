"""What the kinds share of language: locales, days and times, units, phrases around values, numbers in words.

Nothing here knows a kind of fact.
"""
