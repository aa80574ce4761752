"""A year of monthly afternoons at service points: most come and check in, some stand on the list only, one stays away."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from core.errors import Problem
from people.models import Skill, User, Volunteer
from service.actions.activities import add_shift, begin_and_finish, keep_activity, publish_activity
from service.actions.applications import apply_to_shift
from service.actions.attendance import check_by_fix, confirm_service, note_no_show, record_presence
from service.models import Activity, Application
from sites.models import ServicePoint

TITLE: Final = "演示·每月守望日"
MONTHS: Final = 11
# Organisation, service point, skills asked for, places.
TEAMS: Final = (
    ("jinghua-watch", "SP-01", ("interpretation",), 8),
    ("great-wall-rangers", "SP-03", ("mountain_patrol",), 6),
)


def load(*, at: datetime) -> str:
    """Add them once, the oldest first; say what is there."""
    if not Activity.objects.filter(title=TITLE).exists():
        lister, officer = (User.objects.get(email=f"{name}@example.org") for name in ("reviewer", "officer"))
        for back in range(MONTHS, 0, -1):
            for number, team in enumerate(TEAMS):
                _afternoon(lister, officer, at - timedelta(days=30 * back), number + back, *team)
        begin_and_finish(at=at)
    return f"{Activity.objects.filter(title=TITLE).count()} afternoons of a year"


def _afternoon(
    lister: User, officer: User, when: datetime, turn: int, code: str, point: str, skills: tuple[str, ...], quota: int
) -> None:
    begin = timezone.localtime(when).replace(hour=19, minute=0, second=0, microsecond=0)
    asked = begin - timedelta(days=8)
    people = [one.user for one in _team(code, skills)]
    place = ServicePoint.objects.get(pk=point)
    need = _need(lister, asked, people, place, skills)
    shift = add_shift(
        activity=need, starts_at=begin, ends_at=begin + timedelta(hours=1), quota=quota, by=lister, at=asked
    )
    need.state = publish_activity(activity=need, by=lister, at=asked).state
    fix = {"lon": place.geom.x, "lat": place.geom.y, "accuracy_m": 15.0}
    held = []
    for step in range(quota - turn % 3):
        try:
            person = people[(turn * 3 + step) % len(people)]
            held.append(apply_to_shift(shift=shift, by=person, at=asked + timedelta(hours=step)))
        except Problem:
            continue
    for number, application in enumerate(held):
        _come(application, begin, fix, lister, officer, is_absent=number == 3 and turn % 2 == 0, is_listed=number == 1)


def _come(
    application: Application, begin: datetime, fix: dict[str, float], lister: User, officer: User, *, is_absent: bool,
    is_listed: bool,
) -> None:  # fmt: skip
    end, after = begin + timedelta(hours=1), begin + timedelta(hours=2)
    if is_absent:
        note_no_show(application=application, by=lister, at=after)
        return
    if is_listed:
        record_presence(application=application, in_at=begin, out_at=end, by=lister, at=after)
    else:
        for moment in (begin, end):
            check_by_fix(application=application, **fix, by=application.volunteer, at=moment)
    # Who wrote somebody on the list does not confirm them.
    confirm_service(application=application, by=officer, at=after + timedelta(hours=1))


def _need(lister: User, asked: datetime, people: list[User], place: ServicePoint, skills: tuple[str, ...]) -> Activity:
    values: dict[str, Any] = {
        "kind_id": "community",
        "title": TITLE,
        "text": "（演示）向居民讲解身边的文物，收集线索。",
        "risk": "夜间注意路滑。",
        "contact": "010-0000",
        "organisation": people[0].volunteer.organisation,
        "district_id": place.district_id,
        "service_point": place,
    }
    return keep_activity(
        activity=None, values=values, skills=(list(Skill.objects.filter(pk__in=skills)), []), by=lister, at=asked
    )


def _team(code: str, skills: tuple[str, ...]) -> list[Volunteer]:
    able = Volunteer.objects.filter(organisation__code=code, skills__in=skills).select_related("user", "organisation")
    return list(able.order_by("number"))
