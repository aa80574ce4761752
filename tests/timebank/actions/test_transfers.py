from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.errors import Problem
from people.models import Notice, User
from tests.factories import make
from tests.timebank.certified import asked, unit
from tests.timebank.partnered import NOW, Platform, platform
from tests.timebank.test_walls import credit
from timebank.actions import reverse
from timebank.actions.certificates import issue_certificate
from timebank.actions.transfers import (
    abort_transfer,
    ask_for_transfer,
    decide_transfer,
    next_message,
    take_answer,
    withdraw_transfer,
)
from timebank.logic.transfer import read
from timebank.models import Account, Entry, PartnerMessage, ServiceRecord, Transfer, TransferItem
from timebank.queries import balance, trial_balance
from timebank.queries.certificates import served_between
from timebank.queries.transfers import transferable


@pytest.fixture
def there(officer: User) -> Platform:
    return platform(officer)


def wish(there: Platform, volunteer: User, officer: User, *, records: int = 2) -> Transfer:
    for day in range(records):
        credit(volunteer, officer, source=f"report:{day}", days_ago=day + 1)
    chosen = [record.pk for record in transferable(volunteer)]
    return ask_for_transfer(partner=there.partner, records=chosen, receiving_code="CODE", by=volunteer, at=NOW)


def approve(transfer: Transfer, officer: User) -> None:
    decide_transfer(transfer=transfer, is_approved=True, why="", by=officer, at=NOW)
    transfer.refresh_from_db()


def say(transfer: Transfer) -> PartnerMessage:
    message = next_message(transfer_id=transfer.pk, at=NOW)
    assert message is not None
    return message


def answered(transfer: Transfer, state: str, *, reason: str = "", refused: dict[Any, str] | None = None) -> str:
    take_answer(message=say(transfer), state=state, reason=reason, refused=refused or {}, at=NOW)
    transfer.refresh_from_db()
    return transfer.state


def account(code: str) -> int:
    return sum(Entry.objects.filter(account__code=code).values_list("amount", flat=True))


def code_of(refused: Any) -> str:
    with pytest.raises(Problem) as caught:
        refused()
    return caught.value.code


def test_hours_are_held_then_leave_when_the_partner_confirmed(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer)
    assert balance(volunteer) == 14_400
    approve(transfer, officer)
    assert (balance(volunteer), account("transfer_held")) == (0, 14_400)
    assert answered(transfer, "prepared") == "prepared"
    assert (account("transfer_held"), account("partner:hours")) == (14_400, 0)
    assert answered(transfer, "confirmed") == "confirmed"
    assert (account("transfer_held"), account("partner:hours"), trial_balance()) == (0, 14_400, 0)
    assert next_message(transfer_id=transfer.pk, at=NOW) is None
    assert list(Notice.objects.filter(user=volunteer).values_list("kind", flat=True)) == ["transfer_confirmed"]


def test_prepare_tells_name_code_and_records(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer)
    approve(transfer, officer)
    told = read(say(transfer).body.encode())
    assert (told.step, told.batch, told.counter, told.code, told.name) == (
        "prepare",
        transfer.pk,
        1,
        "CODE",
        "volunteer",
    )
    assert {one.id for one in told.records} == set(ServiceRecord.objects.values_list("pk", flat=True))


def test_message_is_the_same_word_for_word_when_said_again(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer)
    approve(transfer, officer)
    assert say(transfer).body == say(transfer).body
    take_answer(message=say(transfer), state="prepared", reason="", refused={}, at=NOW)
    first = say(transfer)
    assert (say(transfer), Transfer.objects.get().state, PartnerMessage.objects.count()) == (first, "confirming", 2)


def test_same_answer_twice_moves_hours_once(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer)
    approve(transfer, officer)
    answered(transfer, "prepared")
    message = say(transfer)
    for _ in range(2):
        take_answer(message=message, state="confirmed", reason="", refused={}, at=NOW)
    assert (account("partner:hours"), trial_balance()) == (14_400, 0)


def test_what_is_refused_comes_back_and_the_rest_goes(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer, records=3)
    one, two, three = ServiceRecord.objects.order_by("during").values_list("pk", flat=True)
    approve(transfer, officer)
    answered(transfer, "prepared", refused={one: "overlaps_here"})
    assert balance(volunteer) == 7_200
    answered(transfer, "confirmed", refused={two: "known_already"})
    assert (balance(volunteer), account("partner:hours"), account("transfer_held")) == (14_400, 7_200, 0)
    states = dict(TransferItem.objects.values_list("record", "state"))
    assert states == {one: "kept", two: "kept", three: "gone"}


@pytest.mark.parametrize("steps", [["refused"], ["prepared", "aborted"]])
def test_refused_transfer_gives_all_hours_back(
    there: Platform, volunteer: User, officer: User, steps: list[str]
) -> None:
    transfer = wish(there, volunteer, officer)
    approve(transfer, officer)
    for step in steps:
        last = answered(transfer, step, reason="code_unknown")
    assert (last, transfer.ended_why, balance(volunteer), trial_balance()) == ("refused", "code_unknown", 14_400, 0)
    assert transferable(volunteer).count() == 2
    # The protocol's word is told as a sentence.
    assert Notice.objects.get().params["why"][1] == "the receiving code is unknown there, used up or too old"


