"""What becomes of an organisation that is moved or closed: known before it is done."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from core.running import Running, running_of
from people.logic.areas import area_below
from people.models import Membership, Organisation, Role, RoleGrant, User
from people.permissions import Person, can_place, has_role, managed_by
from people.queries import managers_of
from people.queries.organisations import organisations_below

State = Organisation.State
RUNNING = ("invited", "applied", "active", "suspended")
RANKS = (Organisation.Kind.TEAM, Organisation.Kind.ORGANISATION, Organisation.Kind.FEDERATION)


@dataclass(frozen=True, slots=True)
class NewArea:
    """A manager's area that does not lie below the new parent, and what it becomes."""

    grant: RoleGrant
    area: str


@dataclass(frozen=True, slots=True)
class Placing:
    """What a move does: who goes along, whose areas change, who manages from above no longer and from then on."""

    teams: int
    members: int
    managers: int
    new_areas: list[NewArea]
    until_now: list[User]
    from_now: list[User]
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """What a closing ends: members, open wishes and invitations, managers; and what must end or be handed over first."""

    members: int
    asked: int
    managers: int
    teams: list[Organisation]
    running: list[Running]

    @property
    def is_possible(self) -> bool:
        """Whether nothing is under way any more."""
        return not self.teams and not self.running


def new_areas(organisation: Organisation, parent: Organisation | None) -> list[NewArea]:
    """Return which managers' areas, of the organisation and all below, do not lie in the new parent's."""
    above = parent.area if parent else ""
    held = RoleGrant.objects.filter(
        role=Role.MANAGER, revoked_at=None, organisation__in=organisations_below(organisation)
    )
    found = []
    for grant in held.select_related("user", "organisation").order_by("organisation__code", "granted_at"):
        own = grant.organisation.area if grant.organisation else ""
        if (area := area_below(grant.area, own=own, above=above)) != grant.area:
            found.append(NewArea(grant, area))
    return found


def placing_of(organisation: Organisation, parent: Organisation | None) -> Placing:
    """Return what a move below `parent` (None: standing alone) does."""
    below = organisations_below(organisation)
    before, after = _managers_above(organisation.parent), _managers_above(parent)
    return Placing(
        teams=len(below) - 1,
        members=Membership.objects.filter(organisation__in=below, state="active").aggregate(
            n=Count("user", distinct=True)
        )["n"],
        managers=RoleGrant.objects.filter(role=Role.MANAGER, revoked_at=None, organisation__in=below).count(),
        new_areas=new_areas(organisation, parent),
        until_now=[one for key, one in before.items() if key not in after],
        from_now=[one for key, one in after.items() if key not in before],
        is_outside=bool(parent and organisation.area and area_below(organisation.area, own="", above=parent.area) != organisation.area),
    )  # fmt: skip


def parents_for(person: Person, organisation: Organisation) -> QuerySet[Organisation]:
    """Return below which organisations the person may put it: theirs, open, of its kind or higher, and not below itself."""
    higher = RANKS[RANKS.index(Organisation.Kind(organisation.kind)) :]
    found = Organisation.objects.filter(state=State.ACTIVE, kind__in=higher)
    if not has_role(person, Role.ADMINISTRATOR):
        found = found.filter(pk__in=managed_by(person))
    return found.exclude(pk__in=organisations_below(organisation)).order_by("kind", "code")


def heirs_for(person: Person, organisation: Organisation) -> QuerySet[Organisation]:
    """Return to which organisations the person may hand over what is under way: theirs, and open."""
    found = Organisation.objects.filter(state=State.ACTIVE).exclude(pk=organisation.pk)
    if not has_role(person, Role.ADMINISTRATOR):
        found = found.filter(pk__in=managed_by(person))
    return found.order_by("kind", "code")


def closing_of(organisation: Organisation, *, at: datetime) -> Closing:
    """Return what a closing ends, and what stands in its way."""
    counted = organisation.memberships.aggregate(
        members=Count("pk", filter=Q(state__in=("active", "suspended"))),
        asked=Count("pk", filter=Q(state__in=("invited", "applied"))),
    )
    return Closing(
        members=counted["members"],
        asked=counted["asked"],
        managers=managers_of(organisation).count(),
        teams=list(teams_below(organisation)),
        running=list(running_of(organisation.pk, at)),
    )


def teams_below(organisation: Organisation) -> QuerySet[Organisation]:
    """Return what stands directly below and is open, or waits to be."""
    return organisation.teams.filter(state__in=(State.ACTIVE, State.WAITING)).order_by("code")


def closed_organisations() -> QuerySet[Organisation]:
    """Return the closed organisations, the last one first."""
    return Organisation.objects.filter(state=State.CLOSED).select_related("parent").order_by("-closed_at", "code")


def may_place(person: Person, organisation: Organisation) -> bool:
    """Say whether the person decides where the organisation stands, and whether it goes on."""
    return person.is_authenticated and can_place(person, organisation)


def _managers_above(parent: Organisation | None) -> dict[UUID, User]:
    found: dict[UUID, User] = {}
    while parent is not None:
        found |= {one.pk: one for one in managers_of(parent).order_by("name")}
        parent = parent.parent
    return found
