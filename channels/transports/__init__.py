"""Ways in which finished outputs leave the hub, one module each."""
