"""Keys of city hotlines: made by an officer, shown once, used, taken back."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotAllowed, NotFound
from patrol.models import Hotline
from patrol.permissions import can_keep_channels
from patrol.queries.hotlines import hotlines_of
from people.models import User

KEY_BYTES: Final = 32
START: Final = 6
USED_AGAIN_AFTER: Final = timedelta(hours=1)


def make_hotline(*, label: str, area: str, by: User, at: datetime) -> tuple[Hotline, str]:
    """Make a key for a hotline of the area and return it with its text, which is kept nowhere. Refuses NotAllowed."""
    if not can_keep_channels(by, area):
        raise NotAllowed
    text = secrets.token_urlsafe(KEY_BYTES)
    with transaction.atomic():
        hotline = Hotline.objects.create(
            label=label, area=area, key_sha256=_sha256(text), key_start=text[:START], made_by=by, made_at=at
        )
        audit.record("make_hotline", hotline, by=by, at=at, change={"label": label, "area": area})
    return hotline, text


def revoke_hotline(*, hotline_id: UUID, by: User, at: datetime) -> Hotline:
    """Take a key back, for good; again changes nothing. Refuses NotFound for one outside the person's areas."""
    with transaction.atomic():
        hotline = hotlines_of(by).select_for_update(of=("self",)).filter(pk=hotline_id).first()
        if hotline is None:
            raise NotFound
        if hotline.revoked_at is None:
            hotline.revoked_at, hotline.revoked_by = at, by
            hotline.save(update_fields=["revoked_at", "revoked_by"])
            audit.record("revoke_hotline", hotline, by=by, at=at, change={"label": hotline.label})
        return hotline


def hotline_of_key(*, key: str, at: datetime) -> Hotline | None:
    """Return the hotline whose key it is, noting its use (once an hour); None for an unknown or withdrawn one."""
    known = Hotline.objects.filter(key_sha256=_sha256(key), revoked_at=None).first() if key else None
    if known is not None and (known.last_used_at is None or at - known.last_used_at >= USED_AGAIN_AFTER):
        Hotline.objects.filter(pk=known.pk).update(last_used_at=at)
    return known


def _sha256(text: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(text.encode()).hexdigest()
