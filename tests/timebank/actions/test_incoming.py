import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from core.errors import Problem
from core.ids import new_id
from people.models import Notice, User
from tests.timebank.partnered import NOW, Platform, code_of, platform, served
from tests.timebank.test_walls import credit
from timebank.actions.incoming import make_receiving_code, receive, tidy_up
from timebank.actions.partners import stop_partner, withdraw_key
from timebank.logic.transfer import NONCE_KEPT, PREPARED_FOR, folded
from timebank.models import IncomingBatch, PartnerMessage, PartnerNonce, ReceivingCode, ServiceRecord
from timebank.queries import balance, standing, trial_balance


@pytest.fixture
def there(officer: User) -> Platform:
    return platform(officer)


def told(there: Platform, body: bytes, **signed: Any) -> dict[str, Any]:
    at = signed.get("at", NOW)
    return dict(json.loads(receive(body=body, signature=there.signs(body, **signed), at=at)[2]))


def refusal(there: Platform, body: bytes, signature: str = "", **signed: Any) -> str:
    with pytest.raises(Problem) as caught:
        receive(body=body, signature=signature or there.signs(body, **signed), at=NOW)
    return caught.value.code


def test_records_are_credited_when_confirmed_and_not_before(there: Platform, volunteer: User) -> None:
    batch, one, two = new_id(), served(days_ago=20), served(days_ago=19, hours=3)
    answer = told(there, there.says("prepare", batch, code=code_of(volunteer), records=[one, two]))
    assert (answer["state"], answer["refused"], balance(volunteer)) == ("prepared", {}, 0)
    assert told(there, there.says("confirm", batch))["state"] == "confirmed"
    assert (balance(volunteer), trial_balance(), standing(volunteer, on=NOW.date()).seconds) == (18_000, 0, 18_000)
    record = ServiceRecord.objects.get(source=f"from:hours:{one.id}")
    assert (record.title_zh, record.incoming_item.batch.partner) == ("社区服务", there.partner)
    assert list(Notice.objects.filter(user=volunteer).values_list("kind", flat=True)) == ["transfer_received"]


def test_what_cannot_be_taken_is_refused_by_its_reason(there: Platform, volunteer: User, officer: User) -> None:
    credit(volunteer, officer, days_ago=5)
    good, long, ahead = served(), served(days_ago=12, hours=25), served(days_ago=0, hours=1)
    taken, twice = served(days_ago=5), served(days_ago=20, hours=1)
    answer = told(
        there, there.says("prepare", new_id(), code=code_of(volunteer), records=[good, long, ahead, taken, twice])
    )
    reasons = {str(long.id): "too_long", str(ahead.id): "not_over", str(taken.id): "overlaps_here"}
    # Of two that begin together one is taken.
    overlapping = str(max(good.id, twice.id))
    assert (answer["state"], answer["refused"]) == ("prepared", reasons | {overlapping: "overlaps"})


def test_hours_earned_meanwhile_win_at_the_confirmation(there: Platform, volunteer: User, officer: User) -> None:
    batch, early, late = new_id(), served(days_ago=20), served(days_ago=10)
    told(there, there.says("prepare", batch, code=code_of(volunteer), records=[early, late]))
    credit(volunteer, officer, days_ago=10)
    answer = told(there, there.says("confirm", batch))
    assert (answer["state"], answer["refused"]) == ("confirmed", {str(late.id): "overlaps_here"})
    assert (balance(volunteer), trial_balance()) == (14_400, 0)


def test_code_works_once_and_for_a_week(there: Platform, volunteer: User) -> None:
    code = code_of(volunteer)
    prepared = there.says("prepare", new_id(), code=code.lower().replace("-", " "), records=[served()])
    assert told(there, prepared)["state"] == "prepared"
    again = told(there, there.says("prepare", new_id(), code=code, records=[served(days_ago=3)]))
    assert (again["state"], again["reason"]) == ("refused", "code_unknown")
    other = code_of(volunteer)
    ReceivingCode.objects.filter(used_at=None).update(made_at=NOW - timedelta(days=8), expires_at=NOW)
    old = told(there, there.says("prepare", new_id(), code=other, records=[served(days_ago=2)]))
    assert (old["reason"], folded(other) in str(ReceivingCode.objects.values())) == ("code_unknown", False)


def test_person_has_three_open_codes_at_most(volunteer: User) -> None:
    for _ in range(3):
        make_receiving_code(by=volunteer, at=NOW)
    with pytest.raises(Problem) as caught:
        make_receiving_code(by=volunteer, at=NOW)
    assert caught.value.code == "too_many_codes"


def test_same_message_signed_anew_is_answered_the_same_and_done_once(there: Platform, volunteer: User) -> None:
    batch = new_id()
    prepare = there.says("prepare", batch, code=code_of(volunteer), records=[served()])
    assert told(there, prepare) == told(there, prepare)
    confirm = there.says("confirm", batch)
    assert told(there, confirm) == told(there, confirm)
    assert (balance(volunteer), PartnerMessage.objects.count(), IncomingBatch.objects.count()) == (7_200, 2, 1)


