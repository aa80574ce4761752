import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from core.pagination import KeyedPaginator, Pages
from sites.models import Site
from tests.factories import make


@pytest.mark.parametrize(("asked", "given"), [("", 50), ("7", 7), ("500", 500), ("9999", 500), ("0", 50), ("x", 50)])
def test_a_client_chooses_the_size_of_a_page_up_to_500(asked: str, given: int) -> None:
    request = Request(APIRequestFactory().get("/", {"page_size": asked} if asked else {}))
    assert Pages().get_page_size(request) == given


def test_a_page_tells_its_neighbours() -> None:
    pages = Pages()
    rows = pages.paginate_queryset([*range(5)], Request(APIRequestFactory().get("/", {"page_size": 2, "page": 2})))  # type: ignore[arg-type]
    body = pages.get_paginated_response(rows).data
    assert (body["count"], body["results"]) == (5, [2, 3])
    assert (body["previous"], body["next"]) == (
        "http://testserver/?page_size=2",
        "http://testserver/?page=3&page_size=2",
    )


def test_keyed_pages_hold_the_rows_in_order(db: None) -> None:
    for code in "CABED":
        make.site(code=code)
    pages = KeyedPaginator(Site.objects.order_by("-code"), 2)
    assert [[site.code for site in page] for page in pages] == [["E", "D"], ["C", "B"], ["A"]]


def test_keyed_page_beyond_the_last_is_the_last(db: None) -> None:
    make.site(code="A")
    page = KeyedPaginator(Site.objects.order_by("code"), 2).get_page(9)
    assert ([site.code for site in page], page.number) == (["A"], 1)


def test_keyed_pages_of_nothing_are_one_empty_page(db: None) -> None:
    assert [list(page) for page in KeyedPaginator(Site.objects.order_by("code"), 2)] == [[]]
