"""What we know of badges: what they say, who issues them, which are revoked, and whether one that is shown to us is true."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.logic import jose
from people.models import Organisation, User
from timebank.logic import badge
from timebank.models import Certificate, Credential, Currency, Entry, PartnerKey, Transaction
from timebank.queries.transfers import own_keys

# Badges are written in the language of the paper.
LANGUAGE: Final = "zh-hans"
ISSUERS: Final = "issuers"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is true of a badge shown to us: whose signature, which document, and our own row where it is ours."""

    is_signed: bool
    is_ours: bool
    signer: str
    document: dict[str, Any]
    credential: Credential | None

    @property
    def is_revoked(self) -> bool:
        """Whether we took it back."""
        return self.credential is not None and revoked_on(self.credential) is not None


def platform() -> badge.Issuer:
    """Return this platform as issuer."""
    return badge.Issuer(badge.did_web(settings.PUBLIC_URL), settings.PLATFORM_NAME, settings.PUBLIC_URL)


def organisation_issuer(organisation: Organisation, name: str) -> badge.Issuer:
    """Return an organisation as issuer, under the name its certificates bear."""
    did = badge.did_web(settings.PUBLIC_URL, ISSUERS, str(organisation.pk))
    return badge.Issuer(did, name, settings.PUBLIC_URL)


def certificate_document(certificate: Certificate, credential_id: Any, serial: int, salt: str) -> dict[str, Any]:
    """Return the badge of an issued certificate: what the paper says, without the document's number."""
    issuer = organisation_issuer(certificate.organisation, certificate.issuer["name"])
    holder = badge.Holder(certificate.name, certificate.volunteer.email, salt)
    with translation.override(LANGUAGE):
        narrative = _("{hours} hours of verified service, {times} times, from {first} to {last}.").format(
            hours=_hours(certificate.seconds),
            times=certificate.times,
            first=certificate.first_on,
            last=certificate.last_on,
        )
        title = _("Certificate of volunteer service {number}").format(number=certificate.number)
        achieved = service_achievement()
    assert certificate.issued_at is not None  # noqa: S101 - only issued ones come here
    claim = badge.Claim(
        id=f"urn:uuid:{credential_id}",
        title=title,
        narrative=narrative,
        valid_from=certificate.issued_at,
        started_at=_midnight(certificate.first_on),
        ended_at=_midnight(certificate.last_on),
        evidence_url=_url("timebank:verify", certificate.token),
        **_status(serial),
    )
    return badge.credential(claim, issuer, holder, achieved)


def stars_document(
    person: User, stars: int, at: datetime, credential_id: Any, serial: int, salt: str
) -> dict[str, Any]:
    """Return the badge of a star level."""
    with translation.override(LANGUAGE):
        achieved = stars_achievement(stars)
        narrative = _("Reached by verified service; the hours stand in the time bank.")
    claim = badge.Claim(
        id=f"urn:uuid:{credential_id}",
        title=achieved.name,
        narrative=narrative,
        valid_from=at,
        started_at=None,
        ended_at=None,
        evidence_url=_url("credentials:verify"),
        **_status(serial),
    )
    return badge.credential(claim, platform(), badge.Holder(person.name, person.email, salt), achieved)


def service_achievement() -> badge.Achievement:
    """Return what a certificate's badge is for, in the language in force."""
    return badge.Achievement(
        url=_url("credentials:achievement", "service"),
        kind=badge.SERVICE,
        name=_("Volunteer service in heritage patrol"),
        description=_("Free, verified volunteer service, certified after seven days of public notice."),
        criteria=_(
            "Each hour stands on an accepted record. Travel is not counted. Ministry of Civil Affairs, order 67 (2021)."
        ),
    )


def stars_achievement(stars: int) -> badge.Achievement:
    """Return what a star level's badge is for, in the language in force."""
    return badge.Achievement(
        url=_url("credentials:achievement", f"stars-{stars}"),
        kind=badge.STARS,
        name=_("Volunteer of {stars} stars").format(stars=stars),
        description=_("A star level of the time bank."),
        criteria=_("Verified hours of service reach the level by the dated scheme of the time bank."),
    )


def revoked_on(credential: Credential) -> datetime | None:
    """Return since when a badge holds no more: revoked itself, or with its certificate."""
    certificate = credential.certificate
    if certificate is not None and certificate.state == Certificate.State.REVOKED:
        return certificate.ended_at
    return credential.revoked_at


def revoked_places(number: int) -> list[int]:
    """Return the revoked entries of a status list."""
    first = number * badge.LIST_ENTRIES
    over = Q(revoked_at__isnull=False) | Q(certificate__state=Certificate.State.REVOKED)
    found = Credential.objects.filter(over, serial__gte=first, serial__lt=first + badge.LIST_ENTRIES)
    return [badge.place_of(serial)[1] for serial in found.values_list("serial", flat=True)]


def earned_seconds(person: User) -> int:
    """Return the seconds a person served here and that were not taken back, wherever they lie now."""
    entries = Entry.objects.filter(account__owner=person, account__currency=Currency.HOURS)
    kinds = (Transaction.Kind.SERVICE, Transaction.Kind.REVERSAL)
    return entries.filter(transaction__kind__in=kinds).aggregate(total=Sum("amount"))["total"] or 0


def stars_credentials() -> QuerySet[Credential]:
    """Return the badges of stars that hold."""
    return Credential.objects.filter(stars__isnull=False, revoked_at=None).select_related("volunteer")


def verified(token: str, at: datetime) -> Verified | None:
    """Say what is true of a signed badge: None for what is no badge at all."""
    try:
        header, document = jose.header_of(token), jose.payload_of(token)
    except jose.NotSigned:
        return None
    if not isinstance(document.get("credentialSubject"), dict) or not isinstance(document.get("issuer"), dict):
        return None
    did, _hash, kid = str(header.get("kid")).partition("#")
    own = next((key for key in own_keys() if jose.thumbprint(key) == kid), "")
    partner = PartnerKey.objects.filter(kid=kid, admitted_at__isnull=False, withdrawn_at=None)
    theirs = None if own else partner.select_related("partner").first()
    public = own or (theirs.public if theirs else "")
    is_signed = bool(public) and did == document["issuer"].get("id") and _is_signed(token, public)
    if theirs is not None:
        host = badge.did_web(theirs.partner.base_url)
        is_signed = is_signed and (did == host or did.startswith(host + ":"))
    signer = settings.PLATFORM_NAME if own else (theirs.partner.name if theirs else "")
    mine = Credential.objects.filter(token=token).select_related("certificate").first() if own else None
    return Verified(is_signed and (not own or mine is not None), bool(own), signer, document, mine)


def _is_signed(token: str, public: str) -> bool:
    try:
        jose.check(token, public)
    except jose.NotSigned:
        return False
    return True


def _status(serial: int) -> dict[str, Any]:
    number, index = badge.place_of(serial)
    return {"status_url": _url("credentials:status", number), "status_index": index}


def _url(name: str, *arguments: object) -> str:
    return settings.PUBLIC_URL + reverse(name, args=arguments)


def _hours(seconds: int) -> str:
    return f"{seconds / 3600:.1f}".removesuffix(".0")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
