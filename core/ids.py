"""Identifiers ordered by time (UUIDv7, RFC 9562); phones make the same kind themselves."""

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """Return a new UUIDv7."""
    return UUID(bytes=uuid7().bytes)
