from django.test import Client

from core.ids import new_id
from people.models import User
from tests.timebank.rewarded import rich, shop
from timebank.models import Currency
from timebank.queries import balance

ENGLISH = {"Accept-Language": "en"}


def post(client: Client, key: object, item: object):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return client.post("/api/v1/vouchers", {"id": str(key), "item": str(item)}, content_type="application/json")


def test_catalogue_is_open(client: Client, db: None) -> None:
    made = shop()
    [row] = client.get("/api/v1/rewards", headers=ENGLISH).json()["results"]
    assert (row["id"], row["title"], row["price"], row["stock"]) == (str(made.item.pk), "A box of tea", 20, 2)
    assert client.get("/api/v1/rewards", {"kind": "charity"}).json()["results"] == []


def test_a_voucher_is_made_once_by_the_clients_id(as_volunteer: Client, volunteer: User, officer: User) -> None:
    made, other, key = shop(), shop(), new_id()
    rich(volunteer, officer)
    first, again = (post(as_volunteer, key, made.item.pk) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    differs = post(as_volunteer, key, other.item.pk)
    assert (differs.status_code, differs.json()["code"]) == (409, "voucher_differs")
    assert balance(volunteer, Currency.POINTS) == 40


def test_a_voucher_is_cancelled_by_its_owner(
    as_volunteer: Client, as_officer: Client, volunteer: User, officer: User
) -> None:
    made, key = shop(), new_id()
    rich(volunteer, officer)
    post(as_volunteer, key, made.item.pk)
    assert as_officer.post(f"/api/v1/vouchers/{key}/cancel").status_code == 404
    assert as_volunteer.post(f"/api/v1/vouchers/{key}/cancel").json()["state"] == "cancelled"
    assert as_volunteer.post(f"/api/v1/vouchers/{key}/cancel").json()["code"] == "voucher_over"
    assert [row["state"] for row in as_volunteer.get("/api/v1/vouchers").json()["results"]] == ["cancelled"]


def test_refusals_are_problems(as_volunteer: Client, volunteer: User) -> None:
    answer = post(as_volunteer, new_id(), shop().item.pk)
    assert (answer.status_code, answer.json()["code"], answer.json()["need"]) == (409, "points_missing", 20)
    assert post(as_volunteer, new_id(), new_id()).status_code == 404
    assert post(as_volunteer, "?", "?").status_code == 400
