import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from standardwebhooks import Webhook as Checker
from standardwebhooks import WebhookVerificationError

from core.errors import NotAllowed
from patrol.actions.cases import advance_case
from patrol.actions.deliveries import deliver, send_due
from patrol.actions.moderation import mark_spam, open_case_of
from patrol.actions.webhooks import redeliver, renew_secret, secret_of_webhook, send_test, start_webhook, stop_webhook
from patrol.errors.public import WebhookStopped, WebhookUrlRefused
from patrol.models import FindingKind, Webhook, WebhookAttempt, WebhookDelivery, WebhookEvent
from people.models import Notice, Role, User
from sites.models import Site
from tests.factories import make, told
from tests.factories.receiver import Receiver, receiving


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.INSECURE_LOCAL = True
    with receiving() as running:
        yield running


def run(at: datetime) -> list[WebhookAttempt]:
    """Do what the worker does: spread, then call whatever is due."""
    send_due(at=at)
    due = WebhookDelivery.objects.filter(state="pending", next_at__lte=at).order_by("made_at", "event__kind")
    return [attempt for one in list(due) if (attempt := deliver(delivery=one, at=at)) is not None]


def kinds(receiver: Receiver) -> list[str]:
    return [json.loads(body)["type"] for _headers, body in receiver.calls]


def test_calls_are_signed_as_the_standard_says(receiver: Receiver, site: Site, officer: User) -> None:
    hook = told.webhook(officer, receiver.url)
    told.receive()
    run(timezone.now())
    [(headers, body)] = receiver.calls
    checker = Checker(secret_of_webhook(webhook=hook))
    assert checker.verify(body.decode(), headers)["type"] == "report.received"
    with pytest.raises(WebhookVerificationError):
        checker.verify(body.decode().replace("public", "secret"), headers)
    renewed = renew_secret(webhook=hook, by=officer, at=timezone.now())
    with pytest.raises(WebhookVerificationError):
        Checker(secret_of_webhook(webhook=renewed)).verify(body.decode(), headers)
    assert headers["webhook-id"] == f"msg_{WebhookEvent.objects.get().pk.hex}"
    assert WebhookDelivery.objects.get().state == "delivered"


def test_a_citizens_report_is_told_from_arrival_to_the_end_of_its_case(
    receiver: Receiver, site: Site, officer: User
) -> None:
    told.webhook(officer, receiver.url)
    report, _secret = told.receive()
    crack = FindingKind.objects.get(code="crack")
    decided = open_case_of(report=report, site=site, kind=crack, severity=3, version=0, by=officer, at=timezone.now())
    case = decided.case
    assert case is not None
    advance_case(case=case, to="dismissed", note="无", version=case.version, by=officer, at=timezone.now())
    run(timezone.now())
    assert sorted(kinds(receiver)) == ["case.closed", "case.opened", "report.decided", "report.received"]
    bodies: dict[str, Any] = {json.loads(body)["type"]: json.loads(body)["data"] for _headers, body in receiver.calls}
    assert bodies["case.opened"]["number"] == case.number
    assert bodies["case.opened"]["site"] == {
        "code": site.code,
        "name_zh": "钟楼",
        "name_en": "Bell Tower",
        "district": "110101",
    }
    assert bodies["case.opened"]["place"] == {"lon": 116.3894, "lat": 39.9407, "precision": "exact"}
    assert (bodies["report.decided"]["state"], bodies["report.received"]["source"]) == ("in_case", "public")
    assert "text" not in bodies["report.received"]


def test_a_volunteers_report_is_told_too(receiver: Receiver, site: Site, officer: User, volunteer: User) -> None:
    told.webhook(officer, receiver.url)
    report = make.report(volunteer, site, severity=2)
    report.review.state, report.review.decided_by, report.review.decided_at = "accepted", officer, make.NOW
    report.review.save()
    run(timezone.now())
    assert sorted(kinds(receiver)) == ["report.decided", "report.received"]
    assert json.loads(receiver.calls[0][1])["data"]["source"] == "volunteer"


def test_spam_and_what_is_held_are_told_to_nobody(receiver: Receiver, site: Site, officer: User) -> None:
    told.webhook(officer, receiver.url)
    report, _secret = told.receive(text="http://a.example http://b.example")
    mark_spam(report=report, version=0, by=officer, at=timezone.now())
    assert (run(timezone.now()), receiver.calls) == ([], [])


def test_nothing_is_kept_while_nobody_is_subscribed(site: Site, officer: User) -> None:
    told.receive()
    told.webhook(officer, events=["case.opened"])
    told.receive()
    assert WebhookEvent.objects.count() == 0


def test_another_area_hears_nothing(receiver: Receiver, site: Site) -> None:
    far = make.user()
    make.grant(far, Role.OFFICER, "110105")
    told.webhook(far, receiver.url, area="110105")
    told.receive()
    assert (run(timezone.now()), WebhookEvent.objects.count()) == ([], 1)


def test_an_organisation_hears_of_its_own_people_and_sees_as_the_public(receiver: Receiver, officer: User) -> None:
    team = make.organisation()
    tomb = make.site(category_id="0201")
    told.webhook(officer, receiver.url, organisation=team)
    make.report(make.volunteer(), tomb)
    make.report(make.volunteer(organisation=team), tomb)
    told.receive()
    run(timezone.now())
    [(_headers, body)] = receiver.calls
    assert json.loads(body)["data"]["place"] == {"lon": 116.385, "lat": 39.945, "precision": "cell"}


