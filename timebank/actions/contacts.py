"""Whom one calls at a sponsor: kept encrypted, changed and deleted by who keeps the rewards."""

from datetime import datetime

from django.db import transaction

from core import audit
from core.errors import NotAllowed, NotFound
from core.personal import Gone
from people.logic.identity import encrypted, rotated
from people.models import User
from people.queries.keys import identity_keys
from timebank.models import Sponsor, SponsorContact
from timebank.permissions import can_keep_rewards
from timebank.queries.contacts import SECRET, read_contact


def keep_contact(
    *, contact: SponsorContact | None, sponsor: Sponsor, duty: str, said: dict[str, str], by: User, at: datetime
) -> SponsorContact:
    """Keep a person (`said`: name, phone, email) at a sponsor; the trail says that it changed, not to what. Refuses NotAllowed, NotFound."""
    with transaction.atomic():
        kept = SponsorContact(sponsor=sponsor) if contact is None else _locked(contact, by)
        if not can_keep_rewards(by):
            raise NotAllowed
        for name in SECRET:
            setattr(kept, f"{name}_encrypted", encrypted(said[name], identity_keys()) if said[name] else "")
        kept.duty, kept.changed_by, kept.changed_at = duty, by, at
        kept.save()
        change = {"sponsor": sponsor.pk, "is_new": contact is None}
        audit.record("keep_sponsor_contact", kept, by=by, at=at, change=change)
    return kept


def end_contact(*, contact: SponsorContact, by: User, at: datetime) -> None:
    """Delete somebody who is no longer called. Refuses NotAllowed, NotFound."""
    with transaction.atomic():
        gone = _locked(contact, by)
        audit.record("end_sponsor_contact", gone, by=by, at=at, change={"sponsor": gone.sponsor_id})
        gone.delete()


def forget_contact(*, gone: Gone) -> int:
    """Delete whoever is called by the address or phone of an erased account; return how many. Sponsors are few: all are read."""
    reached = {word for word in (gone.email.lower(), gone.phone) if word}
    found = [one.pk for one in SponsorContact.objects.all() if reached & set(read_contact(one).reached)]
    return SponsorContact.objects.filter(pk__in=found).delete()[0]


def rotate_contacts() -> int:
    """Encrypt every contact with the first key; return how many."""
    with transaction.atomic():
        kept = list(SponsorContact.objects.select_for_update().order_by("pk"))
        for one in kept:
            for name in SECRET:
                token = getattr(one, f"{name}_encrypted")
                setattr(one, f"{name}_encrypted", rotated(token, identity_keys()) if token else "")
        SponsorContact.objects.bulk_update(kept, [f"{name}_encrypted" for name in SECRET])
        return len(kept)


def _locked(contact: SponsorContact, by: User) -> SponsorContact:
    if not can_keep_rewards(by):
        raise NotAllowed
    found = SponsorContact.objects.select_for_update().filter(pk=contact.pk).first()
    if found is None:
        raise NotFound
    return found
