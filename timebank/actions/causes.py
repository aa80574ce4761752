"""Good causes points are given to: written, closed with what became of them, opened again."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import NotAllowed, NotFound
from core.ids import new_id
from people.models import User
from timebank.models import CharityPool
from timebank.permissions import can_keep_rewards

TEXTS: Final = ("label_zh", "label_en", "story_zh", "story_en", "sponsor", "aim")


def keep_cause(*, cause: CharityPool | None, values: dict[str, Any], by: User, at: datetime) -> CharityPool:
    """Write a cause, new or known: what it is for (zh, en), its sponsor and aim. What was given to it stays. Refuses NotAllowed."""
    with transaction.atomic():
        kept = CharityPool(code=f"c-{new_id().hex[-10:]}") if cause is None else _locked(cause, by)
        if not can_keep_rewards(by):
            raise NotAllowed
        change = {name: str(values[name] or "") for name in TEXTS if getattr(kept, name) != values[name]}
        for name in TEXTS:
            setattr(kept, name, values[name])
        kept.save()
        audit.record("keep_cause", kept, by=by, at=at, change={**change, "is_new": cause is None})
    return kept


def close_cause(*, cause: CharityPool, outcome: tuple[str, str], by: User, at: datetime) -> CharityPool:
    """Let it take no more, and tell what became of it (zh, en; may be empty). Closed already, only the words change. Refuses NotAllowed."""
    with transaction.atomic():
        kept = _locked(cause, by)
        kept.closed_on = kept.closed_on or timezone.localdate(at)
        kept.is_open, (kept.outcome_zh, kept.outcome_en) = False, outcome
        kept.save()
        audit.record("close_cause", kept, by=by, at=at, change={"outcome": list(outcome)})
    return kept


def reopen_cause(*, cause: CharityPool, by: User, at: datetime) -> CharityPool:
    """Let it take points again; opened already nothing changes. Refuses NotAllowed."""
    with transaction.atomic():
        kept = _locked(cause, by)
        if kept.is_open:
            return kept
        kept.is_open, kept.closed_on = True, None
        kept.save()
        audit.record("reopen_cause", kept, by=by, at=at)
    return kept


def _locked(cause: CharityPool, by: User) -> CharityPool:
    if not can_keep_rewards(by):
        raise NotAllowed
    found = CharityPool.objects.select_for_update(no_key=True).filter(pk=cause.pk).first()
    if found is None:
        raise NotFound
    return found
