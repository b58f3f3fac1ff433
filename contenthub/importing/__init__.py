"""Bringing in content from elsewhere, through the same door and the same rules as an editor's work."""
