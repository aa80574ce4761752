"""What `notify` writes: who gets which row, and when it is due."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from core.ids import new_id
from people.actions import notify
from people.actions.preferences import change_notice_settings, keep_push_device
from people.models import Delivery, Notice, NoticeSettings, User
from tests.factories import jobs, make
from tests.factories.mailbox import confirmed
from tests.factories.push_service import Browser

MINUTE = timedelta(minutes=1)
# 02:00 in Shanghai
NIGHT = make.NOW + timedelta(hours=14)
MORNING = make.NOW + timedelta(hours=19, minutes=30)


def tell(*people: User, kind: str = "report_accepted", at: datetime = make.NOW, **params: Any) -> None:
    notify(users=people, kind=kind, params={"site": ["钟楼", "Bell Tower"], **params}, url="/field/mine/", at=at)


def rows() -> list[tuple[str, str, datetime | None, bool]]:
    found = Delivery.objects.order_by("channel").values_list("channel", "state", "next_try_at", "is_urgent")
    return list(found)


def with_everything(person: User) -> User:
    person.phone, person.is_phone_verified = "13800000001", True
    person.save()
    browser = Browser("http://127.0.0.1/phone")
    keep_push_device(**browser.subscription, label="", by=person, at=make.NOW)
    return person


def test_ordinary_notice_goes_by_the_channels_of_the_defaults_after_a_minute(reader: User, settings: Settings) -> None:
    settings.PUSH_PRIVATE_KEY = "x"
    tell(with_everything(reader))
    assert rows() == [("email", "waiting", make.NOW + MINUTE, False), ("push", "waiting", make.NOW + MINUTE, False)]
    assert jobs.queued() == []


def test_alarm_goes_by_every_channel_at_once_and_at_night(reader: User, settings: Settings) -> None:
    settings.PUSH_PRIVATE_KEY = "x"
    person = with_everything(reader)
    notify(users=[person], kind="outing_overdue", params={"name": "陆望山", "minutes": 30}, url="/x/", at=NIGHT)
    assert rows() == [(channel, "waiting", NIGHT, True) for channel in ("email", "push", "sms")]
    assert jobs.queued() == [("people.deliver", {})]


def test_alarm_goes_even_to_addresses_nobody_confirmed(stranger: User) -> None:
    stranger.phone = "13800000002"
    stranger.save()
    tell(stranger)
    assert rows() == []
    tell(stranger, kind="outing_not_ended")
    assert [row[0] for row in rows()] == ["email", "sms"]


def test_ordinary_notice_keeps_quiet_until_the_morning(reader: User) -> None:
    tell(reader, at=NIGHT)
    assert rows() == [("email", "waiting", MORNING, False)]


def test_closed_account_is_told_nothing(reader: User) -> None:
    reader.is_active = False
    reader.save()
    tell(reader, kind="outing_overdue", name="陆望山", minutes=30)
    assert rows() == []


def test_wishes_are_kept(reader: User) -> None:
    chosen = {("reports", "email"): False, ("hours", "email"): True}
    change_notice_settings(values={"digest": "daily"}, chosen=chosen, by=reader, at=make.NOW)
    tell(reader)
    assert rows() == []
    tell(reader, kind="hours_posted", minutes=30)
    assert rows() == [("email", "waiting", MORNING, False)]


@pytest.mark.parametrize("n", [1, 3])
def test_telling_many_asks_as_often_as_telling_one(
    n: int, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [confirmed(f"r{number}@test.example") for number in range(n)]
    # Two of them are the savepoint's.
    with django_assert_num_queries(6):
        tell(*people)


@pytest.mark.parametrize("place", [116.4, {"type": "Point"}, [116.4, 39.9]])
def test_a_place_in_a_notice_is_a_mistake_of_ours(place: object, reader: User) -> None:
    with pytest.raises(ValueError, match="behind the link"):
        tell(reader, where=place)


@pytest.mark.parametrize("params", [{"x": 116.4}, {"x": [1, 39.9]}, {"x": {"lon": 1}}, {"x": [{"lon": 1}]}])
def test_wall_against_places(params: dict[str, Any], reader: User) -> None:
    with pytest.raises(IntegrityError, match="notice_params_hold_no_position"), transaction.atomic():
        Notice.objects.create(user=reader, kind="assigned", params=params, created_at=make.NOW)
    Notice.objects.create(user=reader, kind="assigned", params={"x": ["a", "b"], "n": 3}, created_at=make.NOW)


def test_notice_and_rows_come_together_or_not_at_all(reader: User) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(reader)
        raise RuntimeError
    assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)


def delivery(person: User, **fields: Any) -> Delivery:
    notice = Notice.objects.create(user=person, kind="assigned", params={}, created_at=make.NOW)
    return Delivery.objects.create(notice=notice, channel="email", next_try_at=make.NOW, **fields)


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"next_try_at": None}, "delivery_waits_or_ended"),
        ({"state": "sent", "next_try_at": None}, "delivery_waits_or_ended"),
        ({"state": "gone"}, "delivery_"),
        ({"state": "failed", "next_try_at": None, "ended_at": make.NOW}, "delivery_not_sent_has_a_reason"),
        ({"reason": "refused"}, "delivery_not_sent_has_a_reason"),
        ({"interruptions": 3}, "delivery_interrupted_twice_at_most"),
    ],
)
def test_walls_of_a_delivery(fields: dict[str, Any], wall: str, reader: User) -> None:
    row = delivery(reader)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Delivery.objects.filter(pk=row.pk).update(**fields)


def test_wall_once_per_channel(reader: User) -> None:
    row = delivery(reader)
    with pytest.raises(IntegrityError, match="delivery_once_per_channel"), transaction.atomic():
        Delivery.objects.create(notice=row.notice, channel="email", next_try_at=make.NOW)


def test_wall_sent_is_final(reader: User) -> None:
    row = delivery(reader)
    Delivery.objects.filter(pk=row.pk).update(state="sent", next_try_at=None, ended_at=make.NOW)
    with pytest.raises(IntegrityError, match="delivery_sent_is_final"), transaction.atomic():
        Delivery.objects.filter(pk=row.pk).update(state="waiting", next_try_at=make.NOW, ended_at=None)


def test_walls_of_wishes(reader: User) -> None:
    with pytest.raises(IntegrityError, match="alarms_are_not_switched_off"), transaction.atomic():
        reader.channel_choices.create(subject="alarm", channel="email", is_on=False)
    with pytest.raises(IntegrityError, match="quiet_hours_end"), transaction.atomic():
        NoticeSettings.objects.create(user=reader, quiet_from="08:00", quiet_until="08:00", changed_at=make.NOW)
    reader.channel_choices.create(subject="desk", channel="email", is_on=False)
    with pytest.raises(IntegrityError, match="channel_chosen_once"), transaction.atomic():
        reader.channel_choices.create(id=new_id(), subject="desk", channel="email", is_on=True)
