"""Small makers of needs: an activity that is published, its shift, who manages it, who comes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from people.models import Insurance, Organisation, Role, RoleGrant, User
from service.actions.activities import add_shift, keep_activity, publish_activity
from service.actions.applications import apply_to_shift
from service.actions.attendance import record_presence
from service.models import Activity, Application, Offer, Shift
from sites.models import Site
from tests.factories import make

# A Saturday, 09:00 in Beijing.
BEGIN = datetime.fromisoformat("2026-06-06T09:00:00+08:00")
END = BEGIN + timedelta(hours=2)
PLACE = Point(116.40, 39.91, srid=4326)


def manager(team: Organisation) -> User:
    """Make a manager of the organisation."""
    person = make.user()
    RoleGrant.objects.create(user=person, role=Role.MANAGER, organisation=team, granted_at=make.NOW)
    return person


def activity(by: User | None = None, **fields: Any) -> Activity:
    """Make a draft by a manager, at an address in old Beijing."""
    team = fields.pop("organisation", None) or make.organisation()
    organiser = by or manager(team)
    make.district()
    skills = fields.pop("required", []), fields.pop("wished", [])
    values = {
        "kind_id": "exhibition",
        "title": "鼓楼讲解",
        "text": "为参观者讲解。",
        "risk": "台阶较陡。",
        "contact": "王队长 010-1234",
        "organisation": team,
        "district_id": "110101",
        **({} if {"site", "service_point"} & set(fields) else {"address": "鼓楼东大街 1 号", "geom": PLACE}),
        **fields,
    }
    return keep_activity(activity=None, values=values, skills=skills, by=organiser, at=make.NOW)


def shift(
    need: Activity | None = None,
    *,
    quota: int = 3,
    starts_at: datetime = BEGIN,
    hours: float = 2,
    at: datetime = make.NOW,
) -> Shift:
    """Make a shift of a published activity."""
    need = need or activity()
    found = add_shift(
        activity=need,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        quota=quota,
        by=need.made_by,
        at=at,
    )
    if need.state == "draft":
        need.state = publish_activity(activity=need, by=need.made_by, at=at).state
    return Shift.objects.select_related("activity__made_by").get(pk=found.pk)


def place(where: Shift, person: User, *, at: datetime = make.NOW) -> Application:
    """Let the person ask."""
    return apply_to_shift(shift=where, by=person, at=at)


def present(where: Shift, person: User, by: User, **times: datetime) -> Application:
    """Let the person have a place and stand on the list from the beginning to the end."""
    known = {"in_at": where.starts_at, "out_at": where.ends_at, **times}
    return record_presence(application=place(where, person), **known, by=by, at=where.ends_at + timedelta(hours=1))


def insured(person: User) -> User:
    """Insure a volunteer through 2026."""
    Insurance.objects.create(
        volunteer=person.volunteer,
        insurer="平安",
        policy_number="1",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        recorded_at=make.NOW,
    )
    return person


def in_the_world(volunteer: User, manager: User | None, site: Site) -> dict[str, Any]:
    """Publish a need at the site: one shift in which the volunteer has a place, one they are asked to take, one free."""
    now = timezone.now()
    team = volunteer.volunteer.organisation
    assert team is not None
    need = activity(manager, organisation=team, site=site)
    shifts = [shift(need, starts_at=now + timedelta(days=day), at=now) for day in (1, 2, 3)]
    application = place(shifts[0], volunteer, at=now)
    offer = Offer.objects.create(
        shift=shifts[1], volunteer=volunteer, score=1, made_at=now, accept_by=now + timedelta(days=1)
    )
    return {
        "activity_id": need.pk,
        "shift_id": shifts[0].pk,
        "free_shift_id": shifts[2].pk,
        "application_id": application.pk,
        "service_offer_id": offer.pk,
        "check_code": "0" * 20,
    }
