"""The pages of the exchange: how much they ask of the database, and what they refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.ids import new_id
from core.logic import jose
from people.models import User
from tests.conftest import signed_in
from tests.factories import make
from tests.timebank.partnered import Platform, code_of, platform, served
from tests.timebank.test_walls import credit
from timebank.actions.incoming import receive
from timebank.actions.transfers import ask_for_transfer
from timebank.models import Partner, PartnerKey, Transfer
from timebank.queries.transfers import own_keys, transferable

OWN, DESK, PARTNERS, DOOR = (
    "/hours/transfers/",
    "/hours/exchange/",
    "/hours/exchange/partners/",
    "/exchange/v1/messages",
)


@pytest.fixture
def there(officer: User) -> Platform:
    made = platform(officer)
    # Pages ask what is good now; the world of the tests stands at another hour.
    now = timezone.now()
    key = {
        "public": jose.public_key(b"n" * 32),
        "valid_from": now - timedelta(days=1),
        "valid_until": now + timedelta(days=9),
    }
    eyes = {"proposed_by": officer, "proposed_at": now, "admitted_by": make.user(), "admitted_at": now}
    PartnerKey.objects.create(partner=made.partner, kid="now", **key, **eyes)
    return made


def wish(there: Platform, volunteer: User, officer: User, number: int) -> Transfer:
    record = credit(volunteer, officer, source=f"report:{number}", days_ago=number)
    return ask_for_transfer(partner=there.partner, records=[record.pk], receiving_code="C", by=volunteer, at=make.NOW)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_much_for_three_transfers_as_for_one(
    there: Platform, volunteer: User, officer: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, rows + 1):
        wish(there, volunteer, officer, number)
        batch, one = new_id(), served(days_ago=30 + number)
        body = there.says("prepare", batch, code=code_of(volunteer), records=[one])
        receive(body=body, signature=there.signs(body), at=make.NOW)
        confirm = there.says("confirm", batch)
        receive(body=confirm, signature=there.signs(confirm), at=make.NOW)
    credit(volunteer, officer, source="report:free", days_ago=99)
    found: dict[str, int] = {}
    for name, person, url in (("own", volunteer, OWN), ("desk", officer, DESK), ("hours", volunteer, "/hours/")):
        client = signed_in(person)
        client.get(url)
        with django_assert_num_queries(QUERIES[name]):
            answer = client.get(url)
        found[name] = answer.status_code
    assert found == {"own": 200, "desk": 200, "hours": 200}


@pytest.mark.parametrize("rows", [1, 3])
def test_register_asks_as_much_for_three_partners_as_for_one(
    officer: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        seed = bytes([number + 1]) * 32
        platform(officer, seed=seed, code=f"p{number}", base_url=f"https://p{number}.example.org")
    client = signed_in(officer)
    client.get(PARTNERS)
    with django_assert_num_queries(QUERIES["partners"]):
        client.get(PARTNERS)


def test_wish_needs_records_and_consent(there: Platform, volunteer: User, officer: User) -> None:
    record = credit(volunteer, officer)
    client: Client = signed_in(volunteer)
    told = {"partner": str(there.partner.pk), "receiving_code": "C", "records": [str(record.pk)]}
    assert list(client.post(OWN, told).context["form"].errors) == ["consent"]
    assert list(client.post(OWN, {**told, "records": [], "consent": "on"}).context["form"].errors) == ["records"]
    other = credit(make.volunteer(), officer, source="report:other", days_ago=9)
    foreign = client.post(OWN, {**told, "records": [str(other.pk)], "consent": "on"})
    assert list(foreign.context["form"].errors) == ["records"]
    assert client.post(OWN, {**told, "consent": "on"}).status_code == 302
    assert (Transfer.objects.count(), transferable(volunteer).count()) == (1, 0)


def test_receiving_code_is_shown_once(there: Platform, volunteer: User) -> None:
    client = signed_in(volunteer)
    answer = client.post(f"{OWN}code/")
    code = answer.context["code"]
    assert (code in answer.content.decode(), code in client.get(OWN).content.decode()) == (True, False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"public": "x" * 43}, "__all__"),
        ({"base_url": "http://elsewhere.example"}, "__all__"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"code": "hours"}, "__all__"),
    ],
)
def test_proposal_that_cannot_be_is_refused(there: Platform, officer: User, change: dict[str, str], field: str) -> None:
    told = {
        "name": "省平台",
        "code": "province",
        "base_url": "https://province.example.org",
        "public": jose.public_key(b"q" * 32),
        "valid_from": "2026-01-01",
        "valid_until": "2027-01-01",
    }
    answer = signed_in(officer).post(PARTNERS, told | change)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Partner.objects.count() == 1


def test_own_key_is_no_partners(there: Platform, officer: User) -> None:
    told = {"public": own_keys()[0], "valid_from": "2026-01-01", "valid_until": "2027-01-01"}
    answer = signed_in(officer).post(f"{PARTNERS}{there.partner.pk}/key/", told)
    assert (answer.status_code, PartnerKey.objects.count()) == (422, 2)


def test_key_counts_once_another_admitted_it(officer: User) -> None:
    made = platform(officer)
    key = {"public": jose.public_key(b"z" * 32), "valid_from": "2026-01-01", "valid_until": "2027-01-01"}
    signed_in(officer).post(f"{PARTNERS}{made.partner.pk}/key/", key)
    waiting = PartnerKey.objects.get(admitted_at=None)
    assert signed_in(officer).post(f"/hours/exchange/keys/{waiting.pk}/admit/").status_code == 403
    other = make.user()
    make.grant(other, "administrator")  # type: ignore[arg-type]
    signed_in(other).post(f"/hours/exchange/keys/{waiting.pk}/admit/")
    waiting.refresh_from_db()
    assert waiting.admitted_by == other


@pytest.mark.parametrize(
    ("body", "status", "code"), [(b"{}", 401, "signature_wrong"), (b"x" * 300_000, 400, "message_unreadable")]
)
def test_door_refuses_as_problem(db: None, body: bytes, status: int, code: str) -> None:
    answer: Any = Client().post(DOOR, body, content_type="application/json", headers={"Heritage-Signature": "a..b"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


QUERIES = {"own": 13, "desk": 8, "hours": 12, "partners": 6}
