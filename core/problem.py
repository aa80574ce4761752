"""Writes a refusal as problem+json (RFC 9457) for machines."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.errors import NotAllowed, NotFound, Problem

CONTENT_TYPE = "application/problem+json"


def problem_body(problem: Problem) -> dict[str, Any]:
    """Return the members of a problem document."""
    return {
        "type": f"/problems/{problem.code}",
        "code": problem.code,
        "title": problem.detail,
        "status": problem.status,
        **problem.extra,
    }


def problem_response(problem: Problem) -> HttpResponse:
    """Return the problem document as a plain Django response."""
    return JsonResponse(problem_body(problem), status=problem.status, content_type=CONTENT_TYPE)


def api_exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer every refusal of the API as problem+json; unexpected errors stay unexpected."""
    if isinstance(error, Http404):
        error = NotFound()
    if isinstance(error, PermissionDenied):
        error = NotAllowed()
    if isinstance(error, Problem):
        set_rollback()
        return Response(problem_body(error), status=error.status, content_type=CONTENT_TYPE)
    if isinstance(error, exceptions.APIException):
        set_rollback()
        return _framework_response(error)
    return None


def _framework_response(error: exceptions.APIException) -> Response:
    headers = {}
    # Beside 401 HTTP wants the way to sign in (RFC 9110, 11.6.1).
    scheme = getattr(error, "auth_header", None)
    if scheme:
        headers["WWW-Authenticate"] = str(scheme)
    wait = getattr(error, "wait", None)
    if wait:
        headers["Retry-After"] = str(int(wait) + 1)
    body: dict[str, Any] = {
        "code": str(error.default_code),
        "status": error.status_code,
    }
    body["type"] = f"/problems/{body['code']}"
    if isinstance(error, exceptions.ValidationError):
        body |= {
            "title": _("Some values are missing or wrong. See the list."),
            "errors": error.detail,
        }
    else:
        body["title"] = str(error.detail)
    return Response(body, status=error.status_code, headers=headers, content_type=CONTENT_TYPE)
