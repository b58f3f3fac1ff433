"""The form of a procedure: questions, and what happens after each answer, as fields instead of JSON."""
