"""Observe: what comes back from those who read."""
