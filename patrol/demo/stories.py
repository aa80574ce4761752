"""The cases of the demo, told through the same actions as real ones, each at its own time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from patrol.actions.cases import advance_case, open_case_for
from patrol.demo.history import ZONE
from patrol.demo.reports import Written
from patrol.demo.script import CaseScript, case_scripts
from patrol.demo.world import World
from patrol.models import Case, Finding

# After every visit of the day has been sent and read.
OFFICE_HOUR = time(20, 30)


def tell_cases(written: Sequence[Written], world: World) -> int:
    """Open and advance every case; return their number."""
    findings = {(one.visit.code, one.visit.days_ago): one.findings[0] for one in written if one.findings}
    for script in sorted(case_scripts(), key=lambda one: (-one.steps[0].days_ago, one.site)):
        _tell(script, findings, world)
    return len(case_scripts())


def _tell(script: CaseScript, findings: Mapping[tuple[str, int], Finding], world: World) -> None:
    found, *steps = script.steps
    finding = findings[script.site, found.days_ago]
    case = open_case_for(finding=finding, at=finding.report.received_at)
    officer = world.officer(world.sites[script.site])
    for place, step in enumerate(steps):
        at = max(_evening(world.at, step.days_ago) + timedelta(minutes=place), finding.report.received_at)
        case = advance_case(case=case, to=step.state, note=step.note, version=case.version, by=officer, at=at)
    if script.due_in_days is not None:
        # Officers agree on a later day once the first danger is met.
        Case.objects.filter(pk=case.pk).update(due_at=_evening(world.at, -script.due_in_days))


def _evening(now: datetime, days_ago: int) -> datetime:
    return datetime.combine(timezone.localdate(now) - timedelta(days=days_ago), OFFICE_HOUR, ZONE)
