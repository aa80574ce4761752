"""Who is erased comes to no shift: every place still to come is given back, and the waiting lists move up."""

from datetime import datetime

from django.db import transaction

from people.models import User
from service.actions.applications import move_up
from service.actions.locking import locked_application, locked_person, locked_shift, moved
from service.models import Application, Offer

GIVEN_BACK = ("applied", "waiting", "accepted")


def give_back_all(*, person: User, at: datetime) -> int:
    """Give back all the person asked for or was promised of shifts to come, as nobody's fault; return how many.

    Open offers are closed. No notice names who left: whoever moves up is told that a place became free.
    """
    with transaction.atomic():
        Offer.objects.filter(volunteer=person, state="open").update(state="closed", ended_at=at)
        coming = Application.objects.filter(volunteer=person, state__in=GIVEN_BACK, shift__starts_at__gt=at)
        # In one order of the shifts, and each before the person: as whoever else locks several.
        found = list(coming.select_related("shift").order_by("shift_id"))
        for one in found:
            locked_shift(shift=one.shift)
        locked_person(person=person)
        given = [_given_back(one, at) for one in found]
    return sum(given)


def _given_back(application: Application, at: datetime) -> bool:
    application = locked_application(application=application)
    if application.state not in GIVEN_BACK:
        return False
    application = moved(application=application, act="cancel", by=None, at=at, ended_at=at, is_late=False)
    move_up(shift=application.shift, at=at)
    return True
