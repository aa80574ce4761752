import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from core.pagination import Pages


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
