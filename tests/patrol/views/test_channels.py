"""The officer's pages of hotlines and webhooks."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.models import AuditEntry
from patrol.actions.hotlines import hotline_of_key
from patrol.models import Hotline, Webhook, WebhookDelivery
from people.models import User
from sites.models import Site
from tests.factories import make, told


def test_a_key_is_shown_once_kept_as_its_hash_and_taken_back(as_officer: Client, site: Site) -> None:
    made = as_officer.post("/desk/hotlines/", {"label": "12345", "area": "110101"}).content.decode()
    [key] = re.findall(r"data-key>([\w-]{43})<", made)
    line = Hotline.objects.get()
    assert (hotline_of_key(key=key, at=make.NOW), key in str(line.__dict__)) == (line, False)
    assert key not in as_officer.get("/desk/hotlines/").content.decode()
    as_officer.post(f"/desk/hotlines/{line.pk}/revoke/")
    assert hotline_of_key(key=key, at=make.NOW) is None
    verbs = AuditEntry.objects.filter(verb__in=["make_hotline", "revoke_hotline"]).order_by("at")
    assert [entry.verb for entry in verbs] == ["make_hotline", "revoke_hotline"]


def test_a_key_for_another_area_is_not_given(as_officer: Client, site: Site) -> None:
    assert as_officer.post("/desk/hotlines/", {"label": "?", "area": "11"}).status_code == 422
    assert Hotline.objects.count() == 0


def test_subscribe_test_pause_and_start(as_officer: Client, site: Site) -> None:
    said = {"label": "大屏", "url": "https://receiver.example.org/x", "area": "110101", "events": ["case.opened"]}
    address = as_officer.post("/desk/webhooks/", said).headers["Location"]
    assert re.search(r"data-secret>whsec_[\w+/]{43}=<", as_officer.get(address).content.decode())
    for what in ("test", "stop", "start", "renew"):
        assert as_officer.post(address, {"do": what}).status_code == 302
    webhook = Webhook.objects.get()
    assert (webhook.stopped_at, webhook.secret_round, WebhookDelivery.objects.get().event.kind) == (None, 2, "test")
    as_officer.post(address, {"do": "stop"})
    assert as_officer.post(address, {"do": "test"}).status_code == 409
    assert as_officer.post(f"{address}{WebhookDelivery.objects.get().pk}/again/").status_code == 409


@pytest.mark.parametrize(
    "change", [{"url": "http://receiver.example.org/"}, {"events": []}, {"area": "11"}, {"label": ""}]
)
def test_wrong_subscriptions_are_refused(as_officer: Client, site: Site, change: dict[str, object]) -> None:
    said = {"label": "大屏", "url": "https://receiver.example.org/x", "area": "110101", "events": ["case.opened"]}
    assert as_officer.post("/desk/webhooks/", {**said, **change}).status_code == 422
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_many(
    as_officer: Client, officer: User, site: Site, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        hook = told.webhook(officer)
    for number in range(count):
        as_officer.post(f"/desk/webhooks/{hook.pk}/", {"do": "test", "n": number})
    with django_assert_num_queries(7):
        as_officer.get("/desk/webhooks/")
    with django_assert_num_queries(8):
        as_officer.get(f"/desk/webhooks/{hook.pk}/")
