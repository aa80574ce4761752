"""The rules of safety block what has not happened, and tell of what has."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from patrol.actions.assignments import assign_many, take_assignment
from patrol.errors.outings import (
    AgeUnknown,
    GuardianConsentMissing,
    InsuranceMissing,
    TooYoungForDifficult,
)
from patrol.models import Assignment, Outing, OutingPolicy
from people.models import GuardianConsent, Insurance, Notice, Role, RoleGrant, SafetyRecord, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, walked

ID = make.uuid(1)
NOW = timezone.now
HOUR = timedelta(hours=1)
LONG_AGO, LONG_AFTER = date(2020, 1, 1), date(2100, 1, 1)


def born(person: User, years_ago: int) -> None:
    day = timezone.localdate() - timedelta(days=365 * years_ago + years_ago // 4 + 30)
    values = {"born_on": day, "changed_at": make.NOW, "changed_by": person}
    SafetyRecord.objects.create(volunteer=person.volunteer, **values)


def insure(person: User, until: date = LONG_AFTER) -> None:
    values = {"insurer": "平安", "policy_number": "1", "valid_from": LONG_AGO, "valid_until": until}
    Insurance.objects.create(volunteer=person.volunteer, recorded_at=make.NOW, **values)


def agree(person: User, until: date = LONG_AFTER) -> GuardianConsent:
    values = {"guardian_name": "母亲", "guardian_phone": "1", "valid_from": LONG_AGO, "valid_until": until}
    return GuardianConsent.objects.create(
        volunteer=person.volunteer, recorded_at=make.NOW, recorded_by=person, **values
    )


def said_now(*sites: Site, **fields: object) -> dict[str, object]:
    now = NOW()
    return walked.said(*sites, started_at=now.isoformat(), expected_return_at=(now + 3 * HOUR).isoformat(), **fields)


def code_of(person: User, said: dict[str, object], number: int = 1) -> str:
    answer = walked.put(signed_in(person), make.uuid(number), said, sent_at=NOW().isoformat())
    return "begun" if answer.status_code == 201 else str(answer.json()["code"])


@pytest.fixture
def cliff(db: None) -> Site:
    return make.site(is_difficult=True)


def test_adult_with_insurance_and_company_goes_anywhere(volunteer: User, cliff: Site) -> None:
    insure(volunteer)
    take_assignment(site=cliff, by=volunteer, at=NOW())
    assert code_of(volunteer, said_now(cliff, companions=["老王"])) == "begun"
    assert Outing.objects.get().irregularities == []


def test_nobody_goes_to_difficult_ground_alone(volunteer: User, cliff: Site, site: Site) -> None:
    insure(volunteer)
    assert code_of(volunteer, said_now(site)) == "begun"
    assert code_of(volunteer, said_now(cliff, site), 2) == "buddy_missing"
    buddy = make.volunteer(number="V-7")
    assert code_of(volunteer, said_now(cliff, buddy="V-7"), 3) == "begun"
    assert Outing.objects.get(buddy=buddy).volunteer == volunteer


def test_difficult_ground_wants_insurance_that_holds_today(volunteer: User, cliff: Site) -> None:
    insure(volunteer, until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(InsuranceMissing):
        take_assignment(site=cliff, by=volunteer, at=NOW())
    assert code_of(volunteer, said_now(cliff, companions=["老王"])) == "insurance_missing"
    assert (Assignment.objects.count(), Outing.objects.count()) == (0, 0)


def test_minor_needs_a_guardians_consent_that_holds(volunteer: User, site: Site) -> None:
    born(volunteer, 16)
    agree(volunteer, until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(GuardianConsentMissing):
        take_assignment(site=site, by=volunteer, at=NOW())
    consent = agree(volunteer)
    take_assignment(site=site, by=volunteer, at=NOW())
    assert code_of(volunteer, said_now(site)) == "begun"
    consent.revoked_at = make.NOW
    consent.save()
    assert code_of(volunteer, said_now(site), 2) == "guardian_consent_missing"


def test_minor_is_not_sent_to_difficult_ground_by_anybody(volunteer: User, cliff: Site, planner: User) -> None:
    born(volunteer, 16)
    agree(volunteer)
    insure(volunteer)
    with pytest.raises(TooYoungForDifficult):
        assign_many(pairs=[(cliff, volunteer)], by=planner, at=NOW())
    assert Assignment.objects.count() == 0


def test_child_never_goes_alone(volunteer: User, site: Site) -> None:
    born(volunteer, 12)
    agree(volunteer)
    assert code_of(volunteer, said_now(site)) == "child_alone"
    assert code_of(volunteer, said_now(site, companions=["母亲"])) == "begun"


def test_birth_year_alone_counts_as_the_least_age(site: Site) -> None:
    person = make.volunteer(birth_year=timezone.localdate().year - 18)
    assert code_of(person, said_now(site)) == "guardian_consent_missing"


def test_who_might_be_a_child_is_not_taken_for_grown_up(site: Site, planner: User) -> None:
    person = make.volunteer(birth_year=None)
    with pytest.raises(AgeUnknown):
        take_assignment(site=site, by=person, at=NOW())
    with pytest.raises(AgeUnknown):
        assign_many(pairs=[(site, person)], by=planner, at=NOW())
    assert code_of(person, said_now(site, companions=["老王"])) == "age_unknown"
    born(person, 40)
    take_assignment(site=site, by=person, at=NOW())
    assert code_of(person, said_now(site), 2) == "begun"


def test_rules_are_those_of_the_day(volunteer: User, site: Site) -> None:
    first = OutingPolicy.objects.get()
    values = {**first.values, "safety.insured_everywhere": 1}
    OutingPolicy.objects.create(valid_from=timezone.localdate() + timedelta(days=1), values=values)
    assert code_of(volunteer, said_now(site)) == "begun"
    OutingPolicy.objects.filter(valid_from__gt=first.valid_from).update(valid_from=timezone.localdate())
    assert code_of(volunteer, said_now(site), 2) == "insurance_missing"


def test_what_has_happened_is_kept_and_told(cliff: Site, officer: User) -> None:
    team, manager = make.organisation(), make.user()
    RoleGrant.objects.create(user=manager, role=Role.MANAGER, organisation=team, granted_at=make.NOW)
    person = make.volunteer(organisation=team)
    # Out of reach for two hours: the start is heard of when the phone is back in the network.
    begun = NOW() - 2 * HOUR
    said = walked.said(cliff, started_at=begun.isoformat(), expected_return_at=(begun + 5 * HOUR).isoformat())
    assert code_of(person, said) == "begun"
    assert Outing.objects.get().irregularities == ["insurance_missing", "buddy_missing"]
    told = Notice.objects.filter(kind="outing_unsafe").values_list("user", flat=True)
    assert set(told) == {manager.pk, officer.pk}


def test_a_clock_wrong_by_years_opens_no_back_door(volunteer: User, cliff: Site) -> None:
    wrong = NOW() - timedelta(days=2000)
    said = walked.said(cliff, started_at=wrong.isoformat(), expected_return_at=(wrong + HOUR).isoformat())
    answer = walked.put(signed_in(volunteer), ID, said, sent_at=wrong.isoformat())
    assert answer.json()["code"] == "insurance_missing"


def test_going_on_to_difficult_ground_is_noted(volunteer: User, site: Site, cliff: Site, officer: User) -> None:
    insure(volunteer)
    client, said = signed_in(volunteer), said_now(site)
    walked.put(client, ID, said)
    answer = walked.put(client, ID, {**said, "revision": 2, "sites": [str(cliff.pk)]})
    assert (answer.status_code, answer.json()["irregularities"]) == (200, ["buddy_missing"])
    assert Notice.objects.filter(kind="outing_unsafe", user=officer).count() == 1
