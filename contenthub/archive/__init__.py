"""The whole hub as one file: to keep, to move to another database, to restore."""
