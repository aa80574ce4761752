"""The walls of points, vouchers, proposals and gifts, tried with plain SQL that wants to break them."""

import pytest
from django.db import connection

from people.models import User
from tests.factories import make
from tests.timebank.actions.test_giving import offer
from tests.timebank.rewarded import NOW, approved, held, rich, shop
from tests.timebank.test_walls import credit, refused
from timebank.models import Account, PointLot, Proposal, Transaction, Voucher


@pytest.fixture
def purse(volunteer: User, officer: User) -> User:
    return rich(volunteer, officer, hours=3)


def settled() -> None:
    """Let every deferred wall speak about what the test prepared."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_lot_is_never_overdrawn_nor_written_by_hand(purse: User) -> None:
    settled()
    lot, posting = PointLot.objects.order_by("id")[0], Transaction.objects.filter(currency="points")[0]
    use = "INSERT INTO timebank_lotuse (lot_id, transaction_id, amount) VALUES (%s, %s, %s)"
    assert refused(use, lot.pk, posting.pk, 11) == "lot_never_overdrawn"
    assert refused(use, lot.pk, posting.pk, -1) == "lot_never_overdrawn"
    assert refused(use, lot.pk, posting.pk, 0) == "lot_use_not_zero"
    assert refused('UPDATE timebank_pointlot SET "left" = 1') == "lot_stays"
    assert refused("UPDATE timebank_pointlot SET expires_on = '2999-01-01'") == "lot_stays"
    assert refused("DELETE FROM timebank_pointlot") == "lot_is_kept"


def test_points_move_through_lots_only(purse: User) -> None:
    settled()
    own, house = Account.objects.get(owner=purse, currency="points"), Account.objects.get(code="points_issued")
    posting = (
        "WITH made AS (INSERT INTO timebank_transaction (id, kind, currency, source, memo, at)"
        " VALUES (gen_random_uuid(), %s, 'points', 'x', '{}', now()) RETURNING id)"
        " INSERT INTO timebank_entry (transaction_id, account_id, amount)"
        " SELECT id, account, amount FROM made, (VALUES (%s::uuid, %s), (%s::uuid, %s)) sides (account, amount)"
    )
    for amount in (5, -5):
        assert refused(posting, "gift", own.pk, amount, house.pk, -amount) == "points_lie_in_lots"


@pytest.mark.parametrize("kind", ["earning", "donation", "hold", "capture", "release", "expiry"])
def test_hours_buy_nothing_and_never_expire(kind: str, db: None) -> None:
    statement = (
        "INSERT INTO timebank_transaction (id, kind, currency, source, memo, at)"
        " VALUES (gen_random_uuid(), %s, 'hours', 'x', '{}', now())"
    )
    assert refused(statement, kind) == "transaction_hours_buy_nothing"


def test_a_day_holds_no_more_than_its_cap(volunteer: User, officer: User) -> None:
    record = credit(volunteer, officer, hours=2, hours_later=-10)
    settled()
    statement = (
        "INSERT INTO timebank_servicerecord (id, volunteer_id, during, transaction_id, source, title_zh, title_en, url,"
        " organisation_name) SELECT gen_random_uuid(), volunteer_id, tstzrange(upper(during), upper(during) + %s::interval),"
        " (SELECT id FROM timebank_transaction WHERE currency = 'points'), 'x', '', '', '', '' FROM timebank_servicerecord"
    )
    assert refused(statement, "10 hours 1 second") == "service_within_daily_cap"
    with connection.cursor() as cursor:
        cursor.execute(statement, ["10 hours"])
    assert record.volunteer.service_records.count() == 2


def test_a_voucher_stands_on_points_put_aside(purse: User, officer: User) -> None:
    made = shop()
    settled()
    for posting in (Transaction.objects.filter(currency="hours")[0], Transaction.objects.filter(kind="earning")[0]):
        statement = (
            "INSERT INTO timebank_voucher (id, code, item_id, owner_id, points, hold_id, held_at, expires_on, state)"
            " VALUES (gen_random_uuid(), 'X', %s, %s, 20, %s, now(), now(), 'held')"
        )
        assert refused(statement, made.item.pk, purse.pk, posting.pk) == "voucher_paid_in_points"


def test_a_voucher_ends_once_and_says_for_ever_what_it_said(purse: User) -> None:
    made = shop()
    voucher = held(made, purse)
    settled()
    end = "UPDATE timebank_voucher SET state = %s, ended_at = now(), ended_by_id = %s, service_point_id = %s"
    assert refused("UPDATE timebank_voucher SET points = 1, state = 'expired', ended_at = now()") == "voucher_stays"
    assert refused("DELETE FROM timebank_voucher") == "voucher_is_kept"
    assert refused(end, "captured", made.keeper.pk, None) == "voucher_redeemed_at_a_point"
    assert refused(end, "captured", purse.pk, made.point.pk) == "voucher_redeemed_by_another"
    Voucher.objects.filter(pk=voucher.pk).update(state="cancelled", ended_at=NOW)
    assert refused(end, "captured", made.keeper.pk, made.point.pk) == "voucher_stays"


def test_stock_and_budget_never_fall_below_nothing(db: None) -> None:
    shop(stock=1)
    assert refused("UPDATE timebank_item SET stock = -1") == "item_stock_never_negative"
    assert refused("UPDATE timebank_sponsor SET spent = budget + 1") == "sponsor_within_budget"


def test_an_item_changes_its_price_before_two(db: None) -> None:
    made = shop()
    assert refused("UPDATE timebank_item SET price = 1") == "item_seen_by_two"
    made.item.state = "draft"
    made.item.price = 1
    made.item.made_at = NOW.replace(hour=9)
    made.item.save()
    assert refused("UPDATE timebank_item SET state = 'open'") == "item_seen_by_two"


def test_proposals_are_decided_by_another_and_once(db: None) -> None:
    made = shop()
    decide = "UPDATE timebank_proposal SET state = 'refused', decided_at = now(), decided_by_id = %s"
    assert refused(decide, made.second.pk) == "proposal_stays"
    assert refused("DELETE FROM timebank_proposal") == "proposal_is_kept"
    one = Proposal.objects.create(
        kind="budget", sponsor=made.sponsor, amount=1, note="?", proposed_by=made.first, proposed_at=NOW
    )
    assert refused(f"{decide} WHERE id = %s", made.first.pk, one.pk) == "proposal_four_eyes"
    with pytest.raises(Exception, match="proposal_package_has_hours"):
        approved(Proposal.Kind.PACKAGE, made.sponsor, None, 5, made.first, made.second)


def test_gifts_end_once(purse: User) -> None:
    make.user("mother@test.example", name="母亲")
    offer(purse)
    settled()
    assert refused("UPDATE timebank_gift SET state = 'accepted', ended_at = now()") == "gift_posted_when_accepted"
    assert refused("UPDATE timebank_gift SET amount = 1, state = 'declined', ended_at = now()") == "gift_stays"
    assert refused("DELETE FROM timebank_gift") == "gift_is_kept"


@pytest.mark.parametrize("table", ["timebank_lotuse", "timebank_trialbalance"])
def test_append_only_tables_refuse_change(table: str, purse: User) -> None:
    from timebank.actions.trial import strike_trial_balance

    held(shop(), purse)
    strike_trial_balance(at=NOW)
    settled()
    assert refused(f"DELETE FROM {table}") == f"{table}_append_only"  # noqa: S608 - our own table names
    assert refused(f"UPDATE {table} SET id = id") == f"{table}_append_only"  # noqa: S608
