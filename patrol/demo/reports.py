"""Writes the year into the tables in bulk: reports, findings, evidence, reviews, visits, finished assignments, hours."""

import math
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.urls import reverse

from core.logic.hashing import canonical_sha256
from core.sql import Statements
from patrol.demo.history import PastVisit
from patrol.demo.script import CaseScript, case_scripts, own_story, words
from patrol.demo.world import World
from patrol.logic.checks.presence import presence
from patrol.logic.evidence import Evidence as Weighed
from patrol.logic.evidence import score
from patrol.models import Assignment, Evidence, Finding, Report, Review, Visit
from people.models import User
from sites.models import Site
from timebank.demo import Service, post

SQL: Final = Statements(Path(__file__).parent)
METRES_A_DEGREE: Final = 111_320
FINDING_SHARE, REFUSED_SHARE, ASSIGNED_SHARE = 0.13, 0.015, 0.96


@dataclass(frozen=True, slots=True)
class Written:
    """A report of the past with its visit; `max_severity` is its gravest finding's."""

    visit: PastVisit
    report: Report
    findings: tuple[Finding, ...]
    state: Review.State

    @property
    def max_severity(self) -> int:
        """The gravest finding's severity, 0 without any."""
        return max((finding.severity for finding in self.findings), default=0)


def write_year(
    visits: Sequence[PastVisit], world: World, *, scored_later: Collection[tuple[str, int]]
) -> list[Written]:
    """Store the visits as decided reports with all that follows from them; return them, oldest first.

    Of the visits `scored_later`, as (site code, days ago), the evidence is computed once their photos are there.
    """
    stories = {(case.site, case.steps[0].days_ago): case for case in case_scripts()}
    own = [(one.code, one.days_ago) for one in own_story(visits) or ()]
    certain = {*own, *((case.site, day) for case in case_scripts() for day in case.visit_days)}
    written = [_written(visit, stories.get((visit.code, visit.days_ago)), certain, own[:1], world) for visit in visits]
    _assign(written, world)
    Report.objects.bulk_create([one.report for one in written], batch_size=500)
    Finding.objects.bulk_create([finding for one in written for finding in one.findings])
    weighed = _weigh(written, world)
    Review.objects.bulk_create(_decision(one, weighed[one.report.pk], world) for one in written)
    Evidence.objects.bulk_create(
        _evidence(one.report, weighed[one.report.pk], world)
        for one in written
        if (one.visit.code, one.visit.days_ago) not in scored_later
    )
    accepted = [one for one in written if one.state == Review.State.ACCEPTED]
    Visit.objects.bulk_create(
        Visit(
            report=one.report, site=one.report.site, volunteer=one.report.volunteer, visited_at=one.report.finished_at
        )
        for one in accepted
    )
    post([_service(one, world) for one in accepted])
    return written


def fix_near(place: tuple[float, float], away_m: float, rng: random.Random) -> Point:
    """Return a WGS-84 point so many metres from the place, in any direction."""
    turn = rng.uniform(0, 2 * math.pi)
    latitude = place[1] + away_m * math.sin(turn) / METRES_A_DEGREE
    longitude = place[0] + away_m * math.cos(turn) / (METRES_A_DEGREE * math.cos(math.radians(place[1])))
    return Point(round(longitude, 7), round(latitude, 7), srid=4326)


def report_id(at: datetime, rng: random.Random) -> UUID:
    """Return a UUIDv7 (RFC 9562) as a phone would have made it at that time."""
    bits = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62)
    return UUID(int=bits)


def _written(
    visit: PastVisit,
    story: CaseScript | None,
    certain: Collection[tuple[str, int]],
    finds: Collection[tuple[str, int]],
    world: World,
) -> Written:
    report = _report(visit, world)
    is_refusable = not visit.is_last and (visit.code, visit.days_ago) not in certain
    state = Review.State.ACCEPTED
    if is_refusable and world.rng.random() < REFUSED_SHARE:
        state = world.rng.choice((Review.State.REJECTED, Review.State.REJECTED, Review.State.MORE))
    share = 1.0 if (visit.code, visit.days_ago) in finds else FINDING_SHARE
    return Written(visit, report, tuple(_findings(report, story, share, world.rng)), state)


