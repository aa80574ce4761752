"""How Collect is known: by the key in the address it was configured with, or by address and password (Basic)."""

from copy import copy
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from patrol.actions.collect_tokens import person_of_token
from people.models import User

# A key is not guessed at this pace; a phone with an old key learns it at the first question.
WRONG_KEYS: Final = "30/min"


class WrongKeyPace(SimpleRateThrottle):
    """Counts wrong keys by the address they come from."""

    scope = "collect_key"
    rate = WRONG_KEYS
    cache = caches["pace"]

    def get_cache_key(self, request: Request, view: Any) -> str:
        """Count each address by itself."""
        return f"collect_key_{self.get_ident(request)}"


class KeySignIn(BaseAuthentication):
    """Knows a person by the key in the address."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return the key's person; refuses an unknown or withdrawn one, and too many of them."""
        token = request.parser_context["kwargs"].get("token")
        if token is None:
            return None
        person = person_of_token(token=token, at=timezone.now())
        if person is not None:
            return person, None
        pace = WrongKeyPace()
        if not pace.allow_request(request, None):  # type: ignore[arg-type]
            raise Throttled(wait=pace.wait())
        raise AuthenticationFailed

    def authenticate_header(self, request: Request) -> str:
        """Ask for a password only where no key stands in the address."""
        has_key = "token" in request.parser_context["kwargs"]
        return "Key" if has_key else 'Basic realm="Heritage Patrol", charset="UTF-8"'


class BasicSignIn(BasicAuthentication):
    """Knows a person by address and password, as the sign-in page does: the same limits on failed attempts.

    Whoever asks for a second factor at sign-in gets none here, so a password alone does not let them in: a key does.
    """

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        """Leave addresses with a key to the key."""
        return None if "token" in request.parser_context["kwargs"] else super().authenticate(request)

    def authenticate_credentials(self, userid: str, password: str, request: Any = None) -> tuple[User, None]:
        """Check the password, counting failures by account and by address."""
        # The library counts no failures of a GET, and a list of forms is got: a guess is a guess.
        attempt = copy(request._request)  # noqa: SLF001 - the framework's own request
        attempt.method = "POST"
        try:
            person = get_adapter().authenticate(attempt, email=userid, password=password)
        except ValidationError as error:
            raise Throttled(wait=60) from error
        if person is None or not person.is_active or is_mfa_enabled(person):
            raise AuthenticationFailed
        return person, None
