"""Who may do what: certificates for managers, rewards for who keeps them, vouchers at one's service point, a sponsor's page."""

from django.db.models import QuerySet

from people.models import Organisation, Role, RoleGrant
from people.permissions import Person, has_right, has_role
from sites.models import ServicePoint
from timebank.models import Sponsor


def managed_organisations(person: Person) -> QuerySet[Organisation]:
    """Return the organisations whose certificates the person handles: their own as manager, all as administrator."""
    if not person.is_authenticated or not person.is_active:
        return Organisation.objects.none()
    if has_role(person, Role.ADMINISTRATOR):
        return Organisation.objects.all()
    held = RoleGrant.objects.filter(user=person, role=Role.MANAGER, revoked_at=None)
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def can_manage_certificates(person: Person, organisation: Organisation) -> bool:
    """Say whether the person handles this organisation's certificates."""
    return managed_organisations(person).filter(pk=organisation.pk).exists()


def belongs_to(person: Person, organisation: Organisation) -> bool:
    """Say whether the person is of the unit inside which a certificate is published."""
    if not person.is_authenticated or not person.is_active:
        return False
    profile = getattr(person, "volunteer", None)
    is_member = profile is not None and profile.organisation_id == organisation.pk
    return is_member or can_manage_certificates(person, organisation)


def can_keep_rewards(person: Person) -> bool:
    """Say whether the person writes items, budgets and stock, and decides about those of others."""
    return has_right(person, "keep_rewards")


def kept_points(person: Person) -> QuerySet[ServicePoint]:
    """Return the service points at which the person redeems vouchers."""
    if not person.is_authenticated or not person.is_active:
        return ServicePoint.objects.none()
    return ServicePoint.objects.filter(keepers__user=person, keepers__ended_at=None).order_by("code")


def can_see_sponsor(person: Person, sponsor: Sponsor) -> bool:
    """Say whether the person sees what a sponsor's promise became: its contacts, and who keeps the rewards."""
    if not person.is_authenticated or not person.is_active:
        return False
    return can_keep_rewards(person) or sponsor.contacts.filter(pk=person.pk).exists()


def can_decide_transfers(person: Person) -> bool:
    """Say whether the person decides which records go to another platform."""
    return has_right(person, "decide_transfers")


def can_keep_partners(person: Person) -> bool:
    """Say whether the person keeps the register of partner platforms; two of them admit a key."""
    return has_right(person, "keep_partners")


def can_exchange_files(person: Person) -> bool:
    """Say whether the person gives and takes exchange files."""
    return has_right(person, "exchange_files")
