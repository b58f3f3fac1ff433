"""PREVIEW: an item on every channel, side by side, before it is published."""
