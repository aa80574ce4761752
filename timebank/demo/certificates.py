"""Certificates of the demo: who issues them, one that is issued, one in its week of notice."""

from datetime import datetime, timedelta

from people.models import Role, RoleGrant, User
from timebank.actions.certificates import ask_for_certificate, issue_certificate, keep_issuer
from timebank.logic.certificate import NOTICE_DAYS
from timebank.models import Certificate, Issuer

VOLUNTEER = "volunteer@example.org"


def load(*, at: datetime) -> str:
    """Add them once; say what is there."""
    volunteer = User.objects.get(email=VOLUNTEER)
    if not Issuer.objects.exists():
        for grant in RoleGrant.objects.filter(role=Role.MANAGER).select_related("user", "organisation"):
            _certify(grant, at)
        _ask(volunteer, at - timedelta(days=NOTICE_DAYS + 12), is_issued=True)
        for other in _colleagues(volunteer):
            _ask(other, at - timedelta(days=3), is_issued=False)
    issued = Certificate.objects.filter(state=Certificate.State.ISSUED).count()
    return f"{issued} issued certificates, {Certificate.objects.count() - issued} in public notice"


def _certify(grant: RoleGrant, at: datetime) -> None:
    if grant.organisation is None:
        return
    values = {
        "name": f"演示·{grant.organisation.name_zh}",
        "person_in_charge": grant.user.name,
        "handler": grant.user.name,
        "contact": grant.user.email,
    }
    keep_issuer(organisation=grant.organisation, values=values, seal=None, by=grant.user, at=at)


def _colleagues(volunteer: User) -> list[User]:
    team = volunteer.volunteer.organisation
    served = User.objects.filter(volunteer__organisation=team, service_records__isnull=False).exclude(pk=volunteer.pk)
    return list(served.distinct().order_by("email")[:2])


def _ask(person: User, at: datetime, *, is_issued: bool) -> None:
    if not person.service_records.exists():
        return
    wish = {"first_on": None, "last_on": None, "document": "", "document_number": ""}
    certificate = ask_for_certificate(**wish, by=person, at=at)  # type: ignore[arg-type]
    if is_issued:
        issue_certificate(certificate=certificate, at=at + timedelta(days=NOTICE_DAYS))
