"""Records every write in the audit trail, in the same transaction as the write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from core.models import AuditEntry


def record(
    verb: str,
    target: models.Model,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    change: Mapping[str, Any] | None = None,
) -> None:
    """Write one audit entry; `by` is None only for the system itself."""
    AuditEntry.objects.create(
        at=at,
        by_id=by.pk if by is not None else None,
        verb=verb,
        target=target._meta.label,
        target_id=str(target.pk),
        change=dict(change or {}),
    )
