"""A registry of names, asked through the operator's gateway: a POST of JSON to `IDENTITY_URL`; without one nobody is asked."""

import json
from http.client import HTTPException
from urllib.request import Request, urlopen

from django.conf import settings

from people.channels.protocol import WITHIN_S
from people.models import IdentityCheck

Said = IdentityCheck.Registry


def is_asked() -> bool:
    """Say whether this installation has a registry."""
    return bool(settings.IDENTITY_URL)


def ask_registry(*, name: str, document: str, number: str) -> str:
    """Return what the registry says of a name with a document's number; it may be silent, and then people look alone."""
    body = json.dumps({"name": name, "document": document, "number": number}).encode()
    request = Request(settings.IDENTITY_URL, body, {"Content-Type": "application/json"})  # noqa: S310 - the operator's own address
    try:
        with urlopen(request, timeout=WITHIN_S) as answer:  # noqa: S310 - the operator's own address
            matches = json.load(answer)["matches"]
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return Said.SILENT
    return Said.MATCHES if matches is True else Said.DIFFERS
