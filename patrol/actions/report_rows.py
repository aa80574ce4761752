"""All rows of a new report, written by one statement: the report, photos, findings, review and audit entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point

from core.ids import new_id
from core.sql import Statements
from patrol.actions.irregularities import Standing
from patrol.logic.report import Fix, ReportPhoto
from patrol.logic.submission import Submission
from patrol.models import Report, Review
from patrol.queries.arrivals import AWAITED, RECEIVED, UNREADABLE, VERIFIED
from patrol.queries.visit_facts import SiteFacts
from patrol.storage import StoredPhoto
from people.models import User

STATEMENTS = Statements(Path(__file__).parents[1] / "sql")


@dataclass(frozen=True, slots=True)
class NewReport:
    """What a new report is made of. `to_come` are the SHA-256 of its photos that are still to be sent."""

    submission: Submission
    content_sha256: str
    site: SiteFacts
    standing: Standing
    irregularities: tuple[str, ...]
    stored: tuple[StoredPhoto, ...]
    to_come: frozenset[str]
    volunteer: User
    by: User
    at: datetime


class AssignmentGone(Exception):
    """The assignment was closed while the report was made ready; nothing is kept."""


def keep_rows(*, new: NewReport) -> Report | None:
    """Write the rows of a report, inside a transaction; None where its id is taken. Raises AssignmentGone.

    The report knows its review, and in `fresh_photos` what its receipt says of its photos.
    """
    report, review = _report(new), _review(new)
    said = STATEMENTS.row("keep_report", _of_report(new, report) | _of_others(new, review))
    if not said["is_kept"]:
        return None
    if new.standing.assignment is not None and not said["is_claimed"]:
        raise AssignmentGone
    inspected = json.loads(said["inspected"] or "{}") if not isinstance(said["inspected"], dict) else said["inspected"]
    report.review = review
    report.fresh_photos = [  # type: ignore[attr-defined]
        _receipt_photo(position, one, new.to_come, inspected)
        for position, one in enumerate(new.submission.report.photos)
    ]
    return report


def _report(new: NewReport) -> Report:
    said, campaign = new.submission.report, new.standing.campaign
    # The door reads no report without its times, and none is kept without a condition.
    assert said.arrived_at is not None  # noqa: S101
    assert said.finished_at is not None  # noqa: S101
    assert said.condition is not None  # noqa: S101
    report = Report(
        id=UUID(said.id),
        kind=said.kind,
        content_sha256=new.content_sha256,
        site_id=new.site.pk,
        volunteer=new.volunteer,
        assignment_id=new.standing.assignment,
        campaign_id=campaign.pk if campaign else None,
        fix=Point(said.fix.longitude, said.fix.latitude, srid=4326) if said.fix else None,
        accuracy_m=said.fix.accuracy_m if said.fix else None,
        fix_at=said.fix.taken_at if said.fix else None,
        arrived_at=said.arrived_at,
        finished_at=said.finished_at,
        received_at=new.at,
        clock_offset_s=new.submission.clock_offset_s(new.at),
        condition_id=said.condition,
        answers=dict(said.answers),
        note=said.note,
        channel=new.submission.channel,
        irregularities=list(new.irregularities),
        payload=dict(new.submission.payload),
    )
    report._state.adding, report._state.db = False, "default"  # noqa: SLF001 - as Django does for a row it reads
    return report


def _review(new: NewReport) -> Review:
    severest = max((one.severity or 0 for one in new.submission.report.findings), default=0)
    photos = Review.Photos.AWAITED if new.to_come else Review.Photos.COMPLETE
    review = Review(report_id=new.submission.report.id, max_severity=severest, photos=photos)
    review._state.adding, review._state.db = False, "default"  # noqa: SLF001 - as Django does for a row it reads
    return review


def _of_report(new: NewReport, report: Report) -> dict[str, Any]:
    return {
        "report": report.pk,
        "kind": report.kind,
        "content": report.content_sha256,
        "site": report.site_id,
        "volunteer": report.volunteer_id,
        "assignment": report.assignment_id,
        "campaign": report.campaign_id,
        **_place(new.submission.report.fix),
        "fix_at": report.fix_at,
        "arrived_at": report.arrived_at,
        "finished_at": report.finished_at,
        "at": new.at,
        "clock_offset_s": report.clock_offset_s,
        "condition": report.condition_id,
        "answers": _json(report.answers),
        "note": report.note,
        "channel": report.channel,
        "irregularities": _json(report.irregularities),
        "payload": _json(report.payload),
    }


def _of_others(new: NewReport, review: Review) -> dict[str, Any]:
    said = new.submission.report
    return {
        "files": _json(
            [
                *map(_file, new.stored),
                *({"sha256": one, "file": "", "size": 0, "content_type": ""} for one in new.to_come),
            ]
        ),
        "photos": _json([_photo(position, one) for position, one in enumerate(said.photos)]),
        "awaited": sorted(new.to_come),
        "findings": _json(
            # Kind and severity are there: the list of what is missing names them.
            {
                "id": str(new_id()),
                "kind": one.kind or "",
                "severity": one.severity or 0,
                "note": one.note,
                "position": n,
            }
            for n, one in enumerate(said.findings)
        ),
        "max_severity": review.max_severity,
        "photos_are": str(review.photos),
        "audit": new_id(),
        "by": new.by.pk,
        "change": _json({"site": new.site.code, "content": new.content_sha256}),
    }


def _file(one: StoredPhoto) -> dict[str, Any]:
    return {"sha256": one.sha256, "file": one.file, "size": one.size, "content_type": one.content_type}


def _photo(position: int, one: ReportPhoto) -> dict[str, Any]:
    taken_at = one.taken_at.isoformat() if one.taken_at else None
    said = {"id": str(new_id()), "sha256": one.sha256, "role": one.role, "position": position, "taken_at": taken_at}
    return said | _place(one.fix)


def _place(fix: Fix | None) -> dict[str, float | None]:
    if fix is None:
        return {"longitude": None, "latitude": None, "accuracy_m": None}
    return {"longitude": fix.longitude, "latitude": fix.latitude, "accuracy_m": fix.accuracy_m}


def _receipt_photo(
    position: int, one: ReportPhoto, to_come: frozenset[str], inspected: Mapping[str, Any]
) -> dict[str, Any]:
    error = inspected.get(one.sha256, "")
    state = AWAITED if one.sha256 in to_come else RECEIVED
    if state == RECEIVED and one.sha256 in inspected:
        state = UNREADABLE if error else VERIFIED
    return {
        "position": position,
        "role": one.role,
        "sha256": one.sha256,
        "state": state,
        "error": error if state == UNREADABLE else "",
    }


def _json(value: Any) -> str:
    return json.dumps(value if isinstance(value, dict) else list(value), ensure_ascii=False)
