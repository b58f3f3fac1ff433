"""Tables, as CSV or XLSX: each row an item, as a mapping file in TOML says."""

from contenthub.importing.table.sheet import read

__all__ = ["read"]
