from datetime import time

from django.test import Client

from planning.models import SiteHours
from sites.models import Site


def kept(site: Site) -> dict[int, tuple[time, time]]:
    return {one.weekday: (one.opens, one.closes) for one in SiteHours.objects.filter(site=site)}


def test_officer_keeps_and_clears_the_hours(as_officer: Client, site: Site) -> None:
    url = f"/planning/hours/{site.code}/"
    assert as_officer.get(url).status_code == 200
    assert as_officer.post(url, {"opens_1": "09:00", "closes_1": "17:00"}).status_code == 302
    assert kept(site) == {1: (time(9), time(17))}
    assert 'value="09:00"' in as_officer.get(url).content.decode()
    as_officer.post(url, {"opens_2": "10:00", "closes_2": "16:00"})
    assert kept(site) == {2: (time(10), time(16))}
    as_officer.post(url, {"opens_2": ""})
    assert kept(site) == {}


def test_half_a_day_and_one_that_ends_first_are_told(as_officer: Client, site: Site) -> None:
    url = f"/planning/hours/{site.code}/"
    answer = as_officer.post(url, {"opens_1": "09:00", "opens_2": "17:00", "closes_2": "09:00"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["closes_1", "closes_2"])
    assert kept(site) == {}


def test_planners_and_volunteers_do_not_write_hours(as_planner: Client, as_volunteer: Client, site: Site) -> None:
    for client in (as_planner, as_volunteer):
        assert (
            client.post(f"/planning/hours/{site.code}/", {"opens_1": "09:00", "closes_1": "17:00"}).status_code == 403
        )
    assert kept(site) == {}
