"""What planning has of a person: the visits and routes they were put in, and what they planned."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.contrib.gis.db.models.functions import SnapToGrid
from django.db.models import Q

from core.personal import Gone, Sheet, replace_words, sheets_naming
from planning.models import AreaSuspension, PlanOmission, PostStudy, Route, Statement, Suspension

# Degrees: about a kilometre.
COARSE: Final = 0.01


def sheets(person: UUID) -> Iterator[Sheet]:
    """Yield all of planning that names the person."""
    yield from sheets_naming("planning", person)


def erase(gone: Gone) -> None:
    """Forget where their own routes begin; plans and statements stay under the pseudonym."""
    Route.objects.filter(made_by=gone.person, district=None).update(
        title="", start_name="", end_name="", start=SnapToGrid("start", COARSE), end=SnapToGrid("end", COARSE)
    )
    replace_words(PostStudy, ["title"], gone, own=Q(made_by=gone.person))
    replace_words(Suspension, ["reason"], gone, own=Q(by=gone.person))
    replace_words(AreaSuspension, ["reason"], gone, own=Q(by=gone.person))
    replace_words(PlanOmission, ["params"], gone)
    replace_words(Statement, ["correction"], gone, own=Q(by=gone.person))
