"""What the time bank has of a person: hours and points, their sources, certificates and badges, vouchers, and transfers."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.personal import Gone, Sheet, replace_words, sheets_naming
from timebank.actions.contacts import forget_contact
from timebank.models import (
    Certificate,
    Credential,
    ExchangeFile,
    IncomingBatch,
    Issuer,
    Objection,
    PartnerMessage,
    Proposal,
    ReceivingCode,
    Sponsor,
    Transaction,
    Transfer,
)


def sheets(person: UUID) -> Iterator[Sheet]:
    """Yield all of the time bank that names the person, with every posting on their accounts."""
    yield from sheets_naming("timebank", person, through={"Entry": "account__owner"})


def matters(person: UUID) -> Iterator[QuerySet[Any]]:
    """Yield the transfers out and in: their steps lock them before the hours move."""
    yield Transfer.objects.filter(volunteer=person)
    yield IncomingBatch.objects.filter(volunteer=person)


def erase(gone: Gone) -> None:
    """Leave the ledger as it is, under the pseudonym; certificates lose the name and what was shown of a document."""
    forget_contact(gone=gone)
    Sponsor.contacts.through._default_manager.filter(user=gone.person).delete()
    own = Certificate.objects.filter(volunteer=gone.person)
    own.update(name=gone.pseudonym, document="", document_shown="")
    replace_words(Certificate, ["remark", "content", "ended_why"], gone, own=Q(volunteer=gone.person))
    replace_words(Certificate, ["issuer"], gone)
    replace_words(Objection, ["text", "answer"], gone, own=Q(by=gone.person) | Q(certificate__volunteer=gone.person))
    replace_words(Issuer, ["name", "person_in_charge", "handler", "contact"], gone)
    _erase_from_exchange(gone)
    replace_words(Proposal, ["note"], gone, own=Q(proposed_by=gone.person))
    replace_words(Transaction, ["memo"], gone)


def _erase_from_exchange(gone: Gone) -> None:
    """Take the name out of badges and of what was said to partners; that hours went or came stays."""
    person = gone.person
    ReceivingCode.objects.filter(volunteer=person).delete()
    # A badge says the name in signed letters: without them nobody can show it again from here.
    Credential.objects.filter(volunteer=person).update(token="")
    IncomingBatch.objects.filter(volunteer=person).update(name_there=gone.pseudonym)
    replace_words(Transfer, ["ended_why", "last_error"], gone, own=Q(volunteer=person))
    sent = Transfer.objects.filter(volunteer=person).values("pk")
    came = IncomingBatch.objects.filter(volunteer=person).values("batch")
    replace_words(PartnerMessage, ["body", "answer"], gone, own=Q(batch__in=sent) | Q(batch__in=came))
    replace_words(ExchangeFile, ["name", "sender", "findings"], gone)