def test_the_authority_sees_exactly_while_its_keeper_may(receiver: Receiver, officer: User) -> None:
    tomb = make.site(category_id="0201")
    hook = told.webhook(officer, receiver.url)
    make.report(make.volunteer(), tomb)
    run(timezone.now())
    officer.role_grants.update(revoked_at=make.NOW)
    [delivery] = hook.deliveries.all()
    WebhookDelivery.objects.update(state="pending", next_at=delivery.made_at)
    run(timezone.now())
    places = [json.loads(body)["data"]["place"]["precision"] for _headers, body in receiver.calls]
    assert places == ["exact", "cell"]


def test_failures_are_tried_again_later_and_later_and_given_up(receiver: Receiver, site: Site, officer: User) -> None:
    receiver.statuses = [500]
    told.webhook(officer, receiver.url)
    told.receive()
    at, waits = timezone.now(), []
    for _ in range(10):
        run(at)
        delivery = WebhookDelivery.objects.get()
        if delivery.next_at is not None:
            waits.append(int((delivery.next_at - at).total_seconds()))
            at = delivery.next_at
    assert waits == [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    assert (delivery.state, len(receiver.calls), delivery.attempts.count()) == ("failed", 10, 10)
    assert len({headers["webhook-id"] for headers, _body in receiver.calls}) == 1


def test_a_success_ends_the_trying(receiver: Receiver, site: Site, officer: User) -> None:
    receiver.statuses = [503, 204]
    hook = told.webhook(officer, receiver.url)
    told.receive()
    at = timezone.now()
    run(at)
    hook.refresh_from_db()
    assert hook.failing_since == at
    run(at + timedelta(seconds=5))
    hook.refresh_from_db()
    assert (hook.failing_since, WebhookDelivery.objects.get().state) == (None, "delivered")
    assert run(at + timedelta(days=9)) == []


def test_days_of_failures_stop_it_and_its_keeper_is_told(receiver: Receiver, site: Site, officer: User) -> None:
    receiver.statuses = [500]
    hook = told.webhook(officer, receiver.url)
    told.receive()
    at = timezone.now()
    run(at)
    run(at + timedelta(days=4))
    hook.refresh_from_db()
    assert hook.stopped_at is None
    run(at + timedelta(days=6))
    hook.refresh_from_db()
    assert (hook.stopped_why, Notice.objects.filter(kind="webhook_stopped", user=officer).count()) == ("failing", 1)
    calls = len(receiver.calls)
    assert (run(at + timedelta(days=7)), len(receiver.calls)) == ([], calls)
    receiver.statuses = [200]
    start_webhook(webhook=hook, by=officer, at=at)
    assert [one.status for one in run(at + timedelta(days=8))] == [200]


def test_gone_stops_it_at_once(receiver: Receiver, site: Site, officer: User) -> None:
    receiver.statuses = [410]
    hook = told.webhook(officer, receiver.url)
    told.receive()
    run(timezone.now())
    hook.refresh_from_db()
    assert hook.stopped_why == "gone"


def test_a_redirect_is_not_followed(receiver: Receiver, site: Site, officer: User) -> None:
    receiver.statuses, receiver.headers_to_send = [302], {"Location": receiver.url + "/elsewhere"}
    told.webhook(officer, receiver.url)
    told.receive()
    [attempt] = run(timezone.now())
    assert (attempt.status, len(receiver.calls), WebhookDelivery.objects.get().state) == (302, 1, "pending")


def test_a_call_is_made_once_by_two_workers(receiver: Receiver, site: Site, officer: User) -> None:
    told.webhook(officer, receiver.url)
    told.receive()
    at = timezone.now()
    send_due(at=at)
    delivery = WebhookDelivery.objects.get()
    assert [deliver(delivery=delivery, at=at) is None for _ in range(2)] == [False, True]
    assert len(receiver.calls) == 1


def test_what_a_dead_worker_claimed_is_called_after_its_lease(receiver: Receiver, site: Site, officer: User) -> None:
    told.webhook(officer, receiver.url)
    told.receive()
    at = timezone.now()
    send_due(at=at)
    WebhookDelivery.objects.update(tries=1, next_at=at + timedelta(minutes=2))
    assert run(at + timedelta(minutes=1)) == []
    assert [one.status for one in run(at + timedelta(minutes=3))] == [200]


def test_test_and_redelivery_by_hand(receiver: Receiver, site: Site, officer: User, stranger: User) -> None:
    hook = told.webhook(officer, receiver.url)
    delivery = send_test(webhook=hook, by=officer, at=timezone.now())
    run(timezone.now())
    redeliver(webhook=hook, delivery_id=delivery.pk, by=officer, at=timezone.now())
    run(timezone.now())
    assert kinds(receiver) == ["test", "test"]
    assert receiver.calls[0][0]["webhook-id"] == receiver.calls[1][0]["webhook-id"]
    stop_webhook(webhook=hook, by=officer, why="paused", at=timezone.now())
    with pytest.raises(WebhookStopped):
        redeliver(webhook=hook, delivery_id=delivery.pk, by=officer, at=timezone.now())
    with pytest.raises(NotAllowed):
        start_webhook(webhook=hook, by=stranger, at=timezone.now())


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example.org/",
        "https://user:word@example.org/",
        "ftp://example.org/",
        "https:///x",
        "http://127.0.0.1.example.org/",
    ],
)
def test_addresses_that_are_never_called(site: Site, officer: User, url: str) -> None:
    with pytest.raises(WebhookUrlRefused):
        told.webhook(officer, url)
    assert Webhook.objects.count() == 0
