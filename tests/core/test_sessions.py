"""Sessions are Django's, read by a shorter way."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from core.sessions import SessionStore


def test_session_is_read_as_it_was_written(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    store = SessionStore()
    store["who"] = "somebody"
    store.create()
    with django_assert_num_queries(1):
        assert SessionStore(store.session_key)["who"] == "somebody"


def test_session_that_ended_or_never_was_is_empty(db: None) -> None:
    store = SessionStore()
    store["who"] = "somebody"
    store.create()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in (store.session_key, "x" * 32):
        found = SessionStore(key)
        assert (found.get("who"), found.session_key) == (None, None)


def test_person_who_signed_out_is_nobody(as_volunteer: Client) -> None:
    old = as_volunteer.cookies["sessionid"].value
    as_volunteer.logout()
    as_volunteer.cookies["sessionid"] = old
    assert as_volunteer.get("/api/v1/reports").status_code == 401
