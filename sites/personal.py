"""What the register has of a person: who changed what, and who may know which place."""

from collections.abc import Iterator
from uuid import UUID

from core.personal import Gone, Sheet, replace_words, sheets_naming
from sites.models import ImportProfile, PlaceGrant, SiteVersion


def sheets(person: UUID) -> Iterator[Sheet]:
    """Yield all of the register that names the person."""
    yield from sheets_naming("sites", person)


def erase(gone: Gone) -> None:
    """Take their permissions back; what they did to the register stays under the pseudonym."""
    PlaceGrant.objects.filter(user=gone.person).delete()
    replace_words(ImportProfile, ["name"], gone)
    replace_words(SiteVersion, ["state"], gone)