def _report(visit: PastVisit, world: World) -> Report:
    rng, site, volunteer = world.rng, world.sites[visit.code], world.people[visit.walker]
    accuracy_m = round(min(max(rng.lognormvariate(2.4, 0.55), 3), 90), 1)
    key = report_id(visit.starts_at, rng)
    payload = {"id": str(key), "site": str(site.pk), "finished_at": visit.ends_at.isoformat(), "demo": True}
    return Report(
        id=key,
        content_sha256=canonical_sha256(payload),
        site=site,
        volunteer=volunteer,
        campaign=world.campaign,
        fix=fix_near(rng.choice(world.places[visit.code]), _away_m(accuracy_m, rng), rng),
        accuracy_m=accuracy_m,
        fix_at=visit.starts_at + (visit.ends_at - visit.starts_at) / 2,
        arrived_at=visit.starts_at,
        finished_at=visit.ends_at,
        received_at=visit.ends_at + timedelta(seconds=rng.choice((20, 45, 90, 600, 5400))),
        clock_offset_s=round(rng.gauss(1.5, 2), 1),
        condition_id=visit.condition,
        answers=world.questions[visit.code],
        note=rng.choice(words()["notes"][visit.condition]),
        irregularities=[],
        payload=payload,
    )


def _away_m(accuracy_m: float, rng: random.Random) -> float:
    """Mostly the noise of the phone; now and then somebody reports from the gate or the car park."""
    chance = rng.random()
    if chance < 0.94:
        return abs(rng.gauss(0, accuracy_m * 0.7))
    return rng.uniform(100, 190) if chance < 0.985 else rng.uniform(220, 420)


def _findings(report: Report, story: CaseScript | None, share: float, rng: random.Random) -> list[Finding]:
    if story is not None:
        return [_finding(report, story.kind, story.severity, story.finding)]
    if rng.random() > share:
        return []
    kind = rng.choice(sorted(words()["findings"]))
    return [_finding(report, kind, rng.choice((1, 1, 2)), rng.choice(words()["findings"][kind]))]


def _finding(report: Report, kind: str, severity: int, note: str) -> Finding:
    return Finding(report=report, kind_id=kind, severity=severity, note=note, position=0)


def _assign(written: Sequence[Written], world: World) -> None:
    """Let nearly every visit have been taken beforehand; one that was not says so."""
    made = []
    for one in written:
        if world.rng.random() >= ASSIGNED_SHARE:
            one.report.irregularities = ["no_assignment"]
            continue
        one.report.assignment = _assignment(one, world)
        made.append(one.report.assignment)
    Assignment.objects.bulk_create(made)


def _assignment(one: Written, world: World) -> Assignment:
    report = one.report
    is_done = one.state == Review.State.ACCEPTED
    return Assignment(
        site=report.site,
        volunteer=report.volunteer,
        campaign=world.campaign,
        status=Assignment.Status.DONE if is_done else Assignment.Status.REPORTED,
        origin=Assignment.Origin.TAKEN,
        made_by=report.volunteer,
        made_at=report.arrived_at - timedelta(days=world.rng.randint(1, 9)),
        do_by=(report.arrived_at + timedelta(days=world.rng.randint(1, 6))).date(),
    )


def _weigh(written: Sequence[Written], world: World) -> dict[UUID, Weighed]:
    """Hear the witness of the place for each report; older reports of the demo have no photos."""
    rows = SQL.rows("distances", {"reports": [one.report.pk for one in written]})
    distances: Mapping[UUID, float] = {row["id"]: row["distance_m"] for row in rows}
    policy = world.policy
    return {
        one.report.pk: score([presence(distances[one.report.pk], one.report.accuracy_m, policy.presence)], policy)
        for one in written
    }


def _evidence(report: Report, weighed: Weighed, world: World) -> Evidence:
    return Evidence(
        report=report,
        computed_at=report.received_at + timedelta(seconds=3),
        policy_from=world.dated_policy.valid_from,
        score=weighed.score,
        band=str(weighed.band),
        needs_person=weighed.needs_person,
        witnesses=[witness.as_json() for witness in weighed.witnesses],
    )


def _decision(one: Written, weighed: Weighed, world: World) -> Review:
    is_refused = one.state != Review.State.ACCEPTED
    waited = timedelta(minutes=world.rng.randint(40, 40 * 60))
    return Review(
        report=one.report,
        state=one.state,
        version=1,
        score=weighed.score,
        band=str(weighed.band),
        needs_person=weighed.needs_person,
        max_severity=one.max_severity,
        reason=world.rng.choice(words()["refusals"][str(one.state)]) if is_refused else "",
        decided_by=world.officer(one.report.site),
        decided_at=min(one.report.received_at + waited, world.at - timedelta(minutes=5)),
    )


def _service(one: Written, world: World) -> Service:
    report = one.report
    site: Site = report.site
    volunteer: User = report.volunteer
    return Service(
        volunteer_id=volunteer.pk,
        starts_at=report.arrived_at,
        ends_at=report.finished_at,
        source=f"report:{report.pk}",
        title=(f"巡查：{site.name_zh}", f"Patrol: {site.name_en or site.name_zh}"),
        url=reverse("patrol:receipt", args=[report.pk]),
        organisation_name=world.campaign.organisation.name_zh,
        posted_at=one.report.review.decided_at or report.received_at,
        posted_by_id=world.officer(site).pk,
    )
