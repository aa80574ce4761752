from typing import Any

import pytest
from django.utils import translation

from core.errors import NotFound
from core.ids import new_id
from people.models import Notice, User
from tests.factories import make
from tests.timebank.rewarded import LATER, NOW, rich
from timebank.actions.giving import answer_gift, donate_points, offer_gift, withdraw_gift
from timebank.errors import GiftNotCovered, GiftOver, GiftTooLarge, PointsMissing, PoolClosed, RelativeUnknown
from timebank.models import CharityPool, Currency, Gift, GiftScheme, PointLot
from timebank.queries import balance, standing, trial_balance
from timebank.queries.causes import causes

POINTS = Currency.POINTS


@pytest.fixture
def relative(db: None) -> User:
    return make.user("mother@test.example", name="母亲")


def offer(giver: User, scheme: str = "points-relative", amount: int = 15, **told: Any) -> Gift:
    values = {"gift_id": new_id(), "email": "Mother@test.example", "name": "母亲", "relation": "parent", "at": NOW}
    return offer_gift(scheme=GiftScheme.objects.get(pk=scheme), amount=amount, by=giver, **{**values, **told})


def pool(**fields: Any) -> CharityPool:
    return CharityPool.objects.create(code="school", label_zh="村小图书角", story_zh="给孩子们的书", **fields)


def test_donation_moves_points_to_the_pool_once(volunteer: User, officer: User) -> None:
    rich(volunteer, officer)
    good, key = pool(), new_id()
    for _ in range(2):
        donate_points(donation_id=key, pool=good, points=25, by=volunteer, at=NOW)
    assert (balance(volunteer, POINTS), [(one.given, one.givers) for one in causes()], trial_balance(POINTS)) == (
        35,
        [(25, 1)],
        0,
    )


def test_donation_refuses(volunteer: User, officer: User) -> None:
    rich(volunteer, officer)
    good = pool()
    with pytest.raises(PointsMissing):
        donate_points(donation_id=new_id(), pool=good, points=61, by=volunteer, at=NOW)
    CharityPool.objects.update(is_open=False, closed_on=NOW)
    with pytest.raises(PoolClosed):
        donate_points(donation_id=new_id(), pool=good, points=1, by=volunteer, at=NOW)


def test_nothing_moves_before_the_relative_accepts(volunteer: User, officer: User, relative: User) -> None:
    rich(volunteer, officer)
    gift = offer(volunteer)
    assert (balance(volunteer, POINTS), balance(relative, POINTS)) == (60, 0)
    answer_gift(gift_id=gift.pk, accept=True, by=relative, at=LATER)
    assert (balance(volunteer, POINTS), balance(relative, POINTS), trial_balance(POINTS)) == (45, 15, 0)
    assert sorted(Notice.objects.filter(kind__startswith="gift").values_list("kind", "user__email")) == [
        ("gift_accepted", volunteer.email),
        ("gift_offered", relative.email),
    ]


def test_given_points_keep_their_last_day(volunteer: User, officer: User, relative: User) -> None:
    rich(volunteer, officer)
    answer_gift(gift_id=offer(volunteer).pk, accept=True, by=relative, at=LATER)
    got = PointLot.objects.filter(owner=relative).order_by("id").values_list("left", "seconds", "expires_on")
    day = PointLot.objects.filter(owner=volunteer).first().expires_on  # type: ignore[union-attr]
    assert list(got) == [(10, 3_600, day), (5, 1_800, day)]


def test_given_hours_change_nobodys_stars(volunteer: User, officer: User, relative: User) -> None:
    rich(volunteer, officer)
    answer_gift(gift_id=offer(volunteer, "hours-relative", 7_200).pk, accept=True, by=relative, at=NOW)
    assert (balance(volunteer), balance(relative), trial_balance()) == (4 * 3_600, 7_200, 0)
    assert [standing(one, on=NOW.date()).seconds for one in (volunteer, relative)] == [6 * 3_600, 0]


@pytest.mark.parametrize("end", ["declined", "withdrawn"])
def test_a_gift_that_ends_otherwise_takes_nothing(end: str, volunteer: User, officer: User, relative: User) -> None:
    rich(volunteer, officer)
    gift = offer(volunteer)
    if end == "declined":
        answer_gift(gift_id=gift.pk, accept=False, by=relative, at=NOW)
    else:
        withdraw_gift(gift_id=gift.pk, by=volunteer, at=NOW)
    assert (Gift.objects.get().state, balance(volunteer, POINTS)) == (end, 60)
    with pytest.raises(GiftOver):
        answer_gift(gift_id=gift.pk, accept=True, by=relative, at=NOW)


def test_only_the_relative_answers_and_only_the_giver_takes_back(
    volunteer: User, officer: User, relative: User
) -> None:
    rich(volunteer, officer)
    gift = offer(volunteer)
    for person in (volunteer, officer):
        with pytest.raises(NotFound):
            answer_gift(gift_id=gift.pk, accept=True, by=person, at=NOW)
    with pytest.raises(NotFound):
        withdraw_gift(gift_id=gift.pk, by=relative, at=NOW)


def test_an_offer_refuses(volunteer: User, officer: User, relative: User) -> None:
    rich(volunteer, officer)
    for told in (
        {"name": "舅母"},
        {"email": "nobody@test.example"},
        {"email": volunteer.email, "name": volunteer.name},
    ):
        with pytest.raises(RelativeUnknown):
            offer(volunteer, **told)
    with pytest.raises(GiftNotCovered):
        offer(volunteer, amount=61)
    with pytest.raises(GiftTooLarge):
        offer(volunteer, amount=501)
    GiftScheme.objects.filter(pk="points-relative").update(valid_to=NOW.date().replace(year=2025))
    with pytest.raises(NotFound):
        offer(volunteer)


def test_the_year_counts_what_waits_and_the_purse_counts_what_is_promised(
    volunteer: User, officer: User, relative: User
) -> None:
    rich(volunteer, officer)
    GiftScheme.objects.filter(pk="points-relative").update(most_a_year=50)
    first = offer(volunteer, amount=40)
    with pytest.raises(GiftTooLarge) as refusal, translation.override("zh-hans"):
        offer(volunteer, amount=11)
    assert refusal.value.extra == {"left": "10 分"}
    offer(volunteer, amount=10)
    donate_points(donation_id=new_id(), pool=pool(), points=30, by=volunteer, at=NOW)
    with pytest.raises(GiftNotCovered):
        answer_gift(gift_id=first.pk, accept=True, by=relative, at=NOW)
