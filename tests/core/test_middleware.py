import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from core.errors import NotAllowed, NotFound
from core.middleware import ProblemMiddleware

ENGLISH = {"Accept-Language": "en"}
NOT_FOUND = "There is nothing here, or you may not see it."


def refused(path: str, accept: str = "text/html") -> HttpResponse | None:
    request = RequestFactory().get(path, headers={"Accept": accept})
    return ProblemMiddleware(lambda _request: HttpResponse()).process_exception(request, NotFound())


def test_refusal_of_a_page_is_a_page_with_its_sentence_and_code(client: Client, db: None) -> None:
    response = client.get("/sites/NOWHERE/", headers=ENGLISH)
    text = response.content.decode()
    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert text.count(f"<h1>{NOT_FOUND}</h1>") == 1
    assert text.count('<p class="muted small mono">not_found</p>') == 1


def test_refusal_speaks_chinese_first(client: Client, db: None) -> None:
    text = client.get("/sites/NOWHERE/").content.decode()
    with translation.override("zh-hans"):
        sentence = NotFound().detail
    assert (text.count(f"<h1>{sentence}</h1>"), sentence.isascii()) == (1, False)


def test_refusal_of_a_page_to_a_machine_is_problem_json(client: Client, db: None) -> None:
    response = client.get("/sites/NOWHERE/", headers={**ENGLISH, "Accept": "application/json"})
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    assert response.json() == {"type": "/problems/not_found", "code": "not_found", "title": NOT_FOUND, "status": 404}


def test_refusal_below_the_api_is_problem_json_whatever_is_asked_for() -> None:
    response = refused("/api/v1/anything")
    assert response is not None
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("error", [ZeroDivisionError(), PermissionError()])
def test_the_unexpected_stays_unexpected(error: Exception) -> None:
    middleware = ProblemMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), error) is None


def test_every_answer_says_what_a_page_may_ask_the_browser_for(client: Client, db: None) -> None:
    expected = "geolocation=(self), camera=(self), microphone=()"
    assert expected == settings.PERMISSIONS_POLICY
    for path in ("/sites/", "/sites/NOWHERE/", "/healthz", "/api/v1/sites"):
        assert client.get(path).headers["Permissions-Policy"] == expected


def test_a_view_may_ask_for_less() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Permissions-Policy": "camera=()"})

    assert ProblemMiddleware(view)(RequestFactory().get("/")).headers["Permissions-Policy"] == "camera=()"


def test_refusal_of_a_signed_in_page_is_403(as_volunteer: Client) -> None:
    response = as_volunteer.get("/me/volunteers/", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (403, NotAllowed.code)


@pytest.mark.parametrize(
    "path",
    ["/sites/a%00b/", "/sites/?level=%00", "/maps/status/?district=%00", "/maps/sites/%00/", "/hours/?page=a%00"],
)
def test_address_with_what_the_database_cannot_hold_is_not_found(path: str, as_volunteer: Client) -> None:
    response = as_volunteer.get(path, headers=ENGLISH)
    assert (response.status_code, response.content.decode().count(f"<h1>{NOT_FOUND}</h1>")) == (404, 1)


@pytest.mark.parametrize("path", ["/api/v1/sites/a%00b", "/api/v1/status?district=%00", "/api/v1/sites?q=a%00b"])
def test_address_of_the_api_with_what_the_database_cannot_hold_is_not_found(
    path: str, client: Client, db: None
) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
