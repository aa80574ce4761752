"""Reminders wait for the morning, and one tap in the mail stops them alone."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from community.actions.care import adopt_site, call_season, remind_of_promises
from people.actions.deliveries import deliver_next
from people.models import ChannelChoice, Delivery, User
from sites.models import Site

# Half past eleven in the night of the city.
NIGHT = datetime(2026, 1, 10, 15, 30, tzinfo=UTC)
MORNING = datetime(2026, 1, 10, 23, 30, tzinfo=UTC)


def test_reminder_waits_for_the_morning_and_one_tap_without_signing_in_stops_it(volunteer: User, site: Site) -> None:
    EmailAddress.objects.create(user=volunteer, email=volunteer.email, verified=True)
    adopt_site(site=site, times_a_year=4, is_shown=False, by=volunteer, at=NIGHT - timedelta(days=100))
    remind_of_promises(at=NIGHT)
    assert Delivery.objects.get(channel="email").next_try_at == MORNING
    assert deliver_next(at=MORNING)
    [message] = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [(one.subject, one.channel, one.is_on) for one in ChannelChoice.objects.all()] == [
        ("nudges", "email", False)
    ]
    assert call_season(at=NIGHT) == 2
    assert Delivery.objects.filter(channel="email", state="waiting").count() == 0
