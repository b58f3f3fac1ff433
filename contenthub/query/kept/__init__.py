"""What a process keeps between requests, and how it learns that it no longer holds."""

from contenthub.query.kept.memory import Memory, memory

__all__ = ["Memory", "memory"]
