"""Items, facts and imports for programs: reading drafts, and writing them. Nothing is published here."""
