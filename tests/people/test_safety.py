"""What an organisation records of its volunteers' safety, and who may."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core.errors import NotAllowed
from core.models import AuditEntry
from people.actions import give_consent, keep_safety_record, record_insurance, revoke_consent
from people.models import Consent, GuardianConsent, Insurance, Organisation, Role, RoleGrant, SafetyRecord, User
from people.queries import SafetyFacts, administrators, has_consented, managers_of, safety_facts
from tests.conftest import signed_in
from tests.factories import make

TODAY = date(2026, 6, 1)
PERIOD = {"valid_from": "2026-01-01", "valid_until": "2026-12-31"}


@pytest.fixture
def team(db: None) -> Organisation:
    return make.organisation()


@pytest.fixture
def walker(team: Organisation) -> User:
    return make.volunteer(organisation=team, number="V-9", birth_year=None)


@pytest.fixture
def manager(team: Organisation) -> User:
    person = make.user()
    RoleGrant.objects.create(user=person, role=Role.MANAGER, organisation=team, granted_at=make.NOW)
    return person


@pytest.fixture
def as_manager(manager: User) -> Client:
    return signed_in(manager)


def save(client: Client, form: str, **values: str) -> int:
    sent = {"form": form, **{f"{form}-{name}": value for name, value in values.items()}}
    return client.post("/me/volunteers/V-9/safety/", sent).status_code


def test_manager_records_what_holds(as_manager: Client, walker: User, manager: User) -> None:
    before = safety_facts(walker, on=TODAY)
    answers = [
        save(as_manager, "record", born_on="2009-06-01", emergency_name="母亲", emergency_phone="138"),
        save(as_manager, "insurance", insurer="平安", policy_number="P-1", **PERIOD),
        save(as_manager, "consent", guardian_name="母亲", guardian_phone="138", **PERIOD),
    ]
    assert (before, answers) == (SafetyFacts(None, has_guardian_consent=False, is_insured=False), [302, 302, 302])
    assert safety_facts(walker, on=TODAY) == SafetyFacts(17, has_guardian_consent=True, is_insured=True)
    assert safety_facts(walker, on=date(2027, 1, 1)).is_insured is False
    entries = AuditEntry.objects.filter(by=manager).order_by("at")
    # That it changed, and not to what: the trail is read by others.
    assert [(entry.verb, entry.change) for entry in entries] == [
        ("keep_safety_record", {}),
        ("record_insurance", {"until": "2026-12-31"}),
        ("record_guardian_consent", {"until": "2026-12-31"}),
    ]


def test_record_is_changed_not_repeated(as_manager: Client, walker: User) -> None:
    for phone in ("138", "139"):
        save(as_manager, "record", born_on="", emergency_name="母亲", emergency_phone=phone)
    assert SafetyRecord.objects.get().emergency_phone == "139"


def test_page_shows_what_is_recorded(as_manager: Client, walker: User) -> None:
    save(
        as_manager, "insurance", insurer="平安", policy_number="P-1", valid_from="2020-01-01", valid_until="2099-12-31"
    )
    page = as_manager.get("/me/volunteers/V-9/safety/").text
    assert (page.count("P-1"), page.count("今日有效")) == (1, 1)
    assert as_manager.get("/me/volunteers/").text.count("/me/volunteers/V-9/safety/") == 1


@pytest.mark.parametrize(
    ("form", "values", "wrong"),
    [
        ("insurance", {"insurer": "平安", "policy_number": "1", **PERIOD, "valid_until": "2025-01-01"}, "valid_until"),
        ("insurance", {"insurer": "", "policy_number": "1", **PERIOD}, "insurer"),
        ("consent", {"guardian_name": "母亲", "guardian_phone": "1", "valid_from": "2026-01-01"}, "valid_until"),
        ("record", {"born_on": "yesterday"}, "born_on"),
    ],
)
def test_wrong_values_are_told(form: str, values: dict[str, str], wrong: str, as_manager: Client, walker: User) -> None:
    sent = {"form": form, **{f"{form}-{name}": value for name, value in values.items()}}
    page = as_manager.post("/me/volunteers/V-9/safety/", sent)
    assert (page.status_code, list(page.context["forms"][form].errors)) == (200, [wrong])
    assert [model.objects.count() for model in (SafetyRecord, Insurance, GuardianConsent)] == [0, 0, 0]


def test_nobody_else_sees_or_records(walker: User, planner: User, officer: User) -> None:
    other = make.user()
    RoleGrant.objects.create(user=other, role=Role.MANAGER, organisation=make.organisation(), granted_at=make.NOW)
    answers = [
        signed_in(one).get("/me/volunteers/V-9/safety/").status_code for one in (other, planner, officer, walker)
    ]
    assert answers == [404, 403, 403, 403]
    for person in (other, planner, walker):
        with pytest.raises(NotAllowed):
            keep_safety_record(
                volunteer=walker.volunteer, born_on=None, emergency_name="", emergency_phone="", by=person, at=make.NOW
            )
        with pytest.raises(NotAllowed):
            record_insurance(
                volunteer=walker.volunteer, insurer="", policy_number="", valid=(TODAY, TODAY), by=person, at=make.NOW
            )


def test_consent_is_given_once_and_taken_back_once(volunteer: User) -> None:
    first = give_consent(purpose=Consent.Purpose.TRACK, by=volunteer, at=make.NOW)
    assert give_consent(purpose=Consent.Purpose.TRACK, by=volunteer, at=make.NOW) == first
    assert (has_consented(volunteer, Consent.Purpose.TRACK), has_consented(volunteer, Consent.Purpose.POSITION)) == (
        True,
        False,
    )
    revoked = [revoke_consent(purpose=Consent.Purpose.TRACK, by=volunteer, at=make.NOW) for _ in range(2)]
    assert (revoked, has_consented(volunteer, Consent.Purpose.TRACK)) == ([True, False], False)


def test_walls_of_periods_and_consents(walker: User) -> None:
    values = {"volunteer": walker.volunteer, "recorded_at": make.NOW, "recorded_by": walker}
    wrong = {"valid_from": TODAY, "valid_until": date(2026, 5, 1), **values}
    consent = {"user": walker, "purpose": "track", "given_at": make.NOW}
    Consent.objects.create(**consent)
    walls = [
        refused(lambda: Insurance.objects.create(insurer="x", policy_number="x", **wrong)),
        refused(lambda: GuardianConsent.objects.create(guardian_name="x", guardian_phone="x", **wrong)),
        refused(lambda: Consent.objects.create(**consent)),
        refused(lambda: Consent.objects.create(**consent, revoked_at=make.NOW.replace(year=2020))),
    ]
    assert walls == [
        "insurance_ends_after_start",
        "guardian_consent_ends_after_start",
        "consent_one_running_per_purpose",
        "consent_revoked_after_given",
    ]


def test_managers_and_administrators_are_the_active_ones(team: Organisation, manager: User) -> None:
    administrator = make.user()
    make.grant(administrator, Role.ADMINISTRATOR)
    assert (list(managers_of(team)), list(managers_of(None)), list(administrators())) == (
        [manager],
        [],
        [administrator],
    )
    User.objects.update(is_active=False)
    assert (list(managers_of(team)), list(administrators())) == ([], [])


def refused(write: object) -> str:
    """Return the name of the wall a write runs into."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()  # type: ignore[operator]
    return str(error.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]
