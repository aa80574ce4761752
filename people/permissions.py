"""Who may do what: the whole matrix on one page. A right is held for an area, a division code's prefix."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest

from core.errors import NotAllowed
from people.models import IdentityCheck, Organisation, Role, User, Volunteer

VOLUNTEER, MANAGER, OFFICER, PLANNER, ADMINISTRATOR = (
    Role.VOLUNTEER,
    Role.MANAGER,
    Role.OFFICER,
    Role.PLANNER,
    Role.ADMINISTRATOR,
)

MATRIX: Final[dict[str, frozenset[Role]]] = {
    # the register
    "see_exact_places": frozenset({OFFICER, PLANNER, ADMINISTRATOR}),
    "edit_sites": frozenset({OFFICER, ADMINISTRATOR}),
    # the field
    "submit_report": frozenset({VOLUNTEER}),
    "take_assignment": frozenset({VOLUNTEER}),
    # the desk
    "review_reports": frozenset({OFFICER, ADMINISTRATOR}),
    "handle_cases": frozenset({OFFICER, ADMINISTRATOR}),
    # keys of hotlines and webhooks: what leaves the house by machine
    "keep_channels": frozenset({OFFICER, ADMINISTRATOR}),
    # service records to and from other platforms
    "decide_transfers": frozenset({OFFICER, ADMINISTRATOR}),
    "keep_partners": frozenset({OFFICER, ADMINISTRATOR}),
    # files of everybody's service: only who answers for all of it
    "exchange_files": frozenset({ADMINISTRATOR}),
    # what people say to each other, and what looks unusual in it
    "write_posts": frozenset({VOLUNTEER, MANAGER, OFFICER, PLANNER, ADMINISTRATOR}),
    "write_news": frozenset({MANAGER, ADMINISTRATOR}),
    "moderate": frozenset({OFFICER, ADMINISTRATOR}),
    "edit_words": frozenset({ADMINISTRATOR}),
    "see_alerts": frozenset({OFFICER, ADMINISTRATOR}),
    # planning
    "see_coverage": frozenset({OFFICER, PLANNER, ADMINISTRATOR}),
    "make_plans": frozenset({PLANNER, ADMINISTRATOR}),
    # a storm, a landslide: whoever plans there or answers for the register
    "suspend_areas": frozenset({OFFICER, PLANNER, ADMINISTRATOR}),
    "hand_in_statements": frozenset({OFFICER, ADMINISTRATOR}),
    # the time bank: rewards are given by two, the ledger is looked at by whoever answers for it
    "keep_rewards": frozenset({OFFICER, ADMINISTRATOR}),
    "see_ledger": frozenset({OFFICER, ADMINISTRATOR}),
    # service
    "organise": frozenset({MANAGER, OFFICER, ADMINISTRATOR}),
    "take_part": frozenset({VOLUNTEER}),
    # people
    "see_volunteers": frozenset({MANAGER, PLANNER, ADMINISTRATOR}),
    "keep_safety": frozenset({MANAGER, ADMINISTRATOR}),
    "see_outings": frozenset({MANAGER, OFFICER, ADMINISTRATOR}),
    "grant_roles": frozenset({ADMINISTRATOR}),
    "see_deliveries": frozenset({ADMINISTRATOR}),
    "check_identities": frozenset({MANAGER, ADMINISTRATOR}),
    # organisations: a manager's own and those below; who registers one is reviewed by an administrator
    "manage_organisation": frozenset({MANAGER, ADMINISTRATOR}),
    "review_organisations": frozenset({ADMINISTRATOR}),
}

Person = User | AnonymousUser
MANAGED: Final = """
    WITH RECURSIVE managed AS (
        SELECT organisation_id AS id FROM people_rolegrant
        WHERE user_id = %(person)s AND role = %(role)s AND revoked_at IS NULL AND organisation_id IS NOT NULL
        UNION SELECT below.id FROM people_organisation below JOIN managed ON below.parent_id = managed.id
    ) SELECT id FROM managed
"""


def areas_of(person: Person, right: str) -> tuple[str, ...]:
    """Return the division-code prefixes in which the person holds the right; `("",)` means everywhere."""
    if not person.is_authenticated or not person.is_active:
        return ()
    allowed = MATRIX[right]
    areas = {area for role, area in grants_of(person) if role in allowed}
    return ("",) if "" in areas else tuple(sorted(areas))


def has_right(person: Person, right: str, *, area: str | None = None) -> bool:
    """Say whether the person holds the right in the area; without an area, whether they hold it anywhere."""
    areas = areas_of(person, right)
    return bool(areas) if area is None else any(area.startswith(prefix) for prefix in areas)


def has_role(person: Person, role: Role) -> bool:
    """Say whether the person holds the role anywhere."""
    return person.is_authenticated and person.is_active and any(held == role for held, _ in grants_of(person))


def can_keep_safety(person: Person, volunteer: Volunteer) -> bool:
    """Say whether the person keeps the volunteer's safety record: a manager of their organisation, or an administrator."""
    if has_role(person, ADMINISTRATOR):
        return True
    return has_right(person, "keep_safety") and volunteer.organisation_id in managed_by(person)


def can_check_identity(person: Person, check: IdentityCheck) -> bool:
    """Say whether the person may answer: a manager of the volunteer's organisation, or an administrator; never their own."""
    if not has_right(person, "check_identities") or check.user_id == person.pk:
        return False
    volunteer = Volunteer.objects.filter(user=check.user_id).first()
    return has_role(person, ADMINISTRATOR) or (volunteer is not None and can_keep_safety(person, volunteer))


def can_manage(person: Person, organisation: Organisation) -> bool:
    """Say whether the person manages the organisation: by a grant for it or for one above it, or as an administrator."""
    return has_role(person, ADMINISTRATOR) or (
        has_right(person, "manage_organisation") and organisation.pk in managed_by(person)
    )


def can_place(person: Person, organisation: Organisation) -> bool:
    """Say whether the person moves, closes or reopens it: who manages what stands above it, or an administrator."""
    if has_role(person, ADMINISTRATOR):
        return True
    above = organisation.parent_id
    return above is not None and has_right(person, "manage_organisation") and above in managed_by(person)


def managed_by(person: Person) -> frozenset[UUID]:
    """Return the organisations the person manages: those named in their grants and all that stand below."""
    if not person.is_authenticated:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(MANAGED, {"person": person.pk, "role": MANAGER})
        return frozenset(row[0] for row in cursor.fetchall())


def grants_of(person: User) -> tuple[tuple[str, str], ...]:
    """Return the person's (role, area) pairs, read once per request."""
    cached: tuple[tuple[str, str], ...] | None = getattr(person, "_grants", None)
    if cached is None:
        cached = tuple(person.role_grants.filter(revoked_at=None).values_list("role", "area"))
        person._grants = cached  # type: ignore[attr-defined]  # noqa: SLF001 - kept for the request, with its user
    return cached


def remember_grants(person: User, grants: Iterable[tuple[str, str]]) -> None:
    """Keep (role, area) pairs that were read with something else, for the rest of the request."""
    person._grants = tuple(grants)  # type: ignore[attr-defined]  # noqa: SLF001 - kept for the request, with its user


def signed_in(request: HttpRequest) -> User:
    """Return the signed-in person of a request behind `login_required`."""
    if not request.user.is_authenticated:
        raise NotAllowed
    return request.user
