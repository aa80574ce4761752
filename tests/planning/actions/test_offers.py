"""Visits that look for somebody: offered, claimed by exactly one, closed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import NotFound, Problem
from core.ids import new_id
from patrol.actions.assignments import take_assignment
from patrol.actions.promises import decline_assignment, release_late
from patrol.models import Assignment
from people.models import Notice, User
from planning.actions.offers import claim_visit, close_offers, offer_released
from planning.actions.publishing import publish_plan
from planning.errors import NotEligible, OfferGone
from planning.models import Offer, Plan
from sites.models import Site
from tests.factories import make
from tests.factories.jobs import run_queued
from tests.planning.cases import day, now, person, site_at, solved, visited

THREADS = 20


def published(planner: User, **fields: Any) -> Plan:
    plan = solved(planner)
    return publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now(), **fields)


def offered(planner: User, **fields: Any) -> Offer:
    """Publish a plan that leaves one site out, and offer it."""
    person("busy@test.example", visits_per_month=1)
    for number in range(2):
        site_at(1 + number, code=f"S{number}", **fields)
    published(planner, is_rest_offered=True)
    return Offer.objects.get()


def test_what_a_plan_leaves_out_is_offered(planner: User) -> None:
    offer = offered(planner)
    assert (offer.site.code, offer.state, offer.why, offer.do_by) == ("S1", "open", "left_out", day(7))


def test_a_declined_visit_is_offered_to_the_neighbours(planner: User) -> None:
    asked, other = person("asked@test.example"), None
    site_at(1, code="S1")
    published(planner, accept_hours=24)
    other = person("other@test.example")
    far = person("far@test.example", home="SRID=4326;POINT(117.9 39.9)")
    run_queued()
    visit = Assignment.objects.get()
    assert (visit.volunteer, visit.accept_by is not None) == (asked, True)
    decline_assignment(assignment_id=visit.pk, words="生病", by=asked, at=now())
    run_queued()
    offer = Offer.objects.get()
    assert (offer.why, offer.site.code, offer.do_by) == ("declined", "S1", day(7))
    told = set(Notice.objects.filter(kind="visit_free").values_list("user__name", flat=True))
    assert told == {"other"}
    assert far.name not in told
    claimed = claim_visit(offer_id=offer.pk, by=other, at=now())
    assert (claimed.volunteer, claimed.plan_id, claimed.do_by, claimed.accepted_at is not None) == (
        other, visit.plan_id, day(7), True,
    )  # fmt: skip


def test_a_visit_not_accepted_in_time_is_offered_and_one_not_made_goes_back_to_the_plan(planner: User) -> None:
    person("asked@test.example")
    site_at(1, code="S1")
    published(planner, accept_hours=24)
    release_late(at=now() + timedelta(hours=25))
    assert offer_released(assignment_id=Assignment.objects.get().pk, at=now()) is not None
    assert Offer.objects.get().why == "not_accepted"
    Offer.objects.all().delete()
    Assignment.objects.update(end_reason="not_done")
    assert offer_released(assignment_id=Assignment.objects.get().pk, at=now()) is None
    assert Offer.objects.count() == 0


def test_nothing_is_offered_that_somebody_has(planner: User) -> None:
    asked, other = person("asked@test.example"), None
    site = site_at(1, code="S1")
    published(planner)
    visit = Assignment.objects.get()
    decline_assignment(assignment_id=visit.pk, words="生病", by=asked, at=now())
    other = person("other@test.example")
    take_assignment(site=site, by=other, at=now())
    assert offer_released(assignment_id=visit.pk, at=now()) is None


def test_claiming_twice_gives_the_same_visit_and_another_is_too_late(planner: User) -> None:
    offer = offered(planner)
    first, second = person("first@test.example"), person("second@test.example")
    one = claim_visit(offer_id=offer.pk, by=first, at=now())
    assert claim_visit(offer_id=offer.pk, by=first, at=now()).pk == one.pk
    with pytest.raises(OfferGone):
        claim_visit(offer_id=offer.pk, by=second, at=now())
    with pytest.raises(NotFound):
        claim_visit(offer_id=new_id(), by=first, at=now())


@pytest.mark.parametrize(
    ("site", "fields"),
    [({}, {"home": "SRID=4326;POINT(117.9 39.9)"}), ({"is_difficult": True}, {}), ({}, {"is_active": False})],
    ids=["too far", "skill missing", "not active"],
)
def test_who_cannot_go_cannot_claim(planner: User, site: dict[str, Any], fields: dict[str, Any]) -> None:
    offer = offered(planner)
    Site.objects.filter(pk=offer.site_id).update(**site or {"is_difficult": False})
    with pytest.raises(NotEligible):
        claim_visit(offer_id=offer.pk, by=person("other@test.example", **fields), at=now())


def test_an_offer_whose_site_somebody_took_is_gone(planner: User) -> None:
    offer = offered(planner)
    take_assignment(site=offer.site, by=person("quick@test.example"), at=now())
    with pytest.raises(Problem):
        claim_visit(offer_id=offer.pk, by=person("late@test.example"), at=now())
    assert Assignment.objects.filter(site=offer.site).count() == 1


def test_offers_close_when_their_day_has_passed_or_somebody_was_there(planner: User) -> None:
    offer = offered(planner)
    assert close_offers(at=now()) == 0
    assert close_offers(at=now() + timedelta(days=9)) == 1
    offer.refresh_from_db()
    assert (offer.state, offer.ended_at is not None) == ("closed", True)
    Offer.objects.filter(pk=offer.pk).update(state="open", ended_at=None)
    visited(offer.site, 0)
    assert close_offers(at=now()) == 1


def test_a_site_has_one_open_offer(planner: User) -> None:
    offer = offered(planner)
    with pytest.raises(IntegrityError, match="offer_one_open_per_site"), transaction.atomic():
        Offer.objects.create(site=offer.site, plan=offer.plan, why="declined", do_by=day(3), made_at=now())
    with pytest.raises(IntegrityError, match="offer_claimed_names_its_visit"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(state="claimed", ended_at=now())


def test_of_twenty_who_claim_at_once_exactly_one_wins(committed_db: None) -> None:
    planner = make.user("planner@test.example")
    make.grant(planner, "planner", "11")
    offer = offered(planner)
    people = [person(f"p{number}@test.example") for number in range(THREADS)]
    start = Barrier(THREADS)

    def claim(who: User) -> str:
        try:
            start.wait(timeout=60)
            return str(claim_visit(offer_id=offer.pk, by=who, at=now()).volunteer_id)
        except OfferGone:
            return "gone"
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(claim, people))
    winners = [one for one in answers if one != "gone"]
    assert (len(winners), answers.count("gone")) == (1, THREADS - 1)
    held = Assignment.objects.filter(site=offer.site, status="open")
    assert [str(one.volunteer_id) for one in held] == winners
    offer.refresh_from_db()
    assert (offer.state, str(offer.claimed_by_id)) == ("claimed", winners[0])
    assert Site.objects.get(pk=offer.site_id).assignments.count() == 1
