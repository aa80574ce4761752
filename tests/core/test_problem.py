import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation
from rest_framework import exceptions
from rest_framework.response import Response

from core.errors import NotAllowed, Problem, Stale
from core.problem import api_exception_handler, problem_body, problem_response


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


class TooMany(Problem):
    code = "too_many"
    status = 422
    sentence = "At most {limit}."


def answer(error: Exception) -> Response:
    response = api_exception_handler(error, {})
    assert response is not None
    return response


def test_problem_document_has_type_code_title_status_and_what_helps() -> None:
    assert problem_body(TooMany(limit=3)) == {
        "type": "/problems/too_many",
        "code": "too_many",
        "title": "At most 3.",
        "status": 422,
        "limit": 3,
    }


def test_problem_response_is_problem_json() -> None:
    response = problem_response(TooMany(limit=3))
    assert (response.status_code, response.headers["Content-Type"]) == (422, "application/problem+json")
    assert json.loads(response.content) == problem_body(TooMany(limit=3))


def test_refusal_in_the_api_is_problem_json(db: None) -> None:
    response = answer(Stale())
    assert (response.status_code, response.content_type) == (409, "application/problem+json")
    assert response.data["code"] == "stale"


@pytest.mark.parametrize(("error", "code"), [(Http404(), "not_found"), (PermissionDenied(), "not_allowed")])
def test_djangos_own_refusals_are_ours(error: Exception, code: str, db: None) -> None:
    assert answer(error).data["code"] == code


def test_wrong_values_are_listed(db: None) -> None:
    response = answer(exceptions.ValidationError({"bbox": ["Four numbers."]}))
    assert response.data == {
        "type": "/problems/invalid",
        "code": "invalid",
        "title": "Some values are missing or wrong. See the list.",
        "status": 400,
        "errors": {"bbox": ["Four numbers."]},
    }


def test_a_method_that_is_not_there_says_so(db: None) -> None:
    response = answer(exceptions.MethodNotAllowed("PATCH"))
    assert (response.status_code, response.data["code"]) == (405, "method_not_allowed")
    assert response.data["title"] == 'Method "PATCH" not allowed.'


def test_throttled_says_when_to_come_back(db: None) -> None:
    response = answer(exceptions.Throttled(wait=12.2))
    assert (response.status_code, response.headers["Retry-After"]) == (429, "14")


def test_the_unexpected_stays_unexpected() -> None:
    assert api_exception_handler(ZeroDivisionError(), {}) is None


def test_refusal_is_said_in_the_readers_language(db: None) -> None:
    english = answer(NotAllowed()).data["title"]
    with translation.override("zh-hans"):
        chinese = answer(NotAllowed()).data["title"]
    assert english == "You may not do this here. Ask the officer of the district if you think you should."
    assert (chinese == english, chinese.isascii()) == (False, False)
