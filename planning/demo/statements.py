"""Suspensions with their reasons and statements that went upward, by the same actions as real ones, each at its own time."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from patrol.actions.photo_changes import compare_photos
from patrol.models import PhotoChange
from patrol.queries.photo_series import sites_to_compare
from people.models import User
from planning.actions.obligations import suspend_duty
from planning.actions.statements import ask_for_statement, begin_statement, keep_statement
from planning.logic.compliance import Period, quarter_of
from planning.models import Statement, Suspension
from planning.queries.compliance import compliance
from sites.models import Site

OFFICER: Final = "officer@example.org"
CITY: Final = "11"
# First and last day ago, and why nobody needed to go; all of them are over.
PAUSES: Final = (
    (150, 121, "大殿落架大修，施工围挡，暂停巡查。"),
    (95, 66, "汛期山洪封路，应急部门发布停止进入通知。"),
    (40, 12, "布展闭馆，管理处每日自查并报送记录。"),
)
CORRECTION: Final = "补计三份期后审核通过的巡查报告。"
# Photos compared while the demo is loaded; the worker does the rest.
COMPARED_SITES: Final = 3


def load(*, at: datetime) -> str:
    """Suspend some visits of the past, hand in the statements of the last two quarters, one of them corrected; once."""
    if not Statement.objects.exists() and User.objects.filter(email=OFFICER).exists():
        officer = User.objects.get(email=OFFICER)
        _suspend(officer, at)
        last = _quarter_before(timezone.localdate(at))
        former = _quarter_before(last.from_on)
        first = _hand_in(former, officer, at - timedelta(days=30))
        _hand_in(former, officer, at - timedelta(days=20), supersedes=first)
        _hand_in(last, officer, at - timedelta(days=10))
    if not PhotoChange.objects.exists():
        for site_id in sites_to_compare(COMPARED_SITES):
            compare_photos(site_id=site_id, at=at)
    return f"{Statement.objects.count()} statements, {Suspension.objects.count()} suspensions, {PhotoChange.objects.count()} pairs of photos compared"


def _suspend(officer: User, at: datetime) -> None:
    sites = Site.objects.filter(code__startswith="BJ-", level_id="provincial", is_difficult=False).order_by("code")
    for site, (first, last, reason) in zip(sites, PAUSES, strict=False):
        day = timezone.localdate(at) - timedelta(days=first)
        to_on = day + timedelta(days=first - last)
        suspend_duty(site=site, from_on=day, to_on=to_on, reason=reason, by=officer, at=at - timedelta(days=first))


def _hand_in(period: Period, by: User, at: datetime, supersedes: Statement | None = None) -> Statement:
    work = ask_for_statement(
        area=CITY,
        period=period,
        as_of=at,
        by=by,
        at=at,
        supersedes=supersedes,
        correction=CORRECTION if supersedes is not None else "",
    )
    making = begin_statement(work_id=work.pk)
    assert making is not None  # noqa: S101 - just asked for
    return keep_statement(making=making, found=compliance(making.question), at=at + timedelta(seconds=4))


def _quarter_before(day: date) -> Period:
    first = quarter_of(day.year, (day.month + 2) // 3).from_on
    before = first - timedelta(days=1)
    return quarter_of(before.year, (before.month + 2) // 3)
