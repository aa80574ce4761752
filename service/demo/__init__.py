"""Activities of the demo, invented and saying so: coming, running, over and a draft, with people in every state."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from core.errors import Problem
from people.models import Organisation, User, Volunteer
from service.actions.activities import add_shift, begin_and_finish, keep_activity, publish_activity
from service.actions.afterwards import evaluate, keep_follow_up
from service.actions.applications import apply_to_shift
from service.actions.attendance import check_by_fix, confirm_service, record_presence
from service.actions.offers import call_in_waves, offer_shift, send_due_waves
from service.demo.year import TITLE as YEAR
from service.models import Activity, Application, Shift
from service.models.evaluation import About
from service.queries.matching import people_for
from sites.models import ServicePoint, Site

MANAGER: Final = "manager@example.org"
OFFICER: Final = "officer@example.org"
VOLUNTEER: Final = "volunteer@example.org"
HALL: Final = Point(116.3974, 39.9402, srid=4326)
WORDS: Final = ("组织得很好，下次还来。", "讲得清楚，学到不少。", "")


def load(*, at: datetime) -> str:
    """Add them once; say what is there."""
    own = Activity.objects.exclude(title=YEAR)
    if not own.exists():
        manager, officer = (User.objects.get(email=email) for email in (MANAGER, OFFICER))
        _over(manager, officer, at)
        _running(manager, at)
        _coming(manager, at)
        _guarding(officer, at)
        _draft(manager, at)
        begin_and_finish(at=at)
        for activity in own.filter(state="finished"):
            told: dict[str, Any] = {
                "text": "（演示）接待居民约 120 人，发放手册 80 份，有人提供了两处线索。",
                "reached": 120,
                "found": 2,
            }
            keep_follow_up(activity=activity, **told, by=manager, at=at)
    held = Application.objects.exclude(shift__activity__title=YEAR)
    return f"{own.count()} activities, {held.count()} people in their shifts"


def _over(manager: User, officer: User, at: datetime) -> None:
    """Let one be ten days over, with hours, a name on the list only, and words from both sides."""
    begin = _moment(at, days=-10, hour=18)
    asked = begin - timedelta(days=6)
    need = _need(manager, asked, "community", "演示·社区文物保护宣传", service_point=_point("SP-01"))
    shift = _shift(need, begin, quota=6, at=asked)
    held = _ask(shift, _people()[:5], asked + timedelta(hours=5))
    end, after = shift.ends_at, shift.ends_at + timedelta(hours=1)
    for number, application in enumerate(held):
        if number == len(held) - 1:
            record_presence(application=application, in_at=begin, out_at=end, by=manager, at=after)
            continue
        for moment in (begin, end):
            check_by_fix(application=application, **_fix(need), by=application.volunteer, at=moment)
        confirm_service(application=application, by=officer, at=after)
        said: dict[str, Any] = {"application": application, "tags": ["friendly", "on_time"], "at": after}
        if number:
            words = WORDS[number % len(WORDS)]
            evaluate(**said, about=About.ACTIVITY, stars=5 - number % 2, words=words, by=application.volunteer)
        evaluate(**said, about=About.VOLUNTEER, stars=5, words="", by=manager)


def _running(manager: User, at: datetime) -> None:
    """Let one run just now, in which the demo's volunteer may check in."""
    begin = at.replace(minute=0, second=0, microsecond=0)
    asked = begin - timedelta(days=2)
    need = _need(manager, asked, "exhibition", "演示·胡同文物展值守", address="鼓楼西大街文化活动中心", geom=HALL)
    shift = _shift(need, begin, quota=5, at=asked, hours=4)
    held = _ask(shift, _people()[:4], asked)
    for application in held[2:]:
        check_by_fix(application=application, **_fix(need), by=application.volunteer, at=begin)


