"""Reports about which nothing asks for a person's eyes: they may be accepted together, seen as a list."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from patrol.models import ChecklistItem, Photo, Report, Review
from patrol.queries.arrivals import not_sent
from patrol.queries.inbox import inbox
from patrol.queries.rules import rules_at
from people.permissions import Person


def routine_reports(person: Person, *, at: datetime) -> QuerySet[Report]:
    """Return the reports the person may accept together: hardly any damage, strong evidence, nothing odd, photos complete.

    Nothing in the checklist names a problem, a far and a near photo are there and readable, and nobody voted yet.
    """
    rules = rules_at(at)
    return inbox(person, at=at).filter(
        Q(photo_count__gte=rules.routine_photos, vote_count=0),
        ~_names_problem(),
        _has_photo(Photo.Role.FAR),
        _has_photo(Photo.Role.NEAR),
        review__max_severity__lte=min(rules.routine_severity, rules.second_severity - 1),
        review__score__isnull=False,
        review__needs_person=False,
        review__band="strong",
        review__photos=Review.Photos.COMPLETE,
        review__irregularities=[],
        irregularities=[],
    )


def _has_photo(role: Photo.Role) -> Exists:
    readable = Photo.objects.filter(~not_sent(), report=OuterRef("pk"), role=role, file__error="")
    return Exists(readable.filter(file__received_at__isnull=False))


def _names_problem() -> Q:
    named = Q(pk__in=[])
    for code, bad in ChecklistItem.objects.values_list("code", "bad_answer"):
        named |= Q(answers__contains={code: bad})
    return named
