"""The calibration page: empty, with figures, with a run; for officers."""

from datetime import date

import pytest
from django.test import Client

from patrol.models import Rescoring
from sites.models import Site
from tests.factories import make
from tests.patrol.queries.test_calibration import decided

ADDRESS = "/desk/calibration/"


def test_calibration_says_that_nothing_was_decided(as_officer: Client) -> None:
    page = as_officer.get(ADDRESS, headers={"accept-language": "en"})
    assert (page.status_code, page.content.decode().count("No report was decided yet")) == (200, 1)


def test_calibration_shows_figures_and_the_last_run(as_officer: Client, site: Site) -> None:
    for _ in range(20):
        decided(site)
        decided(site, "rejected", score=40, outcome="fail")
    Rescoring.objects.create(total=8, done=2, changed=1, asked_at=make.NOW, policy_from=date(2026, 11, 1))
    page = as_officer.get(ADDRESS, headers={"accept-language": "en"})
    html = page.content.decode()
    assert (html.count("2 of 8, 1 changed"), html.count("20 of them rejected"), html.count("84–100 %")) == (1, 1, 1)
    assert page.context["proposals"][0][:2] == ("Presence", 44)


@pytest.mark.parametrize("rows", [1, 3])
def test_calibration_asks_a_fixed_number_of_times(
    as_officer: Client, site: Site, rows: int, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        decided(site)
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(7):
        as_officer.get(ADDRESS)


def test_calibration_is_for_officers(as_volunteer: Client, as_planner: Client) -> None:
    assert [client.get(ADDRESS).status_code for client in (as_volunteer, as_planner, Client())] == [403, 403, 302]
