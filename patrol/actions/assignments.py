"""Who goes where: taking, giving and releasing visits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import NotAllowed
from core.jobs import later
from patrol.actions.safety import refuse_unsafe_visit
from patrol.errors import AlreadyTaken, AssignmentNotOpen, NotAVolunteer
from patrol.models import Assignment, Campaign
from patrol.permissions import can_assign, can_release_assignment, can_take_assignment
from patrol.queries.assignments import people_of
from patrol.queries.campaigns import campaign_of, running_campaigns
from people.actions import notify
from people.models import User, Volunteer
from people.notices import in_both
from sites.actions import end_place_grant, grant_place
from sites.models import Site

DAYS_TO_GO: Final = 14
End = Assignment.End
Pairs = Sequence[tuple[Site, User]]


def take_assignment(
    *, site: Site, by: User, at: datetime, do_by: date | None = None, plan_id: UUID | None = None
) -> Assignment:
    """Let a volunteer take a visit, to be done by a day or within 14; who has it already gets the same one again.

    Refuses NotAllowed, what `refuse_unsafe_visit` does, and AlreadyTaken while somebody else goes there in time.
    """
    if not can_take_assignment(by, site.district_id):
        raise NotAllowed
    refuse_unsafe_visit(person=by, sites=[site], at=at)
    with transaction.atomic():
        today = timezone.localdate(at)
        open_before = _locked_open([site]).get(site.pk)
        if open_before is not None and by.pk in (open_before.volunteer_id, open_before.companion_id):
            return open_before
        if open_before is not None and open_before.do_by >= today:
            raise AlreadyTaken
        if open_before is not None:
            end_assignment(assignment=open_before, why=End.NOT_DONE, by=by, at=at)
        do_by = do_by or today + timedelta(days=DAYS_TO_GO)
        made = _assignment(site, by, Assignment.Origin.TAKEN, do_by=do_by, by=by, at=at)
        made.plan_id, made.accepted_at = plan_id, at
        made.campaign = campaign_of(running_campaigns(today), site.district_id)
        made.save(force_insert=True)
        tell_place(assignment=made, by=by, at=at)
        audit.record("take_assignment", made, by=by, at=at, change={"site": site.code, "do_by": do_by})
        return made


def release_assignment(*, assignment: Assignment, by: User, at: datetime) -> Assignment:
    """Give a visit back and end the leave to know the exact place; whoever goes along is told.

    Refuses NotAllowed and AssignmentNotOpen.
    """
    if not can_release_assignment(by, assignment):
        raise NotAllowed
    with transaction.atomic():
        known = Assignment.objects.select_for_update(of=("self",)).select_related("site", "volunteer", "companion")
        locked = known.get(pk=assignment.pk)
        if locked.status != Assignment.Status.OPEN:
            raise AssignmentNotOpen
        end_assignment(assignment=locked, why=End.GIVEN_BACK, by=by, at=at)
        tell_other(assignment=locked, by=by, at=at)
        return locked


def assign_many(
    *,
    pairs: Pairs,
    by: User,
    at: datetime,
    do_by: date | None = None,
    plan_id: UUID | None = None,
    campaign: Campaign | None = None,
    accept_by: datetime | None = None,
    companions: Mapping[UUID, User] | None = None,
) -> list[Assignment]:
    """Send each volunteer to a site, all or none, and tell them; whoever has the visit already keeps it untold.

    `companions` go along, by site: they are told with whom, and know the exact place as well.

    With `accept_by` a visit that is not accepted by then is released again (`promises.release_late`).

    Without a campaign each visit gets the one running in its area. Refuses NotAllowed, NotAVolunteer, what
    `refuse_unsafe_visit` does, and AlreadyTaken with the codes of the sites somebody else has open.
    """
    along = companions or {}
    _refuse_assigning([*pairs, *((site, along[site.pk]) for site, _lead in pairs if site.pk in along)], by, at)
    today = timezone.localdate(at)
    last_day = do_by or today + timedelta(days=DAYS_TO_GO)
    with transaction.atomic():
        held = _locked_open([site for site, _who in pairs])
        if taken := [site.code for site, who in pairs if _is_anothers(held.get(site.pk), who, along.get(site.pk))]:
            raise AlreadyTaken(sites=sorted(taken))
        running = [campaign] if campaign is not None else running_campaigns(today)
        made = []
        for site, person in pairs:
            if site.pk in held:
                continue
            one = _assignment(site, person, Assignment.Origin.PLANNED, do_by=last_day, by=by, at=at)
            one.plan_id, one.accept_by, one.companion = plan_id, accept_by, along.get(site.pk)
            one.campaign = campaign or campaign_of(running, site.district_id)
            made.append(one)
        Assignment.objects.bulk_create(made)
        for one in made:
            _tell(one, by=by, at=at)
        return [*held.values(), *made]


def end_assignment(*, assignment: Assignment, why: End, by: User | None, at: datetime, words: str = "") -> None:
    """Release an open assignment that the caller has locked, with the leave to know the exact place; by nobody: the clock.

    Whoever planned it (`plan_id`) hears of it and looks for somebody else.
    """
    assignment.status, assignment.end_reason, assignment.end_words = Assignment.Status.RELEASED, why, words
    assignment.ended_at = at
    assignment.save(update_fields=["status", "end_reason", "end_words", "ended_at"])
    for person in people_of(assignment):
        end_place_grant(site=assignment.site, user=person, by=by, at=at)
    change = {"site": assignment.site.code, "why": why.value, "words": words}
    audit.record("release_assignment", assignment, by=by, at=at, change=change)
    if assignment.plan_id is not None:
        later("planning.visit_released", assignment_id=str(assignment.pk))


def tell_place(*, assignment: Assignment, by: User, at: datetime) -> None:
    """Let whoever goes know the exact place until the end of the day of the visit."""
    midnight = datetime.combine(assignment.do_by + timedelta(days=1), time.min)
    until = timezone.make_aware(midnight, timezone.get_default_timezone())
    for person in people_of(assignment):
        grant_place(site=assignment.site, user=person, until=until, by=by, at=at)


def tell_other(*, assignment: Assignment, by: User, at: datetime) -> None:
    """Tell the other of two that the visit has ended because one of them cannot go."""
    people = people_of(assignment)
    others = [person for person in people if person.pk != by.pk] if by in people else []
    tell_ended(assignment=assignment, users=others, why=in_both(_("the other of you two cannot go")), at=at)


def tell_ended(*, assignment: Assignment, users: Iterable[User], why: list[str], at: datetime) -> None:
    """Tell people that they need not make the visit any more."""
    params = {"site": [assignment.site.name_zh, assignment.site.name_en], "why": why}
    notify(users=list(users), kind="visit_ended", params=params, url=reverse("patrol:mine"), at=at)


def _refuse_assigning(pairs: Pairs, by: User, at: datetime) -> None:
    if not all(can_assign(by, site.district_id) for site, _who in pairs):
        raise NotAllowed
    people = {one.pk for _site, one in pairs}
    if Volunteer.objects.filter(user__in=people, user__is_active=True, is_active=True).count() != len(people):
        raise NotAVolunteer
    for person in {one.pk: one for _site, one in pairs}.values():
        refuse_unsafe_visit(person=person, sites=[site for site, other in pairs if other.pk == person.pk], at=at)


def _is_anothers(held: Assignment | None, person: User, companion: User | None) -> bool:
    if held is None:
        return False
    return held.volunteer_id != person.pk or (companion is not None and held.companion_id != companion.pk)


def _locked_open(sites: Iterable[Site]) -> dict[UUID, Assignment]:
    """Lock the sites, in one order so that two planners cannot wait for each other, and return their open visits."""
    keys = sorted(site.pk for site in sites)
    list(Site.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    found = Assignment.objects.filter(site__in=keys, status=Assignment.Status.OPEN)
    known = found.select_related("site", "volunteer", "companion")
    return {assignment.site_id: assignment for assignment in known}


def _assignment(
    site: Site, person: User, origin: Assignment.Origin, *, do_by: date, by: User, at: datetime
) -> Assignment:
    return Assignment(site=site, volunteer=person, origin=origin, do_by=do_by, made_by=by, made_at=at)


def _tell(assignment: Assignment, *, by: User, at: datetime) -> None:
    site, lead, companion = assignment.site, assignment.volunteer, assignment.companion
    tell_place(assignment=assignment, by=by, at=at)
    params = {"site": [site.name_zh, site.name_en], "do_by": assignment.do_by.isoformat()}
    kind = "assigned"
    if companion is not None:
        url, along = reverse("patrol:mine"), params | {"name": lead.name}
        notify(users=[companion], kind="assigned_along", params=along, url=url, at=at)
        kind, params["name"] = "assigned_pair", companion.name
    if assignment.accept_by is not None:
        kind += "_to_accept"
        params["accept_by"] = timezone.localtime(assignment.accept_by).strftime("%Y-%m-%d %H:%M")
    notify(users=[lead], kind=kind, params=params, url=reverse("patrol:mine"), at=at)
    change = {"site": site.code, "volunteer": str(lead.pk), "do_by": assignment.do_by}
    extra = {"companion": str(companion.pk)} if companion else {}
    audit.record("assign", assignment, by=by, at=at, change=change | extra)
