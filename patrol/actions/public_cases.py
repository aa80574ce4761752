"""What citizens told, taken into the cases of the house."""

from datetime import datetime

from django.db import transaction

from patrol.actions.case_lines import write_line
from patrol.actions.cases import new_case, worsen_case
from patrol.models import Case, CaseEntry, FindingKind
from people.models import User
from sites.models import Site


def open_case_from_public(*, site: Site, kind: FindingKind, severity: int, note: str, by: User, at: datetime) -> Case:
    """Open a case for damage a citizen told of, or join the newest open one of the site and kind; the officer takes it in hand."""
    with transaction.atomic():
        Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        running = Case.objects.filter(site=site, kind=kind, closed_at=None).order_by("-opened_at")
        case = running.select_for_update(of=("self",)).first()
        if case is None:
            case = new_case(site=site, kind=kind, severity=severity, at=at, handler=by)
        worsen_case(case=case, severity=severity, at=at)
        join_case(case=case, note=note, by=by, at=at)
        return case


def join_case(*, case: Case, note: str, by: User, at: datetime) -> CaseEntry:
    """Write what a citizen told into the case's timeline, without moving it; rights are the caller's."""
    case.version += 1
    return write_line(case=case, kind=CaseEntry.Kind.JOINED, by=by, at=at, note=note)
