"""What the hub keeps about tone: the rules in use, their history, and what was waived."""
