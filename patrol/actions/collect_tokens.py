"""Keys for phones: made, shown once, used, taken back."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotFound
from patrol.errors import TooManyCollectTokens
from patrol.models import CollectToken
from people.models import User

MOST_TOKENS: Final = 10
TOKEN_BYTES: Final = 32
USED_AGAIN_AFTER: Final = timedelta(hours=1)


def make_token(*, label: str, by: User, at: datetime) -> tuple[CollectToken, str]:
    """Make a key for one of the person's phones and return it with its text, which is kept nowhere.

    Refuses TooManyCollectTokens.
    """
    text = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if CollectToken.objects.filter(user=by, revoked_at=None).count() >= MOST_TOKENS:
            raise TooManyCollectTokens(limit=MOST_TOKENS)
        token = CollectToken.objects.create(user=by, token_sha256=_sha256(text), label=label, made_at=at)
        audit.record("make_collect_token", token, by=by, at=at, change={"label": label})
    return token, text


def revoke_token(*, token_id: UUID, by: User, at: datetime) -> CollectToken:
    """Take one of the person's own keys back, for good; again changes nothing. Refuses NotFound."""
    with transaction.atomic():
        token = CollectToken.objects.select_for_update().filter(pk=token_id, user=by).first()
        if token is None:
            raise NotFound
        if token.revoked_at is None:
            token.revoked_at = at
            token.save(update_fields=["revoked_at"])
            audit.record("revoke_collect_token", token, by=by, at=at, change={"label": token.label})
        return token


def person_of_token(*, token: str, at: datetime) -> User | None:
    """Return the person whose key it is, noting its use (once an hour); None for an unknown, withdrawn or idle account's."""
    known = CollectToken.objects.select_related("user").filter(token_sha256=_sha256(token), revoked_at=None).first()
    if known is None or not known.user.is_active:
        return None
    if known.last_used_at is None or at - known.last_used_at >= USED_AGAIN_AFTER:
        CollectToken.objects.filter(pk=known.pk).update(last_used_at=at)
    return known.user


def _sha256(text: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(text.encode()).hexdigest()
