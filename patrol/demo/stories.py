"""The cases of the demo, told through the same actions as real ones, each at its own time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from core.errors import Problem
from core.logic.geodesy import distance_m
from patrol.actions.case_measures import issue_order, notify_authority, record_work
from patrol.actions.case_union import merge_cases
from patrol.actions.cases import add_case_note, advance_case, open_case_for
from patrol.actions.reinspection import ask_reinspection
from patrol.actions.safety import refuse_unsafe_visit
from patrol.demo.history import ZONE
from patrol.demo.reports import Written
from patrol.demo.script import DAYS_TO_LOOK, SHOWN, CaseScript, Step, case_scripts, own_story
from patrol.demo.world import World
from patrol.models import Case, Finding, Review
from people.models import User

# After every visit of the day has been sent and read.
OFFICE_HOUR = time(20, 30)
THANKS: Final = "谢谢您：您发现的问题已经处理，另一位志愿者到场复查，确认恢复正常。"


def tell_cases(written: Sequence[Written], world: World) -> int:
    """Open and advance every case; return their number."""
    findings = {(one.visit.code, one.visit.days_ago): one.findings[0] for one in written if one.findings}
    for script in sorted(case_scripts(), key=lambda one: (-one.steps[0].days_ago, one.site)):
        _tell(script, findings, written, world)
    return len(case_scripts()) + _tell_own(written, world)


def _tell(
    script: CaseScript, findings: Mapping[tuple[str, int], Finding], written: Sequence[Written], world: World
) -> None:
    found, *steps = script.steps
    finding = findings[script.site, found.days_ago]
    case = open_case_for(finding=finding, at=finding.report.received_at)
    for place, step in enumerate(steps):
        at = max(_evening(world.at, step.days_ago) + timedelta(minutes=place), finding.report.received_at)
        _take(case, step, at, written, world)
        case.refresh_from_db()
    if script.due_in_days is not None:
        # Officers agree on a later day once the first danger is met.
        Case.objects.filter(pk=case.pk).update(due_at=_evening(world.at, -script.due_in_days))


def _take(case: Case, step: Step, at: datetime, written: Sequence[Written], world: World) -> None:
    """Take one step as an officer would: what was told, ordered or done is written down with its facts."""
    officer, facts, day = world.officer(case.site), step.facts, timezone.localdate(at)
    seen: dict[str, Any] = {"case": case, "version": case.version, "by": officer, "at": at}
    if step.state == "work":
        record_work(
            job=step.note,
            contractor=facts["contractor"],
            cost_fen=int(Decimal(facts["yuan"]) * 100),
            started_on=day - timedelta(days=facts["days"]),
            finished_on=day,
            **seen,
        )
    elif step.state == "merged":
        _merge(case, step, officer, at)
    elif step.state == "reinspection" and (person := _who_looks(case, at, written, world)) is not None:
        do_by = day + timedelta(days=DAYS_TO_LOOK)
        ask_reinspection(volunteer=person, do_by=do_by, note=step.note, **seen)
    elif "authority" in facts:
        told: dict[str, Any] = {
            "authority": facts["authority"],
            "document_number": facts["document"],
            "notified_on": day,
        }
        notify_authority(**told, **seen)
        add_case_note(case=case, note=step.note, by=officer, at=at)
    elif "order" in facts:
        until = day + timedelta(days=facts["days"])
        said: dict[str, Any] = {"number": facts["order"], "addressee": facts["addressee"], "demands": step.note}
        issue_order(issued_on=day, deadline_on=until, **said, **seen)
    else:
        advance_case(to=step.state, note=step.note, public_answer=step.answer, **seen)


def _merge(case: Case, step: Step, officer: User, at: datetime) -> None:
    others = Case.objects.filter(site=case.site_id, closed_at=None).exclude(pk=case.pk)
    into = others.order_by("number").first()
    if into is not None:
        add_case_note(case=case, note=step.note, by=officer, at=at)
        merge_cases(case=case, into=into, version=case.version, into_version=into.version, by=officer, at=at)


def _who_looks(case: Case, at: datetime, written: Sequence[Written], world: World) -> User | None:
    """Return who was at the site next, else the first who may go there; never who reported the damage."""
    reporters = set(case.found.values_list("finding__report__volunteer", flat=True))
    later = [one for one in written if one.report.site_id == case.site_id and one.report.finished_at > at]
    went = [one.report.volunteer for one in later if one.state == Review.State.ACCEPTED]
    near = sorted(world.walkers, key=lambda one: distance_m(one.lon, one.lat, *world.places[case.site.code][0]))
    for person in (*went, *(world.people[one.key] for one in near if one.key != SHOWN)):
        if person.pk not in reporters and _may_go(case, person, at):
            return person
    return None


def _may_go(case: Case, person: User, at: datetime) -> bool:
    try:
        refuse_unsafe_visit(person=person, sites=[case.site], at=at)
    except Problem:
        return False
    return True


def _tell_own(written: Sequence[Written], world: World) -> int:
    """Let the latest small damage of the demo's volunteer that somebody else saw repaired be a closed case, with its thanks."""
    by_visit = {one.visit: one for one in written}
    story = own_story(by_visit)
    if not story:
        return 0
    found, followed = story
    _close_own(by_visit[found], by_visit[followed], world)
    return 1


def _close_own(one: Written, proof: Written, world: World) -> None:
    case = open_case_for(finding=one.findings[0], at=one.report.received_at)
    officer, looker = world.officer(case.site), proof.report.volunteer
    asked_at = proof.report.arrived_at - timedelta(days=3)
    do_by = timezone.localdate(proof.report.finished_at)
    advance_case(
        case=case, to="told_owner", note="已告知管理单位。", version=0, by=officer, at=asked_at - timedelta(days=2)
    )
    if not _may_go(case, looker, asked_at):
        return
    ask_reinspection(case=case, volunteer=looker, do_by=do_by, version=1, by=officer, at=asked_at)
    closed_at = _evening(world.at, proof.visit.days_ago)
    said = {"to": "closed", "note": "复查合格。", "public_answer": THANKS}
    advance_case(case=case, version=2, by=officer, at=max(closed_at, proof.report.received_at), **said)


def _evening(now: datetime, days_ago: int) -> datetime:
    return datetime.combine(timezone.localdate(now) - timedelta(days=days_ago), OFFICE_HOUR, ZONE)
