"""Whom one calls at a sponsor, readable again for who keeps the rewards."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from people.logic.identity import decrypted
from people.queries.keys import identity_keys
from timebank.models import Sponsor, SponsorContact

SECRET: Final = ("name", "phone", "email")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a sponsor, in clear."""

    id: UUID
    duty: str
    name: str
    phone: str
    email: str

    @property
    def reached(self) -> list[str]:
        """By what they are reached, as accounts have it."""
        return [word for word in (self.email.lower(), self.phone) if word]


def contacts_of(sponsor: Sponsor) -> list[Contact]:
    """Return whom one calls at the sponsor, by name."""
    return sorted((read_contact(one) for one in sponsor.people.all()), key=lambda one: one.name)


def read_contact(contact: SponsorContact) -> Contact:
    """Return the contact in clear."""
    tokens = {name: getattr(contact, f"{name}_encrypted") for name in SECRET}
    said = {name: decrypted(token, identity_keys()) if token else "" for name, token in tokens.items()}
    return Contact(contact.pk, contact.duty, **said)
