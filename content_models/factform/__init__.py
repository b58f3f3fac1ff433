"""The form of a fact: for each kind its own fields, and the values in the order of time."""
