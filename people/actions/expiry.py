"""What ends soon: insurance, training and guardians' consents are told of a month before."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people.actions.notices import notify
from people.models import GuardianConsent, Insurance, Training
from people.queries import managers_of
from people.queries.persons import Ending, ending_soon

KINDS: Final[dict[type[Ending], str]] = {
    Insurance: "insurance_ends",
    Training: "training_ends",
    GuardianConsent: "guardian_consent_ends",
}


def warn_of_endings(*, at: datetime) -> int:
    """Tell the volunteer and their organisation's managers, once for each; return how many things end. Safe to repeat."""
    today = timezone.localdate(at)
    return sum(
        _warn(model, key, at) for model in KINDS for key in ending_soon(model, on=today).values_list("pk", flat=True)
    )


def _warn(model: type[Ending], key: UUID, at: datetime) -> bool:
    with transaction.atomic():
        known = model._default_manager.select_for_update(of=("self",)).select_related("volunteer__user")
        one = known.filter(pk=key, warned_at=None).first()
        if one is None:
            return False
        one.warned_at = at
        one.save(update_fields=["warned_at"])
        volunteer = one.volunteer
        told = [volunteer.user, *managers_of(volunteer.organisation)]
        params = {"name": str(volunteer.user), "day": one.valid_until}
        notify(users=told, kind=KINDS[model], params=params, url=reverse("people:profile"), at=at)
        return True
