from datetime import datetime, timedelta

from core.models import AuditEntry
from people.models import User
from sites.actions import end_place_grant, grant_place, set_condition
from sites.models import Condition, PlaceGrant, Site
from tests.factories import make

LATER = make.NOW + timedelta(hours=1)
WEEK = make.NOW + timedelta(days=7)


def held(site: Site, user: User) -> datetime:
    return PlaceGrant.objects.get(site=site, user=user).until


def audited() -> list[tuple[str, str, object, object]]:
    entries = AuditEntry.objects.order_by("at", "id")
    return [(entry.verb, entry.target_id, entry.by_id, entry.change) for entry in entries]


def test_grant_place_lets_the_person_know_and_is_audited(site: Site, volunteer: User, planner: User) -> None:
    grant_place(site=site, user=volunteer, until=WEEK, by=planner, at=make.NOW)
    assert held(site, volunteer) == WEEK
    change = {"user": str(volunteer.pk), "until": "2026-06-08T04:00:00Z"}
    assert audited() == [("grant_place", str(site.pk), planner.pk, change)]


def test_grant_place_again_prolongs_and_never_shortens(site: Site, volunteer: User, planner: User) -> None:
    longest = WEEK + timedelta(days=1)
    for until, expected in ((WEEK, WEEK), (longest, longest), (WEEK, longest)):
        grant_place(site=site, user=volunteer, until=until, by=planner, at=make.NOW)
        assert held(site, volunteer) == expected


def test_end_place_grant_ends_it_at_once_and_is_audited(site: Site, volunteer: User, planner: User) -> None:
    grant_place(site=site, user=volunteer, until=WEEK, by=planner, at=make.NOW)
    end_place_grant(site=site, user=volunteer, by=planner, at=LATER)
    assert held(site, volunteer) == LATER
    assert audited()[1] == ("end_place_grant", str(site.pk), planner.pk, {"user": str(volunteer.pk)})


def test_end_place_grant_leaves_other_peoples_and_what_has_ended(site: Site, volunteer: User, planner: User) -> None:
    other = make.volunteer()
    grant_place(site=site, user=volunteer, until=make.NOW, by=planner, at=make.NOW)
    grant_place(site=site, user=other, until=WEEK, by=planner, at=make.NOW)
    end_place_grant(site=site, user=volunteer, by=planner, at=LATER)
    assert (held(site, volunteer), held(site, other)) == (make.NOW, WEEK)


def test_set_condition_stores_and_says_what_was_there(site: Site, officer: User) -> None:
    set_condition(site=site, condition=Condition.objects.get(code="poor"), by=officer, at=LATER)
    site.refresh_from_db()
    assert (site.condition_id, site.updated_at) == ("poor", LATER)
    assert audited() == [("set_condition", str(site.pk), officer.pk, {"condition": ["good", "poor"]})]


def test_set_condition_for_the_first_time(officer: User) -> None:
    site = make.site(condition_id=None)
    set_condition(site=site, condition=Condition.objects.get(code="fair"), by=officer, at=LATER)
    assert audited()[0][3] == {"condition": [None, "fair"]}


def test_set_condition_to_the_same_does_nothing(site: Site, officer: User) -> None:
    set_condition(site=site, condition=Condition.objects.get(code="good"), by=officer, at=LATER)
    site.refresh_from_db()
    assert (site.updated_at, audited()) == (make.NOW, [])


def test_set_condition_looks_at_what_is_stored_now(site: Site, officer: User) -> None:
    stale = Site.objects.get(pk=site.pk)
    poor = Condition.objects.get(code="poor")
    for known in (site, stale):
        set_condition(site=known, condition=poor, by=officer, at=LATER)
    assert len(audited()) == 1
