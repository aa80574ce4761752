"""What every door of the API has in common: how a caller is known, and how many questions one may ask."""

from django.core.cache import caches
from drf_spectacular.authentication import SessionScheme
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class SignedInSession(SessionAuthentication):
    """A session that answers 401 to the anonymous, so that a phone knows that it must sign in and send again."""

    def authenticate_header(self, request: Request) -> str:
        """Name the way to sign in; without it the framework would answer 403."""
        return "Session"


class SignedInSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """Describes the session in the API's description."""

    target_class = "core.door.SignedInSession"


class AnonymousPace(AnonRateThrottle):
    """Anonymous callers, counted in each process's memory: six statements a request would cost more than they save."""

    cache = caches["pace"]


class PersonPace(UserRateThrottle):
    """People signed in, counted in each process's memory."""

    cache = caches["pace"]
