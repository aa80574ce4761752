"""Keeps in the audit trail who took which part of the register out of the house."""

from collections.abc import Mapping
from datetime import datetime

from core import audit
from people.models import User


def record_export(*, by: User, at: datetime, format_name: str, filters: Mapping[str, str], count: int) -> None:
    """Record an export of a person who is signed in; the person is also its target, for no single site is."""
    change = {"format": format_name, "filters": dict(filters), "count": count}
    audit.record("sites.export", by, by=by, at=at, change=change)
