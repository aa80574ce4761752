"""What every door of the field's API has in common."""

from django.http import HttpRequest
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from people.models import User


class Door(GenericAPIView):  # type: ignore[type-arg]
    """An API view that answers 401 to the anonymous, so that a phone knows that it must sign in and send again."""

    def get_authenticate_header(self, request: HttpRequest | Request) -> str:
        """Name the way to sign in; without it the framework would answer 403."""
        return "Session"


def person_of(request: Request) -> User:
    """Return who is signed in; the permission classes let nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101 - told to the type checker
    return request.user
