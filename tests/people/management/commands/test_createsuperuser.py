"""The first person of a new installation: made on the command line, signs in on the page."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from people.models import User

PASSWORD = "a-Long-pass-91"


@pytest.fixture
def operator(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="you@test.example", name="First", interactive=False, verbosity=0)
    return User.objects.get()


def test_operator_signs_in_and_reaches_a_home_page(operator: User, client: Client) -> None:
    answer = client.post(reverse("account_login"), {"login": operator.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("home"))
    home = client.get(reverse("home"), follow=True)
    assert home.status_code == 200
    assert home.context["user"] == operator


def test_operator_made_administrator_reaches_the_desk(operator: User, client: Client) -> None:
    call_command("grant_role", operator.email, "administrator", verbosity=0)
    client.force_login(operator)
    assert client.get(reverse("home"), follow=True).redirect_chain == [(reverse("patrol:desk"), 302)]
