"""Who came in."""

from rest_framework.request import Request

from people.models import User


def person_of(request: Request) -> User:
    """Return who is signed in; the permission classes let nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101 - told to the type checker
    return request.user
