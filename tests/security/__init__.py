"""What keeps those out who should stay out."""
