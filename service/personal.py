"""What the activities have of a person: applications, presence, offers, evaluations, and needs they published."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.personal import Gone, Sheet, replace_words, sheets_naming
from people.models import User
from service.actions.leaving import give_back_all
from service.models import Activity, Application, Evaluation, FollowUp, Shift


def sheets(person: UUID) -> Iterator[Sheet]:
    """Yield all of the activities that names the person, with what was said about their service."""
    yield from sheets_naming("service", person)
    rows = list(Evaluation.objects.filter(application__volunteer=person).exclude(by=person).order_by("pk").values())
    if rows:
        yield Sheet("service/evaluations_of_me", rows)


def matters(person: UUID) -> Iterator[QuerySet[Shift]]:
    """Yield the shifts in which the person stands: who applies, accepts, checks in or confirms locks them first."""
    yield Shift.objects.filter(pk__in=Application.objects.filter(volunteer=person).values("shift"))


def erase(gone: Gone) -> None:
    """Give back places to come; presence and evaluations stay under the pseudonym."""
    person = gone.person
    give_back_all(person=User.objects.get(pk=person), at=timezone.now())
    replace_words(Application, ["why"], gone, own=Q(volunteer=person))
    replace_words(Evaluation, ["words"], gone, own=Q(by=person) | Q(application__volunteer=person))
    replace_words(FollowUp, ["text"], gone, own=Q(by=person))
    words = ["title", "text", "risk", "contact", "ended_why"]
    replace_words(Activity, words, gone, own=Q(made_by=person))
    replace_words(Activity, words, gone)
