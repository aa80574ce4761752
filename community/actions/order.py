"""Order: abuse is reported, moderators rule with a reason, authors appeal, and whoever offends again and again is silent."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.actions.writing import check_pace
from community.errors import AbuseReported, AppealNeedsAnother, HidingAppealed, OwnWords
from community.logic.limits import COUNTED, silence
from community.models import AbuseReport, Comment, HidingAppeal, Message, Mute, Post, Ruling
from community.models.posts import Saying
from community.permissions import can_moderate, can_rule_on
from core import audit
from core.errors import NotAllowed, NotFound, Stale
from people.actions import notify
from people.models import User
from people.notices import in_both

Said = Post | Comment | Message
HIDE, SHOW = Ruling.Verdict.HIDE, Ruling.Verdict.SHOW
NAMES: dict[type, tuple[str, str | Promise]] = {
    Post: ("post", _("post")),
    Comment: ("comment", _("comment")),
    Message: ("message", _("letter")),
}


def report_abuse(*, said: Said, reason: str, words: str, by: User, at: datetime) -> AbuseReport:
    """Tell the moderators that something said breaks the rules. Refuses NotAllowed of one's own, AbuseReported, TooMuchAtOnce."""
    if said.author_id == by.pk:
        raise NotAllowed
    with transaction.atomic():
        check_pace(kind="report", by=by, at=at)
        report, is_new = AbuseReport.objects.get_or_create(
            by=by, **_about(said), defaults={"reason": reason, "words": words, "at": at}
        )
        if not is_new:
            raise AbuseReported
        audit.record("report_abuse", report, by=by, at=at, change={"reason": reason})
    return report


def rule(*, said: Said, verdict: str, reason: str, words: str, by: User, at: datetime) -> Ruling:
    """Decide about what is held, reported or shown; all open reports of it are answered. Refuses NotAllowed, OwnWords, Stale."""
    if not can_moderate(by):
        raise NotAllowed
    if not can_rule_on(by, said):
        raise OwnWords
    with transaction.atomic():
        locked = _locked(said)
        if locked.state == (Saying.HIDDEN if verdict == HIDE else Saying.WITHDRAWN):
            raise Stale
        ruling = Ruling.objects.create(
            **_about(locked), verdict=verdict, reason=reason if verdict == HIDE else "", words=words, by=by, at=at
        )
        AbuseReport.objects.filter(**_about(locked), ruling=None).update(ruling=ruling)
        was, locked.state = locked.state, Saying.HIDDEN if verdict == HIDE else Saying.SHOWN
        locked.save(update_fields=["state"])
        audit.record("rule", ruling, by=by, at=at, change={"state": [was, locked.state]})
        if verdict == HIDE:
            _silence(locked, ruling, at)
            _tell(locked, "words_hidden", {"what": _name(locked), "why": in_both(ruling.get_reason_display())}, at)
        elif was != Saying.SHOWN:
            _tell(locked, "words_shown", {"what": _name(locked)}, at)
    return ruling


def appeal(*, ruling: Ruling, text: str, by: User, at: datetime) -> HidingAppeal:
    """Appeal against the hiding of one's own words, once. Refuses NotFound of others' and HidingAppealed."""
    with transaction.atomic():
        said = _locked(ruling.said)
        if said.author_id != by.pk:
            raise NotFound
        is_last = not Ruling.objects.filter(**_about(said), at__gt=ruling.at).exists()
        if ruling.verdict != HIDE or not is_last or HidingAppeal.objects.filter(ruling=ruling).exists():
            raise HidingAppealed
        made = HidingAppeal.objects.create(ruling=ruling, by=by, text=text, at=at)
        audit.record("appeal_hiding", made, by=by, at=at)
    return made


def answer_appeal(*, made: HidingAppeal, outcome: str, answer: str, by: User, at: datetime) -> None:
    """Answer an appeal; reversed, the words are shown again and the silence they brought is lifted.

    Refuses NotAllowed, AppealNeedsAnother (whoever ruled or wrote) and Stale.
    """
    if not can_moderate(by):
        raise NotAllowed
    if by.pk in {made.by_id, made.ruling.by_id}:
        raise AppealNeedsAnother
    with transaction.atomic():
        made = HidingAppeal.objects.select_for_update().get(pk=made.pk)
        if made.answered_at is not None:
            raise Stale
        made.outcome, made.answer, made.answered_by, made.answered_at = outcome, answer, by, at
        made.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
        said = _locked(made.ruling.said)
        if outcome == HidingAppeal.Outcome.REVERSED:
            Ruling.objects.create(**_about(said), verdict=SHOW, words=answer, by=by, at=at)
            said.state = Saying.SHOWN
            said.save(update_fields=["state"])
            Mute.objects.filter(ruling=made.ruling, lifted_at=None).update(lifted_at=at)
        audit.record("answer_hiding_appeal", made, by=by, at=at, change={"outcome": outcome})
        kind = "words_shown" if outcome == HidingAppeal.Outcome.REVERSED else "words_stay_hidden"
        _tell(said, kind, {"what": _name(said)}, at)


def _silence(said: Said, ruling: Ruling, at: datetime) -> None:
    """Mute the author for days where this is not the first hiding that stands."""
    standing = Ruling.objects.filter(verdict=HIDE, at__gt=at - COUNTED).exclude(appeal__outcome="reversed")
    hidings = sum(
        standing.filter(**{f"{name}__author": said.author_id}).count() for name in ("post", "comment", "message")
    )
    span = silence(hidings)
    if span:
        Mute.objects.create(user_id=said.author_id, ruling=ruling, from_at=at, until=at + span)


def _tell(said: Said, kind: str, params: dict[str, Any], at: datetime) -> None:
    author = User.objects.get(pk=said.author_id)
    notify(users=[author], kind=kind, params=params, url=reverse("community:my_words"), at=at)


def _name(said: Said) -> list[str]:
    return in_both(NAMES[type(said)][1])


def _about(said: Said) -> dict[str, Said]:
    return {NAMES[type(said)][0]: said}


def _locked(said: Said) -> Said:
    found: Said = type(said)._default_manager.select_for_update(of=("self",)).get(pk=said.pk)
    return found
