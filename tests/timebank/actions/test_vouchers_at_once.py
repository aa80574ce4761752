"""Many who want the last ones, over connections of their own: exactly as many as there are get one."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection

from core.ids import new_id
from people.models import User
from tests.factories import make
from tests.patrol.actions.test_reports_at_once import at_once
from tests.timebank.rewarded import NOW, held, rich, shop
from timebank.actions.trial import strike_trial_balance
from timebank.actions.vouchers import cancel_voucher, capture_voucher, redeem_item
from timebank.models import Currency, Item, Sponsor, Voucher
from timebank.queries import balance, trial_balance

MANY, LAST, CONNECTIONS = 200, 10, 100


@pytest.fixture(autouse=True)
def wide_pool(committed_db: None) -> Iterator[None]:
    """Let a hundred be at the counter at the same time, and the other hundred wait behind them."""
    pool = connection.pool
    usual = (pool.min_size, pool.max_size, pool.timeout)
    pool.resize(1, CONNECTIONS)
    pool.timeout = 300
    yield
    pool.resize(*usual[:2])
    pool.timeout = usual[2]


def wealthy(count: int) -> list[User]:
    officer = make.user()
    return [rich(make.volunteer(), officer, hours=2) for _ in range(count)]


def test_two_hundred_want_the_last_ten() -> None:
    made, people = shop(stock=LAST, budget=100_000), wealthy(MANY)
    said = at_once(MANY, lambda number: held(made, people[number]).state)
    assert Counter(said) == {"held": LAST, "item_sold_out": MANY - LAST}
    item, sponsor = Item.objects.get(pk=made.item.pk), Sponsor.objects.get(pk=made.sponsor.pk)
    assert (item.stock, sponsor.spent, Voucher.objects.count()) == (0, 20 * LAST, LAST)
    left = Counter(balance(person, Currency.POINTS) for person in people)
    assert (left, trial_balance(Currency.POINTS)) == (Counter({20: MANY - LAST, 0: LAST}), 0)
    assert [one.is_balanced for one in strike_trial_balance(at=NOW)] == [True, True]


def test_a_budget_is_not_overdrawn_by_two_items_at_once() -> None:
    made, people = shop(stock=40, budget=100), wealthy(40)
    said = at_once(40, lambda number: held(made, people[number]).state)
    assert Counter(said) == {"held": 5, "sponsor_budget_spent": 35}


def test_one_purse_pays_once() -> None:
    made, [person] = shop(stock=40, budget=10_000, most_a_person=40), wealthy(1)
    said = at_once(20, lambda _number: held(made, person).state)
    assert Counter(said) == {"held": 1, "points_missing": 19}


def test_the_same_request_twenty_times_is_one_voucher() -> None:
    made, [person], key = shop(), wealthy(1), new_id()
    said = at_once(20, lambda _number: redeem_item(voucher_id=key, item_id=made.item.pk, by=person, at=NOW).pk)
    assert (Counter(said), Voucher.objects.count()) == ({key: 20}, 1)


def test_handing_out_and_giving_back_at_once_is_one_of_them() -> None:
    made, [person] = shop(), wealthy(1)
    voucher = held(made, person)

    def end(number: int) -> str:
        if number % 2:
            return cancel_voucher(voucher_id=voucher.pk, by=person, at=NOW).state
        return capture_voucher(code=voucher.code, service_point=made.point, by=made.keeper, at=NOW).state

    said = Counter(at_once(20, end))
    assert said["voucher_over"] == 19
    assert said["captured"] + said["cancelled"] == 1
    assert [one.is_balanced for one in strike_trial_balance(at=NOW)] == [True, True]
