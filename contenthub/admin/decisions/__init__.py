"""Screens about decisions: who decides, what waits for whom, what was decided, and why something is live."""
