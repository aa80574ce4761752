from datetime import timedelta

import pytest

from core.errors import NotAllowed, NotFound
from core.ids import new_id
from core.models import AuditEntry
from people.models import Notice, User
from sites.models import ServicePoint
from tests.factories import make
from tests.timebank.rewarded import LATER, NOW, held, rich, shop
from timebank.actions import rewards
from timebank.actions.vouchers import cancel_voucher, capture_voucher, expire_vouchers, redeem_item
from timebank.errors import (
    BudgetSpent,
    EnoughTaken,
    NotOffered,
    PointsMissing,
    SoldOut,
    VoucherElsewhere,
    VoucherOver,
    VoucherTaken,
)
from timebank.models import Account, Currency, Entry, PointLot, Voucher
from timebank.queries import balance, trial_balance

POINTS = Currency.POINTS


def house(code: str) -> int:
    """Return what an account of the house holds."""
    return sum(Entry.objects.filter(account__in=Account.objects.filter(code=code)).values_list("amount", flat=True))


def test_redeeming_puts_points_aside_and_one_off_the_shelf(volunteer: User, officer: User) -> None:
    made, person = shop(stock=2), rich(volunteer, officer)
    voucher = held(made, person)
    made.item.refresh_from_db()
    made.sponsor.refresh_from_db()
    assert (voucher.state, voucher.points, voucher.expires_on) == ("held", 20, NOW.date() + timedelta(days=30))
    assert (made.item.stock, made.sponsor.spent) == (1, 20)
    assert (balance(person, POINTS), house("points_held"), trial_balance(POINTS)) == (40, 20, 0)
    assert [lot.left for lot in PointLot.objects.order_by("id")] == [0, 0, 10, 10, 10, 10]
    assert AuditEntry.objects.filter(verb="redeem_item", by_id=person.pk).count() == 1
    assert Notice.objects.get(kind="voucher_held").user == person


def test_redeeming_again_by_the_same_id_is_the_same_voucher(volunteer: User, officer: User) -> None:
    made, person, key = shop(), rich(volunteer, officer), new_id()
    first, again = (redeem_item(voucher_id=key, item_id=made.item.pk, by=person, at=NOW) for _ in range(2))
    assert (first, Voucher.objects.count(), balance(person, POINTS)) == (again, 1, 40)


def test_an_id_of_another_item_or_person_is_refused(volunteer: User, officer: User) -> None:
    made, other, person = shop(), shop(), rich(volunteer, officer)
    voucher = held(made, person)
    with pytest.raises(VoucherTaken):
        redeem_item(voucher_id=voucher.pk, item_id=other.item.pk, by=person, at=NOW)
    with pytest.raises(VoucherTaken):
        redeem_item(voucher_id=voucher.pk, item_id=made.item.pk, by=officer, at=NOW)


def test_redeeming_refuses(volunteer: User, officer: User) -> None:
    person = rich(volunteer, officer)
    with pytest.raises(NotFound):
        redeem_item(voucher_id=new_id(), item_id=new_id(), by=person, at=NOW)
    with pytest.raises(SoldOut):
        held(shop(stock=0), person)
    with pytest.raises(PointsMissing) as missing:
        held(shop(price=61), person)
    assert missing.value.extra == {"have": 60, "need": 61}
    with pytest.raises(BudgetSpent):
        held(shop(budget=19), person)
    made = shop()
    held(made, person)
    with pytest.raises(EnoughTaken):
        held(made, person)
    rewards.close_item(item=made.item, by=made.first, at=NOW)
    with pytest.raises(NotOffered):
        held(made, rich(make.volunteer(), officer))
    assert Voucher.objects.count() == 1


def test_a_keeper_hands_out_once(volunteer: User, officer: User) -> None:
    made, person = shop(), rich(volunteer, officer)
    voucher = held(made, person)
    capture_voucher(code=voucher.code, service_point=made.point, by=made.keeper, at=NOW)
    voucher.refresh_from_db()
    assert (voucher.state, voucher.service_point, voucher.ended_by) == ("captured", made.point, made.keeper)
    assert (house("points_held"), house("points_redeemed"), balance(person, POINTS)) == (0, 20, 40)
    for again in (capture, cancel):
        with pytest.raises(VoucherOver):
            again(voucher, made.point, made.keeper)


def capture(voucher: Voucher, point: ServicePoint, keeper: User) -> None:
    capture_voucher(code=voucher.code, service_point=point, by=keeper, at=NOW)


def cancel(voucher: Voucher, _point: ServicePoint, _keeper: User) -> None:
    cancel_voucher(voucher_id=voucher.pk, by=voucher.owner, at=NOW)


def test_handing_out_refuses(volunteer: User, officer: User) -> None:
    made, person = shop(), rich(volunteer, officer)
    voucher = held(made, person)
    elsewhere = ServicePoint.objects.create(code="SP-2", name_zh="别处", district_id="110101", geom=made.point.geom)
    with pytest.raises(NotAllowed):
        capture(voucher, elsewhere, made.keeper)
    rewards.name_keeper(service_point=elsewhere, user=made.keeper, by=made.first, at=NOW)
    with pytest.raises(VoucherElsewhere):
        capture(voucher, elsewhere, made.keeper)
    with pytest.raises(NotFound):
        capture_voucher(code="NOSUCHCODE", service_point=made.point, by=made.keeper, at=NOW)
    rewards.name_keeper(service_point=made.point, user=person, by=made.first, at=NOW)
    with pytest.raises(NotAllowed):
        capture(voucher, made.point, person)
    with pytest.raises(VoucherOver):
        capture_voucher(code=voucher.code, service_point=made.point, by=made.keeper, at=LATER)


def test_giving_back_returns_points_to_their_lots_and_the_item_to_the_shelf(volunteer: User, officer: User) -> None:
    made, person = shop(), rich(volunteer, officer)
    cancel_voucher(voucher_id=held(made, person).pk, by=person, at=NOW)
    made.item.refresh_from_db()
    made.sponsor.refresh_from_db()
    assert (made.item.stock, made.sponsor.spent, balance(person, POINTS), house("points_held")) == (2, 0, 60, 0)
    assert [lot.left for lot in PointLot.objects.all()] == [10] * 6
    with pytest.raises(NotFound):
        cancel_voucher(voucher_id=Voucher.objects.get().pk, by=officer, at=NOW)


def test_a_voucher_not_used_in_time_gives_its_points_back_once(volunteer: User, officer: User) -> None:
    made, person = shop(), rich(volunteer, officer)
    voucher = held(made, person)
    assert expire_vouchers(at=NOW + timedelta(days=30)) == 0
    assert (expire_vouchers(at=LATER), expire_vouchers(at=LATER)) == (1, 0)
    voucher.refresh_from_db()
    assert (voucher.state, balance(person, POINTS)) == ("expired", 60)
    assert Notice.objects.filter(kind="voucher_expired", user=person).count() == 1


def test_points_that_come_back_after_their_last_day_live_thirty_days_more(volunteer: User, officer: User) -> None:
    made, person = shop(), rich(volunteer, officer, hours=2)
    held(made, person, at=NOW + timedelta(days=360))
    at = NOW + timedelta(days=400)
    assert expire_vouchers(at=at) == 1
    lots = PointLot.objects.filter(left__gt=0).values_list("left", "seconds", "expires_on")
    assert list(lots) == [(10, 3_600, at.date() + timedelta(days=30))] * 2
