"""Bad days: what is killed, full, gone or late, and that nothing is lost or doubled by it."""
