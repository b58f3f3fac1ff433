"""APPROVE: who decides about which subject, and the gate that asks."""
