"""Who is erased leaves no empty chair: places to come go to who waits, past service stays."""

from datetime import timedelta

from django.utils import timezone

from core.personal import Gone
from people.models import Notice, User
from service import personal
from service.actions.leaving import give_back_all
from service.models import Application, Offer, Shift
from tests.factories import make
from tests.service import needed


def coming(quota: int = 1) -> Shift:
    now = timezone.now()
    return needed.shift(quota=quota, starts_at=now + timedelta(hours=5), at=now)


def state(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def test_erasure_frees_the_place_for_who_waits(volunteer: User) -> None:
    shift, other, now = coming(), make.volunteer(), timezone.now()
    mine, next_one = needed.place(shift, volunteer, at=now), needed.place(shift, other, at=now)
    offer = Offer.objects.create(
        shift=coming(), volunteer=volunteer, score=1, made_at=now, accept_by=now + timedelta(days=1)
    )
    Notice.objects.all().delete()
    personal.erase(Gone(volunteer.pk, "用户 7", volunteer.name, volunteer.email, ""))
    mine.refresh_from_db()
    offer.refresh_from_db()
    assert (mine.state, mine.is_late, mine.ended_by, state(next_one)) == ("cancelled", False, None, "accepted")
    assert offer.state == "closed"
    # Nobody is told who left.
    assert list(Notice.objects.values_list("user", "kind")) == [(other.pk, "activity_moved_up")]


def test_waiting_and_asking_end_too_and_past_service_stays(volunteer: User, officer: User) -> None:
    past, now = needed.shift(), timezone.now()
    served = needed.present(past, volunteer, officer)
    full = coming()
    needed.place(full, make.volunteer(), at=now)
    waiting = needed.place(full, volunteer, at=now)
    assert state(waiting) == "waiting"
    assert give_back_all(person=volunteer, at=now) == 1
    assert give_back_all(person=volunteer, at=now) == 0
    assert (state(waiting), state(served)) == ("cancelled", "checked_in")