def test_replayed_call_is_refused(there: Platform, volunteer: User) -> None:
    body = there.says("prepare", new_id(), code=code_of(volunteer), records=[served()])
    signature = there.signs(body)
    receive(body=body, signature=signature, at=NOW)
    assert refusal(there, body, signature) == "message_replayed"
    late = NOW + timedelta(minutes=6)
    with pytest.raises(Problem) as caught:
        receive(body=body, signature=signature, at=late)
    assert caught.value.code == "message_stale"


def test_changed_message_is_refused(there: Platform, volunteer: User) -> None:
    body = there.says("prepare", new_id(), code=code_of(volunteer), records=[served(hours=2)])
    signature = there.signs(body)
    assert refusal(there, body.replace(b'"title"', b'"titel"'), signature) == "signature_wrong"
    header, _middle, words = signature.split(".")
    assert refusal(there, body, f"{header}..{words[:-4]}AAAA") == "signature_wrong"
    assert refusal(there, body, "no signature") == "signature_wrong"


@pytest.mark.parametrize(
    "header",
    [{"aud": "https://elsewhere.example"}, {"iss": "https://elsewhere.example"}, {"typ": "JWT"}, {"jti": "short"}],
)
def test_message_for_or_from_somebody_else_is_refused(there: Platform, volunteer: User, header: dict[str, str]) -> None:
    body = there.says("prepare", new_id(), code=code_of(volunteer), records=[served()])
    assert refusal(there, body, there.signs(body, **header)) == "signature_wrong"


def test_other_message_under_a_used_number_is_refused(there: Platform, volunteer: User) -> None:
    batch = new_id()
    told(there, there.says("prepare", batch, code=code_of(volunteer), records=[served()]))
    there.counter = 0
    assert refusal(there, there.says("confirm", batch)) == "message_differs"
    there.counter = 7
    assert refusal(there, there.says("prepare", batch, code="?", records=[served()])) == "message_differs"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"protocol": "heritage-transfer/1"}', b"\xff", b"[" * 5000])
def test_what_is_no_message_is_refused(there: Platform, body: bytes) -> None:
    assert refusal(there, body) == "message_unreadable"


def test_other_spelling_of_a_message_is_refused(there: Platform, volunteer: User) -> None:
    body = there.says("prepare", new_id(), code=code_of(volunteer), records=[served()])
    assert refusal(there, body.replace(b":", b": ")) == "message_unreadable"


def test_key_that_is_withdrawn_or_a_stopped_partner_counts_no_more(there: Platform, officer: User) -> None:
    body = there.says("abort", new_id())
    assert told(there, body)["state"] == "aborted"
    withdraw_key(key=there.partner.keys.get(), by=officer, at=NOW)
    assert refusal(there, body) == "signature_wrong"


def test_stopped_partner_is_not_heard(there: Platform, officer: User) -> None:
    stop_partner(partner=there.partner, by=officer, at=NOW)
    assert refusal(there, there.says("abort", new_id())) == "signature_wrong"


def test_stopped_batch_is_not_confirmed(there: Platform, volunteer: User) -> None:
    batch = new_id()
    told(there, there.says("prepare", batch, code=code_of(volunteer), records=[served()]))
    assert told(there, there.says("abort", batch))["state"] == "aborted"
    assert (told(there, there.says("confirm", batch))["state"], balance(volunteer)) == ("aborted", 0)
    assert told(there, there.says("confirm", new_id()))["reason"] == "batch_unknown"


def test_what_is_never_confirmed_ends(there: Platform, volunteer: User) -> None:
    batch = new_id()
    told(there, there.says("prepare", batch, code=code_of(volunteer), records=[served()]))
    tidy_up(at=NOW + NONCE_KEPT + timedelta(seconds=1))
    assert (IncomingBatch.objects.get().state, PartnerNonce.objects.count()) == ("prepared", 0)
    later = NOW + PREPARED_FOR + timedelta(hours=1)
    tidy_up(at=later)
    assert told(there, there.says("confirm", batch), at=later)["state"] == "aborted"
    assert (IncomingBatch.objects.get().state, balance(volunteer)) == ("aborted", 0)


def test_record_comes_once_whatever_the_batch(there: Platform, volunteer: User) -> None:
    batch, one = new_id(), served()
    told(there, there.says("prepare", batch, code=code_of(volunteer), records=[one]))
    told(there, there.says("confirm", batch))
    again = told(there, there.says("prepare", new_id(), code=code_of(volunteer), records=[one]))
    assert (again["state"], again["refused"]) == ("refused", {str(one.id): "known_already"})


def test_ended_batch_stays_in_the_database(there: Platform, volunteer: User) -> None:
    batch = new_id()
    told(there, there.says("prepare", batch, code=code_of(volunteer), records=[served()]))
    told(there, there.says("abort", batch))
    with pytest.raises(IntegrityError, match="has ended"):
        IncomingBatch.objects.update(state="confirmed")
