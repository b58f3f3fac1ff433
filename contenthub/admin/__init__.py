"""The hub's screens in the Wagtail admin."""
