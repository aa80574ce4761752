"""Pages of protected units."""

from typing import Any

import pytest
from django.test import Client

from people.models import User
from sites.models import ProtectedUnit
from tests.factories import make
from tests.sites.actions.test_units import unit


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_two_queries(count: int, client: Client, db: None, django_assert_num_queries: Any) -> None:
    for number in range(count):
        make.site(unit=unit(f"U-{number}"))
    with django_assert_num_queries(2):
        page = client.get("/sites/units/").context["page"]
    assert [(one.code, one.site_count) for one in page] == [(f"U-{number}", 1) for number in range(count)]


def test_list_is_searched(client: Client, db: None) -> None:
    unit("A"), unit("B")
    assert [one.code for one in client.get("/sites/units/", {"q": "b"}).context["page"]] == ["B"]
    assert client.get("/sites/units/", {"q": "none"}).context["page"].paginator.count == 0


def test_officer_merges_and_both_pages_tell(client: Client, officer: User) -> None:
    one, other = unit("A"), unit("B")
    make.site(code="S-1", unit=one)
    client.force_login(officer)
    told = {"into": "b", "announced_on": "2026-01-01", "source": "国发〔2026〕1 号"}
    assert client.post("/sites/units/A/merge", told).headers["Location"] == "/sites/units/B/"
    assert [site.code for site in client.get("/sites/units/B/").context["page"]] == ["S-1"]
    pages = [client.get(f"/sites/units/{code}/") for code in "AB"]
    assert [list(page.context["merges"].values_list("source", flat=True)) for page in pages] == [
        ["国发〔2026〕1 号"]
    ] * 2
    assert [page.context["may_merge"] for page in pages] == [False, True]
    assert ProtectedUnit.objects.get(code="A").merged_into == other


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"into": "none"}, "into"),
        ({"into": "A"}, "into"),
        ({"announced_on": "2999-01-01"}, "announced_on"),
        ({"source": ""}, "source"),
    ],
)
def test_wrong_merge_is_said_at_its_field(told: dict[str, str], field: str, client: Client, officer: User) -> None:
    unit("A"), unit("B")
    client.force_login(officer)
    base = {"into": "B", "announced_on": "2026-01-01", "source": "国发〔2026〕1 号"}
    response = client.post("/sites/units/A/merge", {**base, **told})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
