"""What we know of people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from people.logic.age import least_age
from people.models import Consent, GuardianConsent, Insurance, Organisation, Role, RoleGrant, User, Volunteer
from people.permissions import Person, has_right, has_role, managed_by


def roles_of(user: User) -> QuerySet[RoleGrant]:
    """Return the roles a person holds now, with their areas."""
    return user.role_grants.filter(revoked_at=None).select_related("organisation").order_by("role", "area")


def volunteers(viewer: Person) -> QuerySet[Volunteer]:
    """Return the volunteers the viewer may list: all for planners, their own organisations' for managers."""
    known = Volunteer.objects.select_related("user", "organisation").prefetch_related("skills").order_by("number")
    if not has_right(viewer, "see_volunteers"):
        return known.none()
    if has_role(viewer, Role.PLANNER) or has_role(viewer, Role.ADMINISTRATOR):
        return known
    return known.filter(organisation__in=managed_by(viewer))


@dataclass(frozen=True, slots=True)
class SafetyFacts:
    """What is known of a person before they go out: least age (None: nothing is known), guardian's consent, insurance."""

    least_age: int | None
    has_guardian_consent: bool
    is_insured: bool


def safety_facts(person: User, *, on: date) -> SafetyFacts:
    """Return the facts that hold on that day."""
    nothing = SafetyFacts(None, has_guardian_consent=False, is_insured=False)
    return safety_facts_of([person.pk], on=on).get(person.pk, nothing)


def safety_facts_of(people: Collection[UUID], *, on: date) -> dict[UUID, SafetyFacts]:
    """Return the facts that hold on that day by volunteer, in one query."""
    running = {"volunteer": OuterRef("pk"), "valid_from__lte": on, "valid_until__gte": on}
    rows = Volunteer.objects.filter(user__in=people).values_list(
        "user_id",
        "safety_record__born_on",
        "birth_year",
        Exists(GuardianConsent.objects.filter(revoked_at=None, **running)),
        Exists(Insurance.objects.filter(**running)),
    )
    return {
        key: SafetyFacts(
            least_age(on, born_on=born_on, birth_year=year), has_guardian_consent=agreed, is_insured=insured
        )
        for key, born_on, year, agreed, insured in rows
    }


def has_consented(person: User, purpose: Consent.Purpose) -> bool:
    """Say whether the person's consent to this purpose holds now."""
    return Consent.objects.filter(user=person, purpose=purpose, revoked_at=None).exists()


def managers_of(organisation: Organisation | None) -> QuerySet[User]:
    """Return the active managers of an organisation."""
    grants = RoleGrant.objects.filter(role=Role.MANAGER, revoked_at=None, organisation=organisation)
    if organisation is None:
        grants = grants.none()
    return User.objects.filter(is_active=True, pk__in=grants.values("user"))


def administrators() -> QuerySet[User]:
    """Return the active administrators."""
    held = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, revoked_at=None)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))