def _coming(manager: User, at: datetime) -> None:
    """Let three look for people: one automatic, one decided by the manager, one full with a waiting list."""
    saturday = _moment(at, days=(5 - timezone.localtime(at).weekday()) % 7 + 7, hour=9)
    old = Site.objects.filter(is_active=True, shown_as="exact", level_id="national", district_id="110101")
    site = old.order_by("code").first()
    patrol = _need(
        manager,
        at,
        "patrol",
        "演示·周末文物巡查日",
        **({"site": site} if site else {"address": "天坛路", "geom": HALL}),
    )
    for day in (0, 1):
        _ask(_shift(patrol, saturday + timedelta(days=day), quota=6, at=at), _people()[1 + day : 4 + day], at)
    guide = {"is_automatic": False, "wished": ["interpretation"]}
    hall = _need(
        manager,
        at,
        "exhibition",
        "演示·中轴线讲解员",
        address="前门大街规划展览馆",
        geom=Point(116.3978, 39.8990),
        **guide,
    )
    talks = _shift(hall, saturday + timedelta(hours=5), quota=4, at=at)
    _ask(talks, _people()[4:7], at)
    training = _need(manager, at, "training", "演示·文物安全培训", service_point=_point("SP-02"))
    _ask(_shift(training, saturday - timedelta(days=2, hours=-9), quota=3, at=at), _people()[5:11], at)
    volunteer = User.objects.get(email=VOLUNTEER)
    if any(one.user_id == volunteer.pk for one in people_for(talks, at=at)):
        offer_shift(shift=talks, person=volunteer, by=manager, at=at)


def _guarding(officer: User, at: datetime) -> None:
    """Let an officer call for a night at a place whose position is not public, in waves."""
    hidden = Site.objects.filter(is_active=True).exclude(shown_as="exact").order_by("code").first()
    if hidden is None:
        return
    values = {"site": hidden, "organisation": Organisation.objects.order_by("-code")[0], "radius_m": 400}
    need = _need(officer, at, "guard", "演示·雨季夜间看护（急需）", **values)
    shift = _shift(need, _moment(at, days=3, hour=19), quota=4, at=at, hours=3)
    call_in_waves(shift=shift, by=officer, at=at)
    send_due_waves(at=at)


def _draft(manager: User, at: datetime) -> None:
    _need(manager, at, "community", "演示·清明文明祭扫引导", service_point=_point("SP-03"))


def _need(by: User, at: datetime, kind: str, title: str, **fields: Any) -> Activity:
    wished = fields.pop("wished", [])
    place = fields.get("site") or fields.get("service_point")
    values = {
        "kind_id": kind,
        "title": title,
        "text": "（演示数据）按现场负责人的分工服务，穿舒适的鞋，自带饮水。",
        "risk": "台阶较多，雨天路滑；不攀爬文物本体，遇险情先撤离再报告。",
        "contact": "演示联系人 010-0000-0000",
        "organisation": Organisation.objects.get(code="jinghua-watch"),
        "district_id": place.district_id if place else "110101",
        "needs_insurance": kind in {"patrol", "guard"},
        **fields,
    }
    return keep_activity(activity=None, values=values, skills=([], wished), by=by, at=at)


def _shift(need: Activity, starts_at: datetime, *, quota: int, at: datetime, hours: float = 2) -> Shift:
    by, ends_at = need.made_by, starts_at + timedelta(hours=hours)
    shift = add_shift(activity=need, starts_at=starts_at, ends_at=ends_at, quota=quota, by=by, at=at)
    if need.state == "draft":
        need.state = publish_activity(activity=need, by=by, at=at).state
    return shift


def _ask(shift: Shift, people: list[User], at: datetime) -> list[Application]:
    """Let the people ask, as far as their age and their other promises allow."""
    held = []
    for number, person in enumerate(people):
        try:
            held.append(apply_to_shift(shift=shift, by=person, at=at + timedelta(minutes=number)))
        except Problem:
            continue
    return held


def _people() -> list[User]:
    team = Volunteer.objects.filter(organisation__code="jinghua-watch").select_related("user").order_by("number")[:12]
    return [volunteer.user for volunteer in team]


def _point(code: str) -> ServicePoint:
    return ServicePoint.objects.get(pk=code)


def _fix(need: Activity) -> dict[str, float]:
    place = need.geom or (need.service_point.geom if need.service_point else HALL)
    return {"lon": place.x, "lat": place.y, "accuracy_m": 15.0}


def _moment(at: datetime, *, days: int, hour: int) -> datetime:
    return timezone.localtime(at).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
