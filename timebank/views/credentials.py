"""Badges: taken along by their holder, proved to anybody; and the documents machines ask for: keys, achievements, status."""

import re
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotFound
from core.logic import jose
from people.models import Organisation
from people.permissions import signed_in
from timebank.actions.credentials import badge_of_certificate, badge_of_stars
from timebank.forms.exchange import BadgeForm
from timebank.logic import badge
from timebank.models import Credential
from timebank.queries.certificates import own_certificates
from timebank.queries.credentials import (
    LANGUAGE,
    platform,
    revoked_on,
    revoked_places,
    service_achievement,
    stars_achievement,
    verified,
)
from timebank.queries.transfers import own_keys, own_seed

STATUS_SECONDS: Final = 300
MOST_STARS: Final = 5
BAKED: Final = re.compile(r'<openbadges:credential[^>]*\bverify="([A-Za-z0-9_.-]+)"')


@login_required
@require_POST
def certificate_badge(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Send the badge of one's own certificate: as picture with the credential in it, or the credential alone."""
    person = signed_in(request)
    certificate = own_certificates(person).filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    made = badge_of_certificate(certificate=certificate, by=person, at=timezone.now())
    return _file(request, made, f"badge-{certificate.number}", certificate.number)


@login_required
@require_POST
def stars_badge(request: HttpRequest, stars: int) -> HttpResponse:
    """Send the badge of a star level the person has reached."""
    made = badge_of_stars(stars=stars, by=signed_in(request), at=timezone.now())
    return _file(request, made, f"badge-{stars}-stars", f"{stars} ★")


@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Say to whoever has a badge whether it is true and still holds."""
    form = BadgeForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "is_asked": False}
    if form.is_valid():
        found = verified(_token(form.cleaned_data["text"]), timezone.now())
        context |= {"is_asked": True, "found": found}
        if found is not None:
            context |= _shown(found.document)
            context["revoked_on"] = revoked_on(found.credential) if found.credential else None
    return render(request, "timebank/badge_verify.html", context, status=422 if form.is_bound and form.errors else 200)


@require_GET
@cache_control(public=True, max_age=STATUS_SECONDS)
def status(request: HttpRequest, list_number: int) -> HttpResponse:
    """Send a status list as signed credential (Bitstring Status List, section 3.1)."""
    if list_number > 0 and not Credential.objects.filter(serial__gte=list_number * badge.LIST_ENTRIES).exists():
        raise NotFound
    issuer, url = platform(), settings.PUBLIC_URL + request.path
    document = badge.status_list(url, issuer, revoked_places(list_number), timezone.now())
    kid = jose.thumbprint(jose.public_key(own_seed()))
    header = {"typ": "JWT", "kid": badge.key_id(issuer.did, kid)}
    claims = document | {"iss": issuer.did, "jti": url}
    return HttpResponse(jose.sign(own_seed(), header, jose.canonical(claims)), content_type="application/vc+jwt")


@require_GET
@cache_control(public=True, max_age=STATUS_SECONDS)
def achievement(request: HttpRequest, achievement_name: str) -> HttpResponse:
    """Send an achievement's own document."""
    with translation.override(LANGUAGE):
        if achievement_name == "service":
            found = service_achievement()
        elif (stars := achievement_name.removeprefix("stars-")).isdecimal() and 1 <= int(stars) <= MOST_STARS:
            found = stars_achievement(int(stars))
        else:
            raise NotFound
        document = badge.achievement_document(found)
    return _json({"@context": list(badge.CONTEXTS), **document}, "application/ld+json")


@require_GET
@cache_control(public=True, max_age=STATUS_SECONDS)
def keys(request: HttpRequest) -> HttpResponse:
    """Send the platform's public keys (JWK set, RFC 7517, section 5)."""
    return _json({"keys": [jose.jwk(key) for key in own_keys()]}, "application/jwk-set+json")


@require_GET
@cache_control(public=True, max_age=STATUS_SECONDS)
def platform_did(request: HttpRequest) -> HttpResponse:
    """Send the platform's DID document."""
    return _json(badge.did_document(platform().did, _jwks()), "application/did+json")


@require_GET
@cache_control(public=True, max_age=STATUS_SECONDS)
def issuer_did(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Send the DID document of an organisation that certifies: its badges are signed with the platform's keys."""
    if not Organisation.objects.filter(pk=organisation_id, certificate_issuer__isnull=False).exists():
        raise NotFound
    did = badge.did_web(settings.PUBLIC_URL, "issuers", str(organisation_id))
    return _json(badge.did_document(did, _jwks()), "application/did+json")


def _jwks() -> list[dict[str, str]]:
    return [jose.jwk(key) for key in own_keys()]


def _json(document: dict[str, Any], content_type: str) -> JsonResponse:
    answer = JsonResponse(document, content_type=content_type, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _file(request: HttpRequest, made: Credential, name: str, title: str) -> HttpResponse:
    if request.POST.get("format") == "svg":
        answer = HttpResponse(badge.baked(made.token, title, made.stars or 0), content_type="image/svg+xml")
        name += ".svg"
    else:
        answer = HttpResponse(made.token, content_type="application/vc+jwt")
        name += ".jwt"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _token(text: str) -> str:
    """Return the signed credential in what was pasted or sent: the text itself, or a picture that holds it."""
    baked = BAKED.search(text)
    return baked[1] if baked else "".join(text.split())


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    """Return of a badge what a page shows, whatever its writer left out."""
    subject, issuer = document["credentialSubject"], document["issuer"]
    achieved = subject.get("achievement")
    achieved = achieved if isinstance(achieved, dict) else {}
    known = [one for one in subject.get("identifier", []) if isinstance(one, dict)]
    names = [one.get("identityHash") for one in known if one.get("identityType") == "name" and not one.get("hashed")]
    return {
        "title": str(document.get("name", "")),
        "holder": str(names[0]) if names else "",
        "issuer_name": str(issuer.get("name", "")),
        "achievement_name": str(achieved.get("name", "")),
        "narrative": str(subject.get("narrative", "")),
        "valid_from": str(document.get("validFrom", ""))[:10],
    }
