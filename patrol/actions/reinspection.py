"""Looking again: a volunteer who did not report the damage is asked, and only their report closes the case."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from patrol.actions.case_lines import lock_case, move_case, tell_reporters, write_line
from patrol.actions.safety import refuse_unsafe_visit
from patrol.errors import NotAVolunteer, ReinspectionMissing, StepNotPossible
from patrol.errors.cases import DatesWrong, ReinspectorReported, VisitHeld
from patrol.logic.case_chain import can_step
from patrol.logic.case_policy import end_of
from patrol.models import Assignment, Case, CaseEntry, Reinspection, Report, Review
from patrol.permissions import is_active_volunteer
from patrol.queries.assignments import people_of
from patrol.queries.campaigns import campaign_of, running_campaigns
from patrol.queries.cases import reporters_of
from people.actions import notify
from people.models import User
from sites.actions import end_place_grant, grant_place
from sites.models import Site


def ask_reinspection(
    *, case: Case, volunteer: User, do_by: date, version: int, by: User, at: datetime, note: str = ""
) -> Reinspection:
    """Ask a volunteer to look again by a day: the case waits for them, they get the visit and are told.

    Somebody asked before is called off. Refuses as `lock_case`, and `StepNotPossible`, `NotAVolunteer`,
    `ReinspectorReported`, `VisitHeld`, `DatesWrong` (a day that is past), and what `refuse_unsafe_visit` does.
    """
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        if case.state != Case.State.REINSPECTION and not can_step(case.state, Case.State.REINSPECTION):
            raise StepNotPossible
        _refuse(case, volunteer, do_by, at)
        end_reinspection(case=case, outcome=Reinspection.Outcome.CANCELLED, report=None, by=by, at=at)
        visit = _visit(case.site, volunteer, do_by, by, at)
        asked = Reinspection.objects.create(case=case, volunteer=volunteer, assignment=visit, asked_at=at, asked_by=by)
        case.handler = case.handler or by
        move_case(case=case, to=Case.State.REINSPECTION, at=at)
        case.due_at = end_of(do_by)
        extra = {"volunteer": str(volunteer), "do_by": do_by.isoformat()}
        write_line(case=case, kind=CaseEntry.Kind.REINSPECTION, by=by, at=at, note=note, extra=extra)
        _tell(case, asked, at)
        tell_reporters(case=case, by=by, at=at)
        return asked


def end_reinspection(*, case: Case, outcome: str, report: Report | None, by: User, at: datetime) -> None:
    """End the case's running re-inspection, if one runs; its open visit is taken off the volunteer. Inside a transaction."""
    running = Reinspection.objects.select_for_update().filter(case=case, ended_at=None).first()
    if running is None:
        return
    running.outcome, running.report, running.ended_at = outcome, report, at
    running.save(update_fields=["outcome", "report", "ended_at"])
    to = Assignment.Status.DONE if outcome == Reinspection.Outcome.PASSED else Assignment.Status.RELEASED
    if Assignment.objects.filter(pk=running.assignment_id, status=Assignment.Status.OPEN).update(status=to):
        for person in {running.volunteer, *people_of(running.assignment)}:
            end_place_grant(site=case.site, user=person, by=by, at=at)


def reinspection_report(*, case: Case, at: datetime) -> Report:
    """Return the accepted report of whoever was asked to look again, made after they were asked; else ReinspectionMissing."""
    running = Reinspection.objects.filter(case=case, ended_at=None).first()
    if running is None or reporters_of(case).filter(pk=running.volunteer_id).exists():
        raise ReinspectionMissing
    proofs = Report.objects.filter(
        site=case.site_id,
        volunteer=running.volunteer_id,
        review__state=Review.State.ACCEPTED,
        finished_at__gt=running.asked_at,
        finished_at__lte=at,
    )
    proof = proofs.order_by("finished_at").last()
    if proof is None:
        raise ReinspectionMissing
    return proof


def _refuse(case: Case, volunteer: User, do_by: date, at: datetime) -> None:
    if do_by < timezone.localdate(at):
        raise DatesWrong
    if not is_active_volunteer(volunteer):
        raise NotAVolunteer
    if reporters_of(case).filter(pk=volunteer.pk).exists():
        raise ReinspectorReported(person=str(volunteer))
    refuse_unsafe_visit(person=volunteer, sites=[case.site], at=at)


def _visit(site: Site, volunteer: User, do_by: date, by: User, at: datetime) -> Assignment:
    """Return the volunteer's open visit to the site, made or already theirs; whoever else goes there is not sent away."""
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    held = Assignment.objects.select_related("volunteer").filter(site=site, status=Assignment.Status.OPEN).first()
    if held is not None and held.volunteer_id != volunteer.pk:
        raise VisitHeld(person=str(held.volunteer))
    grant_place(site=site, user=volunteer, until=end_of(do_by), by=by, at=at)
    if held is not None:
        return held
    return Assignment.objects.create(
        site=site,
        volunteer=volunteer,
        origin=Assignment.Origin.CASE,
        campaign=campaign_of(running_campaigns(timezone.localdate(at)), site.district_id),
        made_by=by,
        made_at=at,
        do_by=do_by,
    )


def _tell(case: Case, asked: Reinspection, at: datetime) -> None:
    params = {"site": [case.site.name_zh, case.site.name_en], "do_by": asked.assignment.do_by.isoformat()}
    url = reverse("patrol:mine")
    notify(users=[asked.volunteer], kind="reinspection_asked", params=params, url=url, at=at)
