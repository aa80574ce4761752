"""Catches refusals at the door and writes them as a page, or as problem+json where a machine asks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import NotFound, Problem
from core.problem import problem_response


class ProblemMiddleware:
    """Turn a `Problem` raised by a page's view into an answer with its sentence and remedy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does, with the permissions a page may ask the browser for."""
        response = _refused(request, NotFound()) if _holds_nul(request) else self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; anything unexpected stays unexpected."""
        return _refused(request, exception) if isinstance(exception, Problem) else None


def _holds_nul(request: HttpRequest) -> bool:
    """Say whether the address holds the one character that PostgreSQL cannot: nothing has such a name."""
    return "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")


def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    if request.path.startswith("/api/") or "json" in request.headers.get("Accept", ""):
        return problem_response(problem)
    return render(request, "core/problem.html", {"problem": problem}, status=problem.status)
