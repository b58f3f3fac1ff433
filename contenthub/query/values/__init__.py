"""Stored values as a reader gets them: facts and links resolved, in the item's own locale."""
