"""Real names: a number that can be right, kept encrypted, confirmed by two others."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from core.errors import NotAllowed
from people.actions import change_profile, give_consent
from people.actions.identity import (
    confirm_identity,
    file_identity,
    identity_keys,
    keep_registry_answer,
    refuse_identity,
    withdraw_identity,
)
from people.errors import (
    ConsentMissing,
    IdentityNotWaiting,
    IdentityNumberWrong,
    IdentityTaken,
    IdentityWaits,
    NameIsVerified,
    SecondPersonNeeded,
)
from people.logic import identity
from people.models import Consent, IdentityCheck, Organisation, SafetyRecord, User
from people.queries.persons import checks_to_answer, is_verified
from tests.factories import joined, make

NUMBER = joined.RESIDENT_ID
OTHER = "440308199901101512"


@pytest.fixture
def team(db: None) -> Organisation:
    return make.organisation()


@pytest.fixture
def person(team: Organisation) -> User:
    return make.volunteer("me@test.example", organisation=team)


@pytest.fixture
def two(team: Organisation) -> tuple[User, User]:
    return joined.manager(team), joined.manager(team)


def filed(person: User, number: str = NUMBER, **fields: str) -> IdentityCheck:
    give_consent(purpose=Consent.Purpose.IDENTITY, by=person, at=make.NOW)
    values = {"real_name": "陆望山", "document": "resident", **fields}
    return file_identity(**values, number=number, by=person, at=make.NOW)


def confirmed(person: User, two: tuple[User, User], number: str = NUMBER, **fields: str) -> IdentityCheck:
    check = filed(person, number, **fields)
    for one in two:
        check = confirm_identity(check_id=check.pk, by=one, at=make.NOW)
    return check


def test_two_confirm_and_the_name_is_theirs(person: User, two: tuple[User, User]) -> None:
    check = filed(person)
    assert confirm_identity(check_id=check.pk, by=two[0], at=make.NOW).state == "seen"
    assert not is_verified(person)
    assert confirm_identity(check_id=check.pk, by=two[1], at=make.NOW).state == "confirmed"
    person.refresh_from_db()
    assert (person.name, is_verified(person)) == ("陆望山", True)
    assert SafetyRecord.objects.get(volunteer=person.pk).born_on.isoformat() == "1980-01-01"


def test_number_is_kept_encrypted_and_shown_in_part(person: User) -> None:
    check = filed(person)
    kept = IdentityCheck.objects.values().get(pk=check.pk)
    assert [name for name, value in kept.items() if NUMBER in str(value)] == []
    assert (check.number_shown, identity.decrypted(check.number_encrypted, identity_keys())) == (
        "110*************10",
        NUMBER,
    )


@pytest.mark.parametrize("number", ["110101198001010011", "999999198001010010", "11010119800101001"])
def test_number_that_cannot_be_right_is_refused(person: User, number: str) -> None:
    with pytest.raises(IdentityNumberWrong):
        filed(person, number)


def test_wide_digits_are_the_same_number(person: User) -> None:
    assert filed(person, "１１０１０１ 19800101-0010").number_shown == "110*************10"


def test_consent_comes_first(person: User) -> None:
    with pytest.raises(ConsentMissing):
        file_identity(real_name="甲", document="resident", number=NUMBER, by=person, at=make.NOW)


def test_nobody_confirms_twice_nor_themselves(person: User, two: tuple[User, User], officer: User) -> None:
    check = filed(person)
    confirm_identity(check_id=check.pk, by=two[0], at=make.NOW)
    with pytest.raises(SecondPersonNeeded):
        confirm_identity(check_id=check.pk, by=two[0], at=make.NOW)
    for other in (person, officer, joined.manager(make.organisation())):
        with pytest.raises(NotAllowed):
            confirm_identity(check_id=check.pk, by=other, at=make.NOW)
    with pytest.raises(IntegrityError, match="identity_seen_by_two_people"), transaction.atomic():
        IdentityCheck.objects.filter(pk=check.pk).update(second_by=two[0])
    with pytest.raises(IntegrityError, match="identity_not_confirmed_by_oneself"), transaction.atomic():
        IdentityCheck.objects.filter(pk=check.pk).update(first_by=person)
    with pytest.raises(IntegrityError, match="identity_confirmed_by_two"), transaction.atomic():
        IdentityCheck.objects.filter(pk=check.pk).update(state="confirmed")


def test_one_document_is_one_persons(person: User, team: Organisation, two: tuple[User, User]) -> None:
    other = make.volunteer("other@test.example", organisation=team)
    late = filed(other)
    confirmed(person, two)
    confirm_identity(check_id=late.pk, by=two[0], at=make.NOW)
    with pytest.raises(IdentityTaken):
        confirm_identity(check_id=late.pk, by=two[1], at=make.NOW)
    withdraw_identity(check_id=late.pk, by=other, at=make.NOW)
    with pytest.raises(IdentityTaken):
        filed(other)


def test_verified_name_is_corrected_by_two_only(person: User, two: tuple[User, User]) -> None:
    first = confirmed(person, two)
    person.refresh_from_db()
    with pytest.raises(NameIsVerified):
        change_profile(user=person, name="别名", phone="", by=person, at=make.NOW)
    change_profile(user=person, name="陆望山", phone="+8613800138000", by=person, at=make.NOW)
    second = confirmed(person, two, OTHER, real_name="陆望川", why="户口本改名")
    first.refresh_from_db()
    person.refresh_from_db()
    assert (second.replaces_id, first.state, first.number_encrypted, person.name) == (
        first.pk,
        "replaced",
        "",
        "陆望川",
    )


def test_refusal_says_why_and_forgets_the_number(person: User, two: tuple[User, User]) -> None:
    check = refuse_identity(check_id=filed(person).pk, why="照片不清楚", by=two[0], at=make.NOW)
    assert (check.state, check.number_encrypted) == ("refused", "")
    assert person.notices.get().kind == "identity_refused"
    with pytest.raises(IdentityNotWaiting):
        confirm_identity(check_id=check.pk, by=two[1], at=make.NOW)
    filed(person)


def test_one_question_at_a_time(person: User) -> None:
    filed(person)
    with pytest.raises(IdentityWaits):
        filed(person, OTHER)


def test_managers_see_their_own_people(person: User, two: tuple[User, User]) -> None:
    check = filed(person)
    filed(make.volunteer("far@test.example", organisation=make.organisation()), OTHER)
    assert [one.pk for one in checks_to_answer(two[0])] == [check.pk]


def test_keys_are_rotated(person: User, settings: Settings) -> None:
    check = filed(person)
    old = identity_keys()
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode(), *old]
    call_command("rotate_identity_keys", verbosity=0)
    check.refresh_from_db()
    assert identity.decrypted(check.number_encrypted, settings.IDENTITY_KEYS[:1]) == NUMBER
    with pytest.raises(LookupError):
        identity.decrypted(check.number_encrypted, old)


def test_secrets_of_the_second_step_are_kept_encrypted_and_rotated(person: User, settings: Settings) -> None:
    totp = TOTP.activate(person, "JBSWY3DPEHPK3PXP").instance
    codes = RecoveryCodes.activate(person)
    on_paper = codes.get_unused_codes()
    older = Authenticator.objects.create(user=make.user(), type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert "JBSWY3DPEHPK3PXP" not in str(totp.data)
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode(), *identity_keys()]
    call_command("rotate_identity_keys", verbosity=0)
    settings.IDENTITY_KEYS = settings.IDENTITY_KEYS[:1]
    for one in (totp, older, codes.instance):
        one.refresh_from_db()
    assert [decrypt(one.data["secret"]) for one in (totp, older)] == ["JBSWY3DPEHPK3PXP"] * 2
    assert "JBSWY3DPEHPK3PXP" not in str(older.data)
    assert RecoveryCodes(codes.instance).get_unused_codes() == on_paper


@pytest.fixture
def registry(settings: Settings) -> Iterator[list[dict[str, str]]]:
    """A registry that knows one name."""
    asked: list[dict[str, str]] = []

    class Registry(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"matches": asked[-1]["name"] == "陆望山"}).encode())

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.IDENTITY_URL = f"http://127.0.0.1:{server.server_port}/"
    yield asked
    server.shutdown()
    server.server_close()


def test_registry_is_asked_and_decides_nothing(
    person: User, registry: list[dict[str, str]], settings: Settings
) -> None:
    check = filed(person)
    assert (check.registry, keep_registry_answer(check_id=check.pk)) == ("waiting", "matches")
    assert registry == [{"name": "陆望山", "document": "resident", "number": NUMBER}]
    IdentityCheck.objects.filter(pk=check.pk).update(real_name="别人")
    assert keep_registry_answer(check_id=check.pk) == "differs"
    settings.IDENTITY_URL = "http://127.0.0.1:9/"
    assert keep_registry_answer(check_id=check.pk) == "silent"
    check.refresh_from_db()
    assert (check.registry, check.state) == ("silent", "waiting")
