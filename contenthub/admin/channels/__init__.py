"""Channels in the admin: their list, what they ask and show, and the proposals to change that."""
