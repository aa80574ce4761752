"""Locked pairs: kept as they are, or refused where they contradict a limit."""

from collections import Counter

from planning.logic.assign.problem import Contradiction, Problem, Site, Volunteer
from planning.logic.assign.solution import Assignment
from planning.logic.reach import great_circle_m, places


def keep_locked(problem: Problem) -> tuple[Assignment, ...]:
    """Return the locked pairs as assignments.

    Raises Contradiction with one of the codes locked_twice, locked_site_unknown, locked_volunteer_unknown,
    locked_people_wrong, locked_out_of_range, locked_outside_organisation, locked_without_skill,
    locked_without_clearance, locked_over_visits, locked_over_time.
    """
    sites = {site.id: site for site in problem.sites}
    volunteers = {one.id: one for one in problem.volunteers}
    kept = []
    for one in problem.locked:
        if one.site_id not in sites:
            raise Contradiction("locked_site_unknown", site_id=one.site_id)
        if one.volunteer_id not in volunteers:
            raise Contradiction("locked_volunteer_unknown", volunteer_id=one.volunteer_id)
        kept.append(_kept(problem, sites[one.site_id], volunteers[one.volunteer_id]))
    _check_people(problem, sites)
    for volunteer in problem.volunteers:
        _check_load(volunteer, [one for one in kept if one.volunteer_id == volunteer.id])
    return tuple(kept)


def _kept(problem: Problem, site: Site, volunteer: Volunteer) -> Assignment:
    metres = great_circle_m(places(site.lon, site.lat), places(volunteer.lon, volunteer.lat))[0]
    km = float(metres) / 1000
    if 1000 * volunteer.range_km < metres:
        raise Contradiction(
            "locked_out_of_range",
            site_id=site.id,
            volunteer_id=volunteer.id,
            distance_km=km,
            range_km=volunteer.range_km,
        )
    _check_may_go(site, volunteer)
    return Assignment(site.id, volunteer.id, km, problem.visit_minutes(site, km), is_locked=True)


def _check_may_go(site: Site, volunteer: Volunteer) -> None:
    who = {"site_id": site.id, "volunteer_id": volunteer.id}
    if not volunteer.is_of_territory(site):
        raise Contradiction("locked_outside_organisation", **who, organisation=str(site.organisation))
    skills, clearances = volunteer.lacks(site)
    if skills:
        raise Contradiction("locked_without_skill", **who, skills=", ".join(sorted(skills)))
    if clearances:
        raise Contradiction("locked_without_clearance", **who, clearances=", ".join(sorted(clearances)))


def _check_people(problem: Problem, sites: dict[str, Site]) -> None:
    if len(set(problem.locked)) < len(problem.locked):
        site_id = Counter(problem.locked).most_common(1)[0][0].site_id
        raise Contradiction("locked_twice", site_id=site_id)
    for site_id, people in Counter(one.site_id for one in problem.locked).items():
        # A pair is locked whole or not at all: half of it could leave nobody to go along.
        if people != problem.people(sites[site_id]):
            raise Contradiction(
                "locked_people_wrong",
                site_id=site_id,
                people=people,
                needed=problem.people(sites[site_id]),
            )


def _check_load(volunteer: Volunteer, kept: list[Assignment]) -> None:
    if len(kept) > volunteer.max_visits:
        raise Contradiction(
            "locked_over_visits",
            volunteer_id=volunteer.id,
            visits=len(kept),
            max_visits=volunteer.max_visits,
        )
    minutes = sum(one.minutes for one in kept)
    if minutes > volunteer.free_minutes:
        raise Contradiction(
            "locked_over_time",
            volunteer_id=volunteer.id,
            minutes=minutes,
            free_minutes=volunteer.free_minutes,
        )
