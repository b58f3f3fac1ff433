"""Prove that channels agree: read every output back and hold it against what is published, fact by fact.

`expected.py` says what an output must and must not hold, from the hub's own tables; `channels.extract` reads the
outputs; `check.py` holds one against the other and gives every item on every channel one of four states.
"""
