"""What we know of organisations: which are public, who belongs to them, what waits."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from people.models import Agreement, Membership, Organisation, Role, RoleGrant, Signature, StaffTask, User

State = Organisation.State
BELOW = """
    WITH RECURSIVE below AS (
        SELECT id FROM people_organisation WHERE id = %s
        UNION SELECT o.id FROM people_organisation o JOIN below ON o.parent_id = below.id
    ) SELECT id FROM below
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members an organisation and all below it have: members, and who waits for an answer."""

    members: int
    applied: int


def organisations_below(organisation: Organisation) -> list[UUID]:
    """Return the organisation and all below it."""
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [organisation.pk])
        return [row[0] for row in cursor.fetchall()]


def public_organisations() -> QuerySet[Organisation]:
    """Return the registered organisations with their parents and how many members they have, the largest kind first."""
    members = Count("memberships", filter=Q(memberships__state="active"))
    known = Organisation.objects.filter(state=State.ACTIVE).select_related("parent").annotate(members=members)
    return known.order_by("kind", "code")


def waiting_organisations() -> QuerySet[Organisation]:
    """Return the registrations that wait for review, the oldest first."""
    return Organisation.objects.filter(state=State.WAITING).select_related("filed_by", "parent").order_by("filed_at")


def counts_of(organisation: Organisation) -> Counts:
    """Return the members and applicants of the organisation and all below, each person once."""
    known = Membership.objects.filter(organisation__in=organisations_below(organisation))
    found = known.aggregate(
        members=Count("user", filter=Q(state="active"), distinct=True),
        applied=Count("user", filter=Q(state="applied"), distinct=True),
    )
    return Counts(found["members"], found["applied"])


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return the organisation's memberships, those that ask for an answer first; `has_signed` the newest agreement."""
    newest = newest_agreement(organisation)
    signed = Signature.objects.filter(agreement=newest, user=OuterRef("user"))
    known = organisation.memberships.select_related("user__volunteer").annotate(has_signed=Exists(signed))
    return known.order_by("state", "-changed_at", "id")


def members_to_tell(organisation: Organisation, *, below: bool) -> QuerySet[User]:
    """Return the active members of the organisation, and of all below it."""
    where = organisations_below(organisation) if below else [organisation.pk]
    members = Membership.objects.filter(organisation__in=where, state=Membership.State.ACTIVE)
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


def is_member(person: User, organisation: Organisation) -> bool:
    """Say whether the person is an active member."""
    return organisation.memberships.filter(user=person, state=Membership.State.ACTIVE).exists()


def memberships_of(person: User) -> QuerySet[Membership]:
    """Return the person's memberships, running ones first."""
    known = Membership.objects.filter(user=person).select_related("organisation__parent")
    return known.order_by("state", "-changed_at")


def newest_agreement(organisation: Organisation) -> Agreement | None:
    """Return the version members are asked to sign."""
    return organisation.agreements.order_by("-version").first()


def managers_with_areas(organisation: Organisation) -> QuerySet[RoleGrant]:
    """Return who manages the organisation, with their areas."""
    held = RoleGrant.objects.filter(role=Role.MANAGER, organisation=organisation, revoked_at=None)
    return held.select_related("user").order_by("granted_at")


def staff_of(organisation: Organisation) -> QuerySet[User]:
    """Return the people work can be given to."""
    held = RoleGrant.objects.filter(role=Role.MANAGER, organisation=organisation, revoked_at=None)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name")


def tasks_of(organisation: Organisation) -> QuerySet[StaffTask]:
    """Return the organisation's work among its staff, what is open first."""
    known = organisation.staff_tasks.select_related("assignee", "done_by", "approved_by", "made_by")
    return known.order_by(F("settled_at").asc(nulls_first=True), "due_on", "made_at")
