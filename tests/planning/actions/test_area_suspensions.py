"""A whole area is suspended: its duties follow at once, nobody is sent there, and the end is kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, Problem
from core.models import AuditEntry
from patrol.models import Assignment
from people.models import Notice, User
from planning.actions import area_suspensions as actions
from planning.actions.area_suspensions import lift_area_suspension, suspend_area
from planning.actions.obligations import renew_duties, suspend_duty
from planning.actions.plans import solve_plan_again
from planning.actions.publishing import publish_plan
from planning.errors import AreaSuspended, SitesSuspended, SuspensionDays, SuspensionOver, SuspensionReasonMissing
from planning.models import AreaSuspension, Duty, DutyDay, Offer, Plan
from planning.queries.area_suspensions import AreaEffect, area_effect, area_suspensions, reasons_on
from planning.queries.compliance import compliance
from planning.queries.duties import today
from planning.queries.obligations import obligation
from planning.queries.offers import open_offers
from sites.models import Site
from tests.factories import make
from tests.factories.jobs import queued, run_queued
from tests.planning.cases import asked, day, now, person, site_at, solved, visited

UNTIL = timedelta(days=9)


def suspended(by: User, area: str = "110101", **fields: Any) -> AreaSuspension:
    values = {"from_on": today(), "to_on": today() + UNTIL, "reason": "台风", **fields}
    return suspend_area(area=area, by=by, at=now(), **values)


def asleep() -> set[str]:
    """Return the codes of the sites that are suspended, by what is kept; what is computed anew must say the same."""
    kept = set(Duty.objects.filter(suspended_until__gte=today()).values_list("site_code", flat=True))
    computed = {one.code for one in Site.objects.all() if obligation(one, today()).status == "suspended"}
    assert kept == computed
    return kept


@pytest.fixture
def _places(db: None) -> None:
    make.site(code="HERE")
    make.site(code="COUNTY", level_id="county")
    make.site(code="WEST", district=make.district("110102"))
    make.site(code="FAR", district=make.district("120101"))


@pytest.mark.usefixtures("_places")
def test_the_duties_of_the_area_follow_and_come_back(planner: User) -> None:
    one = suspended(planner)
    assert asleep() == {"HERE", "COUNTY"}
    make.site(code="NEW")
    Site.objects.filter(code="WEST").update(district="110101")
    assert asleep() == {"HERE", "COUNTY", "NEW", "WEST"}
    here = Site.objects.get(code="HERE")
    assert (obligation(here, today() + UNTIL).status, reasons_on(here, today())) == ("suspended", ["台风"])
    assert obligation(here, today() + UNTIL + timedelta(days=1)).status == "never"
    lift_area_suspension(suspension_id=one.pk, by=planner, at=now())
    one.refresh_from_db()
    assert (asleep(), one.lifted_on, one.lifted_by) == (set(), today(), planner)
    assert list(AuditEntry.objects.filter(verb__endswith="_area_suspension").values_list("verb", flat=True)) == [
        "lift_area_suspension"
    ]
    with pytest.raises(SuspensionOver):
        lift_area_suspension(suspension_id=one.pk, by=planner, at=now())


@pytest.mark.usefixtures("_places")
def test_suspensions_one_over_another_end_one_by_one(planner: User, officer: User) -> None:
    here = Site.objects.get(code="HERE")
    wide, narrow = suspended(planner, "11", level="national"), suspended(planner)
    suspend_duty(site=here, from_on=today(), to_on=today() + UNTIL, reason="修缮", by=officer, at=now())
    assert asleep() == {"HERE", "COUNTY", "WEST"}
    lift_area_suspension(suspension_id=wide.pk, by=planner, at=now())
    assert asleep() == {"HERE", "COUNTY"}
    lift_area_suspension(suspension_id=narrow.pk, by=planner, at=now())
    assert asleep() == {"HERE"}
    assert reasons_on(here, today()) == ["修缮"]
    assert [one.pk for one in area_suspensions(["110102"])] == [wide.pk]


@pytest.mark.usefixtures("_places")
def test_one_to_come_begins_and_ends_with_its_days(planner: User) -> None:
    one = suspended(planner, from_on=today() + timedelta(days=1))
    assert asleep() == set()
    DutyDay.objects.create(day=today() - timedelta(days=1), renewed_at=now())
    # Its first day comes, and then the day after its last.
    with transaction.atomic():
        _move(one, -1)
        assert renew_duties(at=now()) is True
        assert asleep() == {"HERE", "COUNTY"}
        _move(one, -30)
        DutyDay.objects.filter(day=today()).delete()
        Duty.objects.filter(suspended_until__isnull=False).update(suspended_until=today() - timedelta(days=1))
        assert renew_duties(at=now()) is True
        assert not Duty.objects.filter(suspended_until__isnull=False).exists()


def _move(one: AreaSuspension, days: int) -> None:
    """Make as if the suspension had been asked for on another day, past its wall."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE planning_areasuspension SET from_on = from_on + %s, to_on = to_on + %s WHERE id = %s",
            [days, days, one.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.usefixtures("_places")
def test_a_large_area_is_carried_over_by_a_worker(planner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_WHILE_WAITING", 2)
    one = suspended(planner, "11")
    kept = Duty.objects.filter(suspended_until__gte=today())
    assert (one.is_followed, kept.count()) == (False, 0)
    assert [name for name, _arguments in queued()] == ["planning.follow_suspension", "planning.tell_suspended"]
    run_queued()
    one.refresh_from_db()
    assert (one.is_followed, asleep()) == (True, {"HERE", "COUNTY", "WEST"})
    lift_area_suspension(suspension_id=one.pk, by=planner, at=now())
    assert kept.count() == 3
    run_queued()
    assert asleep() == set()


def test_nobody_is_sent_there(planner: User) -> None:
    asked_person = person("a@test.example", visits_per_month=2)
    plan = _plan_of_two(planner)
    other = asked(site_at(3, code="S3"), asked_person, planner, do_by=day(30))
    here = asked(site_at(3, code="S4"), asked_person, planner, do_by=day(5))
    offer = Offer.objects.create(site=site_at(4, code="S5"), plan=plan, why="left_out", do_by=day(20), made_at=now())
    assert list(open_offers(on=today())) == [offer]
    effect = area_effect(AreaSuspension(area="110101", from_on=today(), to_on=today() + UNTIL, reason="台风"))
    assert effect == AreaEffect(sites=5, waiting=5, already=0, called_off=1, later=1)
    suspended(planner)
    run_queued()
    assert list(open_offers(on=today())) == []
    with pytest.raises(SitesSuspended) as refused:
        publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())
    assert refused.value.extra == {"sites": "S1, S2"}
    solve_plan_again(plan_id=plan.pk, version=plan.version, by=planner, at=now())
    run_queued()
    assert set(plan.omissions.values_list("site__code", "reason")) == {("S1", "suspended"), ("S2", "suspended")}
    here.refresh_from_db()
    other.refresh_from_db()
    assert (here.status, here.end_reason, here.end_words) == ("released", "called_off", "台风")
    assert other.status == Assignment.Status.OPEN
    told = {one.kind: one.params for one in Notice.objects.filter(user=asked_person)}
    assert set(told) == {"visit_ended", "visit_put_off"}
    assert told["visit_put_off"]["day"] == (today() + UNTIL + timedelta(days=1)).isoformat()
    assert effect != area_effect(AreaSuspension(area="110101", from_on=today(), to_on=today() + UNTIL, reason="台风"))


def _plan_of_two(planner: User) -> Plan:
    site_at(1, code="S1")
    site_at(2, code="S2")
    return solved(planner)


def test_what_is_refused(planner: User, officer: User, volunteer: User, stranger: User) -> None:
    make.district()
    for by, area in ((volunteer, "110101"), (stranger, "110101"), (officer, "11"), (planner, "12"), (planner, "")):
        with pytest.raises(NotAllowed):
            suspended(by, area)
    wrong: list[tuple[type[Problem], dict[str, Any]]] = [
        (SuspensionReasonMissing, {"reason": " "}),
        (SuspensionDays, {"from_on": today() - timedelta(days=1)}),
        (SuspensionDays, {"to_on": today() + timedelta(days=400)}),
    ]
    for refusal, fields in wrong:
        with pytest.raises(refusal):
            suspended(planner, **fields)
    one = suspended(planner)
    with pytest.raises(AreaSuspended) as refused:
        suspended(officer, from_on=today() + UNTIL, to_on=today() + UNTIL)
    assert refused.value.extra == {"until": (today() + UNTIL).isoformat()}
    suspended(planner, level="county")
    elsewhere = make.user()
    make.grant(elsewhere, "planner", "12")
    with pytest.raises(NotAllowed):
        lift_area_suspension(suspension_id=one.pk, by=elsewhere, at=now())


def test_walls_keep_what_was_suspended(planner: User) -> None:
    one = suspended(planner)
    for change in ({"reason": "雪"}, {"to_on": today()}, {"area": "11"}):
        with pytest.raises(IntegrityError, match="lifted, not changed"), transaction.atomic():
            AreaSuspension.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(IntegrityError, match="lifted, not changed"), transaction.atomic():
        one.delete()
    values = {"area": "110101", "from_on": today(), "to_on": today(), "reason": "雪", "by": planner, "at": now()}
    with pytest.raises(IntegrityError, match="areasuspension_once_at_a_time"), transaction.atomic():
        AreaSuspension.objects.create(**values)


def test_compliance_counts_a_day_of_two_suspensions_once(officer: User, planner: User) -> None:
    from tests.planning.queries.test_compliance import question

    site = make.site(code="RELIC", level_id="county", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    visited(site, 400)
    at = datetime(2026, 4, 1, tzinfo=UTC)
    days = {"reason": "台风", "by": planner, "at": at}
    AreaSuspension.objects.create(area="11", from_on=date(2026, 5, 1), to_on=date(2026, 5, 20), **days)
    AreaSuspension.objects.create(
        area="110101", level="national", from_on=date(2026, 5, 1), to_on=date(2026, 6, 20), **days
    )
    site.suspensions.create(from_on=date(2026, 5, 11), to_on=date(2026, 5, 30), **days)
    found = compliance(question())
    assert (found.total.suspended_days, [one["to_on"] for one in found.pauses]) == (
        30, [date(2026, 5, 20), date(2026, 5, 30)],
    )  # fmt: skip
