"""What a person agrees to, purpose by purpose, and takes back."""

from datetime import datetime

from django.db import transaction

from core import audit
from people.errors import GuardianNeeded
from people.logic.minors import may_consent
from people.models import Consent, User
from people.queries.persons import age_of, guardian_agreed, text_in_force


def give_consent(*, purpose: Consent.Purpose, by: User, at: datetime) -> Consent:
    """Keep that the person consents to this one purpose, in the words in force; given twice it is the same consent.

    Refuses `GuardianNeeded`.
    """
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if not may_consent(age_of(person, on=at.date()), purpose, guardian_agreed(person, on=at.date())):
            raise GuardianNeeded
        consent, is_new = Consent.objects.get_or_create(
            user=by,
            purpose=purpose,
            revoked_at=None,
            defaults={"given_at": at, "text": text_in_force(purpose, on=at.date())},
        )
        if is_new:
            audit.record("give_consent", consent, by=by, at=at, change={"purpose": purpose})
        return consent


def revoke_consent(*, purpose: Consent.Purpose, by: User, at: datetime) -> bool:
    """Take the person's consent back; return False where none was given."""
    with transaction.atomic():
        held = Consent.objects.select_for_update().filter(user=by, purpose=purpose, revoked_at=None).first()
        if held is None:
            return False
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
        audit.record("revoke_consent", held, by=by, at=at, change={"purpose": purpose})
        return True
