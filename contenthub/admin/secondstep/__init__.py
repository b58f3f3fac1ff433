"""The second step of signing in: a code that a device shows, after the password (RFC 6238)."""