def test_confirmation_in_doubt_is_ended_by_the_partner_alone(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer)
    approve(transfer, officer)
    answered(transfer, "prepared")
    say(transfer)
    assert code_of(lambda: abort_transfer(transfer=transfer, why="?", by=officer, at=NOW)) == "transfer_over"
    assert account("transfer_held") == 14_400


def test_transfer_stopped_before_gives_hours_back_and_tells_the_partner(
    there: Platform, volunteer: User, officer: User
) -> None:
    transfer = wish(there, volunteer, officer)
    approve(transfer, officer)
    prepare = say(transfer)
    abort_transfer(transfer=transfer, why="不去了", by=officer, at=NOW)
    assert (balance(volunteer), read(say(transfer).body.encode()).step) == (14_400, "abort")
    # The answer to what was said before comes too late to matter.
    take_answer(message=prepare, state="prepared", reason="", refused={}, at=NOW)
    assert answered(transfer, "aborted") == "aborted"
    assert (next_message(transfer_id=transfer.pk, at=NOW), balance(volunteer)) == (None, 14_400)


def test_held_and_gone_hours_count_nowhere_else(officer: User) -> None:
    team = unit(officer, hours=2)
    there = platform(officer)
    certificate = asked(team.volunteer)
    chosen = [record.pk for record in transferable(team.volunteer)]
    transfer = ask_for_transfer(partner=there.partner, records=chosen, receiving_code="C", by=team.volunteer, at=NOW)
    assert code_of(lambda: ask_for_transfer(
        partner=there.partner, records=chosen, receiving_code="C", by=team.volunteer, at=NOW
    )) == "records_not_free"  # fmt: skip
    approve(transfer, officer)
    assert served_between(team.volunteer, None, None) == []
    assert issue_certificate(certificate=certificate, at=NOW + timedelta(days=8)) is False


def test_held_hours_are_not_taken_back_and_gone_ones_from_the_partner(
    there: Platform, volunteer: User, officer: User
) -> None:
    transfer = wish(there, volunteer, officer, records=1)
    approve(transfer, officer)
    assert code_of(lambda: reverse(source="report:0", why="?", by=officer, at=NOW)) == "hours_on_their_way"
    answered(transfer, "prepared")
    answered(transfer, "confirmed")
    assert reverse(source="report:0", why="假的", by=officer, at=NOW) == 7_200
    assert (balance(volunteer), account("partner:hours"), trial_balance()) == (0, 0, 0)


def test_record_taken_back_meanwhile_is_not_approved(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer)
    reverse(source="report:0", why="?", by=officer, at=NOW)
    assert code_of(lambda: approve(transfer, officer)) == "records_not_free"


def test_wish_is_decided_by_another_and_taken_back_by_oneself(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer)
    make.grant(volunteer, "officer", "110101")  # type: ignore[arg-type]
    own = User.objects.get(pk=volunteer.pk)
    for person in (own, make.user()):
        assert code_of(lambda: approve(transfer, person)) == "not_allowed"  # noqa: B023 - called at once
    assert code_of(lambda: withdraw_transfer(transfer=transfer, by=officer, at=NOW)) == "not_allowed"
    withdraw_transfer(transfer=transfer, by=volunteer, at=NOW)
    assert code_of(lambda: approve(transfer, officer)) == "transfer_over"
    assert transferable(volunteer).count() == 2


def test_declined_wish_says_why(there: Platform, volunteer: User, officer: User) -> None:
    transfer = wish(there, volunteer, officer)
    decide_transfer(transfer=transfer, is_approved=False, why="先补全证件", by=officer, at=NOW)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.ended_why, balance(volunteer)) == ("declined", "先补全证件", 14_400)


def test_database_lets_no_transfer_go_backwards_and_no_record_go_twice(
    there: Platform, volunteer: User, officer: User
) -> None:
    transfer = wish(there, volunteer, officer)
    with pytest.raises(IntegrityError, match="does not go from asked to confirmed"), transaction.atomic():
        Transfer.objects.update(state="confirmed", ended_at=NOW, decided_by=officer, decided_at=NOW)
    with pytest.raises(IntegrityError, match="transfer_decided_by_another"), transaction.atomic():
        Transfer.objects.update(decided_by=volunteer, decided_at=NOW)
    item = TransferItem.objects.first()
    assert item is not None
    other = Transfer.objects.create(partner=there.partner, volunteer=volunteer, receiving_code="D", consented_at=NOW)
    with pytest.raises(IntegrityError, match="record_on_its_way_once"), transaction.atomic():
        TransferItem.objects.create(transfer=other, record=item.record, seconds=1)
    with pytest.raises(IntegrityError, match="does not go from wished to gone"), transaction.atomic():
        TransferItem.objects.update(state="gone")
    approve(transfer, officer)
    message = say(transfer)
    with pytest.raises(IntegrityError, match="stays what was said"), transaction.atomic():
        PartnerMessage.objects.filter(pk=message.pk).update(body="{}")
    assert Account.objects.filter(code="transfer_held").count() == 1
