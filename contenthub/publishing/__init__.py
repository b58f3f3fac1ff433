"""PUBLISH: snapshots, dependencies, field index, full text and the log of changes."""
