"""What the time bank has of a person: hours, their sources, and certificates."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from core.personal import Gone, Sheet, replace_words, sheets_naming
from timebank.models import Certificate, Issuer, Objection


def sheets(person: UUID) -> Iterator[Sheet]:
    """Yield all of the time bank that names the person, with every posting on their accounts."""
    yield from sheets_naming("timebank", person, through={"Entry": "account__owner"})


def erase(gone: Gone) -> None:
    """Leave the ledger as it is, under the pseudonym; certificates lose the name and what was shown of a document."""
    own = Certificate.objects.filter(volunteer=gone.person)
    own.update(name=gone.pseudonym, document="", document_shown="")
    replace_words(Certificate, ["remark", "content", "ended_why"], gone, own=Q(volunteer=gone.person))
    replace_words(Certificate, ["issuer"], gone)
    replace_words(Objection, ["text", "answer"], gone, own=Q(by=gone.person) | Q(certificate__volunteer=gone.person))
    replace_words(Issuer, ["name", "person_in_charge", "handler", "contact"], gone)
