"""Rule files as the field writes them: Vale styles, read and written."""
