"""What follows decisions in the demo: votes that wait for others, spot checks, acceptances taken back, appeals."""

from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from patrol.actions.review import (
    answer_appeal,
    appeal_decision,
    confirm_acceptance,
    decide_report,
    overturn_report,
)
from patrol.demo.world import World
from patrol.models import Photo, Report, SpotCheck
from people.models import User

OFFICER, DISTRICT_OFFICER = "officer@example.org", "officer-dongcheng@example.org"
REVIEWER, ADMINISTRATOR = "reviewer@example.org", "administrator@example.org"
VOLUNTEER: Final = "volunteer@example.org"
# Severe reports of the inbox: one waits for a second vote, about the other two disagree.
VOTES: Final = (
    ("BJ-110102-0033", REVIEWER, "accept", ""),
    ("BJ-110111-0006", REVIEWER, "accept", ""),
    ("BJ-110111-0006", ADMINISTRATOR, "more", "请补一张洞口近照，并说明距封土边缘几米。"),
)
SHARE, NUMBER = 0.1, 0.04
FALSE_PLACE: Final = "复看时发现照片与该处文物不符，原来的通过予以撤销。"


def look_again(world: World) -> None:
    """Let others vote, check and appeal; each report that is taken back is not the last of its site."""
    staff = {user.email: user for user in User.objects.filter(volunteer=None)}
    for code, who, decision, reason in VOTES:
        report = Report.objects.get(site__code=code, review__state="pending")
        at = world.at - timedelta(hours=3)
        decide_report(report=report, decision=decision, reason=reason, version=0, by=staff[who], at=at)
    _spot_checks(world, staff)
    _appeals(world, staff)


def _spot_checks(world: World, staff: dict[str, User]) -> None:
    recent = _accepted().filter(review__decided_by=staff[DISTRICT_OFFICER], photos__isnull=False)
    for number, report in enumerate(recent.distinct().order_by("-finished_at")[:3]):
        assert report.review.decided_at is not None  # noqa: S101 - it is accepted
        SpotCheck.objects.create(
            report=report, share=SHARE, number=NUMBER, drawn_at=report.review.decided_at + timedelta(minutes=1)
        )
        if number == 2:
            at = world.at - timedelta(hours=5)
            confirm_acceptance(report=report, note="照片与佐证一致。", by=staff[REVIEWER], at=at)


def _appeals(world: World, staff: dict[str, User]) -> None:
    """Take four acceptances back: one waits for an answer, one was granted, one not, and the volunteer's own may be appealed."""
    own = _takeable().filter(volunteer__email=VOLUNTEER)[0]
    # Who decided takes nothing back: these are the district officers' decisions.
    others = _takeable().exclude(volunteer__email=VOLUNTEER).exclude(review__decided_by=staff[OFFICER])[:3]
    for report, who in zip((own, *others), (REVIEWER, REVIEWER, OFFICER, REVIEWER), strict=True):
        at = world.at - timedelta(days=3)
        version = report.review.version
        overturn_report(report=report, reason=FALSE_PLACE, version=version, by=staff[who], at=at)
    waiting, granted, upheld = (Report.objects.get(pk=one.pk) for one in others)
    words = "当天东门封闭，我是从北侧胡同拍的，照片里的灰墙就是该处北墙。"
    for report in (waiting, granted, upheld):
        appeal_decision(report=report, text=words, by=report.volunteer, at=world.at - timedelta(days=2))
    answers = (
        (granted, REVIEWER, "reversed", "经核对，北墙照片确为该处，申诉成立。"),
        (upheld, ADMINISTRATOR, "upheld", "照片中的门牌为另一处院落，维持原决定。"),
    )
    for report, who, outcome, reply in answers:
        at = world.at - timedelta(days=1)
        appeal = Report.objects.get(pk=report.pk).appeal
        answer_appeal(appeal=appeal, outcome=outcome, reply=reply, by=staff[who], at=at)


def _takeable() -> QuerySet[Report]:
    """Return accepted reports behind which a later one stands, so that no site's status of today changes."""
    later = Report.objects.filter(
        site=OuterRef("site"), review__state="accepted", finished_at__gt=OuterRef("finished_at")
    )
    found = _accepted().filter(Exists(later), spot_check=None, findings=None)
    photographed = Exists(Photo.objects.filter(report=OuterRef("pk")))
    return found.annotate(has_photos=photographed).order_by("-has_photos", "-finished_at", "pk")


def _accepted() -> QuerySet[Report]:
    return Report.objects.filter(review__state="accepted").select_related("site", "condition", "volunteer", "review")
