"""A volunteer with service, in an organisation that certifies, and its manager."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from people.models import Organisation, Role, RoleGrant, User
from tests.factories import make
from tests.timebank.test_walls import credit
from timebank.actions.certificates import ask_for_certificate, issue_certificate
from timebank.models import Certificate, Issuer

ASKED = make.NOW
OVER = ASKED + timedelta(days=7)
ID_CARD = "110101199003071233"


@dataclass(frozen=True)
class Unit:
    """The people of an organisation."""

    organisation: Organisation
    volunteer: User
    member: User
    manager: User


def unit(officer: User, *, hours: int = 3) -> Unit:
    """Make the organisation, with `hours` services of two hours on as many days before."""
    team = make.organisation(name_zh="城墙守望队", name_en="Wall Watch")
    volunteer = make.volunteer(organisation=team)
    member = make.volunteer(organisation=team)
    manager = make.user()
    RoleGrant.objects.create(user=manager, role=Role.MANAGER, organisation=team, granted_at=make.NOW)
    Issuer.objects.create(
        organisation=team,
        name="城墙守望队",
        person_in_charge="王队长",
        handler="李干事",
        contact="010-1234",
        changed_at=ASKED,
    )
    for days_ago in range(1, hours + 1):
        credit(volunteer, officer, source=f"report:{volunteer.pk}:{days_ago}", days_ago=days_ago)
    return Unit(team, volunteer, member, manager)


def asked(volunteer: User, **told: Any) -> Certificate:
    """Ask for a certificate of all service."""
    wish = {"first_on": None, "last_on": None, "document": "", "document_number": "", "at": ASKED, **told}
    return ask_for_certificate(by=volunteer, **wish)


def issued(volunteer: User, **told: Any) -> Certificate:
    """Ask for a certificate and issue it after its week."""
    certificate = asked(volunteer, **told)
    issue_certificate(certificate=certificate, at=OVER)
    certificate.refresh_from_db()
    return certificate
