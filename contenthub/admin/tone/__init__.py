"""The tone of voice in the admin: the panel beside the form, the rules, and how the content sounds."""
