"""HSDS, the Human Services Data Specification: organisations, services and places, as JSON or as CSV tables."""

from contenthub.importing.hsds.folder import read

__all__ = ["read"]
