from string import Formatter
from typing import Any

import pytest
from django.utils import translation

from people.models import Notice
from people.notices import SENTENCES, in_both, sentence

PARAMS: dict[str, Any] = {
    "site": ["钟楼", "Bell Tower"],
    "reason": "照片模糊",
    "minutes": 30,
    "activity": "鼓楼讲解",
    "starts": "2026-06-06 09:00",
    "was": "2026-06-05 09:00",
    "do_by": "2026-06-30",
    "finding": ["裂缝", "Crack"],
    "severity": 3,
    "number": "2026-1",
    "state": ["已结案", "closed"],
    "name": "陆望山",
    "why": "记录有变动",
    "accept_by": "2026-06-20",
    "due": "2026-06-25",
    "handler": "周明",
    "kind": ["裂缝", "Crack"],
    "label": "市政平台",
    "partner": "邻市平台",
    "organisation": ["守望队", "The Watch"],
    "parent": ["联合会", "The Federation"],
    "title": "冬季培训",
    "day": "2026-07-01",
    "what": ["评论", "comment"],
    "n": 4,
    "district": "东城区",
    "points": 40,
    "on": "2026-07-31",
    "amount": ["40 分", "40 points"],
    "item": ["帆布袋", "Canvas bag"],
    "currency": ["爱心值", "points"],
}
ENGLISH = {
    "points_expiring": "40 of your points can be used until 2026-07-31, then they expire.",
    "gift_offered": "陆望山 would like to give you 40 points. Say yes or no.",
    "gift_accepted": "陆望山 accepted your gift of 40 points.",
    "gift_declined": "陆望山 did not accept your gift of 40 points. Nothing was taken from you.",
    "voucher_held": "40 points are put aside for “Canvas bag”. Show the code at the service point until 2026-07-31.",
    "voucher_captured": "“Canvas bag” was handed out to you. Thank you for your service.",
    "voucher_expired": "The voucher for “Canvas bag” was not used in time; your 40 points are back.",
    "proposal_waiting": "A proposal of 陆望山 waits for a second person: Crack.",
    "ledger_off_balance": "The ledger does not balance (points). Look at the trial balance now.",
    "assigned_pair": "You are asked to visit Bell Tower by 2026-06-30, together with 陆望山.",
    "assigned_pair_to_accept": (
        "You are asked to visit Bell Tower by 2026-06-30, together with 陆望山. Say yes or no for both by 2026-06-20."
    ),
    "assigned_along": (
        "You are asked to go along with 陆望山 to Bell Tower by 2026-06-30. If you cannot, say so soon."
    ),
    "report_accepted": "Your report on Bell Tower was accepted. Thank you.",
    "report_more": "More is asked about your report on Bell Tower: 照片模糊",
    "report_rejected": "Your report on Bell Tower was not accepted: 照片模糊",
    "hours_posted": "30 minutes of service on Bell Tower were added to your hours.",
    "hours_not_posted": (
        "No hours were added for Bell Tower: the time was already credited, no time was stated, or the day is full."
    ),
    "assigned": "You are asked to visit Bell Tower by 2026-06-30.",
    "case_opened": "A case was opened at Bell Tower: Crack, severity 3.",
    "case_changed": "The case 2026-1 at Bell Tower is now: closed.",
    "transfer_confirmed": "Your service records were handed over to 邻市平台.",
    "transfer_refused": "邻市平台 did not take your service records; the hours are yours again: 记录有变动",
    "transfer_declined": "Your service records do not go to 邻市平台: 记录有变动",
    "transfer_received": "邻市平台 handed service records over to you: 30 minutes.",
    "certificate_issued": "Your certificate of volunteer service 2026-1 is issued. You can print it now.",
    "certificate_withdrawn": "Your certificate 2026-1 was taken out of public notice: 记录有变动",
    "certificate_revoked": "Your certificate 2026-1 was revoked: 记录有变动",
    "outing_unsafe": "陆望山 went on patrol although a rule of safety was not kept. Look at it.",
    "outing_overdue": ("陆望山 should have been back 30 minutes ago. Call, and end the patrol when all is well."),
    "outing_still_overdue": ("陆望山 should have been back 30 minutes ago and nobody has ended the patrol. Act now."),
    "outing_not_ended": ("Are you back? End your patrol, or say that you stay longer: others are looking for you."),
    "report_to_review": "A report on Bell Tower waits for review.",
    "assigned_to_accept": "You are asked to visit Bell Tower by 2026-06-30. Say yes or no by 2026-06-20.",
    "visit_ended": "You need not visit Bell Tower any more: 记录有变动",
    "visit_moved": "Your visit to Bell Tower may be made until 2026-06-30 now.",
    "visit_put_off": "Please do not visit Bell Tower before 2026-07-01: 记录有变动",
    "visit_free": "A visit looks for somebody: Bell Tower, 记录有变动",
    "activity_applied": "陆望山 asks for a place in “鼓楼讲解” (2026-06-06 09:00). Say yes or no.",
    "activity_moved": (
        "“鼓楼讲解” was moved from 2026-06-05 09:00 to 2026-06-06 09:00. If you cannot come then, give the place back: "
        "it does not count against you."
    ),
    "activity_moved_away": (
        "“鼓楼讲解” was moved from 2026-06-05 09:00 to 2026-06-06 09:00. You are promised elsewhere then or may not take "
        "part on that day, so your place was given back; it does not count against you."
    ),
    "activity_given_back": "陆望山 gave back the place in “鼓楼讲解” (2026-06-06 09:00), less than a day before.",
    "activity_accepted": "You have a place in “鼓楼讲解” (2026-06-06 09:00).",
    "activity_waiting": "All places in “鼓楼讲解” (2026-06-06 09:00) are taken. You are on the waiting list.",
    "activity_moved_up": "A place became free: you take part in “鼓楼讲解” (2026-06-06 09:00).",
    "activity_refused": "You have no place in “鼓楼讲解” (2026-06-06 09:00): 照片模糊",
    "activity_cancelled": "“鼓楼讲解” was called off: 记录有变动",
    "activity_reminder": "You are expected at “鼓楼讲解”, 2026-06-06 09:00. If you cannot come, give the place back.",
    "activity_offer": "Can you help? “鼓楼讲解”, 2026-06-06 09:00. Say yes or no by 2026-06-20.",
    "activity_missed": "It was noted that you did not come to “鼓楼讲解”. If that is wrong, tell the organiser.",
    "activity_hours_posted": "30 minutes of service in “鼓楼讲解” were added to your hours.",
    "activity_hours_not_posted": (
        "Your service in “鼓楼讲解” is confirmed, but this time had been credited to you already: no hours were added."
    ),
    "plan_visit_lost": "陆望山 does not visit Bell Tower: 记录有变动",
    "case_ended": "The damage you reported at Bell Tower: case 2026-1 is closed. Thank you; read what happened.",
    "case_assigned": "You handle case 2026-1 at Bell Tower now; act by 2026-06-25.",
    "case_taken_over": "周明 handles case 2026-1 at Bell Tower now.",
    "case_due": "Case 2026-1 at Bell Tower must go on by 2026-06-25: closed.",
    "case_overdue": "Case 2026-1 at Bell Tower has been late since 2026-06-25 (closed; handler: 周明). See that somebody acts.",
    "reinspection_asked": "You are asked to look again at Bell Tower by 2026-06-30: was the damage repaired?",
    "report_needs_second": "A report on Bell Tower waits for a second reviewer.",
    "report_needs_third": "Two officers disagree about a report on Bell Tower. A third decides.",
    "report_overturned": "At a second look, your report on Bell Tower was not accepted after all: 照片模糊 30 minutes were taken back. You can appeal.",
    "appeal_made": "A volunteer appeals against the decision on Bell Tower. Somebody who did not decide answers.",
    "appeal_upheld": "Your appeal about Bell Tower was answered: the decision stands. 照片模糊",
    "appeal_reversed": "Your appeal about Bell Tower was granted: the report is accepted. 照片模糊",
    "public_report_received": "A citizen reported damage (Crack). Number 2026-1.",
    "identity_confirmed": "Your real name was confirmed by two people.",
    "identity_refused": "Your real name could not be confirmed: 记录有变动",
    "export_ready": "The copy of your data is ready, for a week.",
    "erasure_asked": "Your account and data are erased on 2026-07-01. Until then you can take it back.",
    "insurance_ends": "The accident insurance of 陆望山 ends on 2026-07-01. See that it is renewed.",
    "training_ends": "A training of 陆望山 holds until 2026-07-01. See that it is renewed.",
    "guardian_consent_ends": "The guardian's consent for 陆望山 ends on 2026-07-01. Ask for a new one.",
    "announcement": "The Watch: 冬季培训",
    "member_applied": "陆望山 wants to join The Watch.",
    "member_invited": "The Watch invites you to join. Say yes or no.",
    "member_moved": "Your membership in The Watch is now: closed.",
    "agreement_to_sign": "The Watch asks its members to read and sign: 冬季培训",
    "organisation_reviewed": "The registration of The Watch was answered: closed.",
    "staff_task": "The Watch, work for you: 冬季培训",
    "organisation_placed": "The Watch belongs to The Federation now.",
    "organisation_closed": "The Watch was closed: 记录有变动 Your hours and certificates stay valid.",
    "organisation_reopened": "The Watch is open again, and you manage it.",
    "post_commented": "陆望山 commented on your post.",
    "letters_asked": "陆望山 asks whether you two may write letters to each other. You decide.",
    "letters_open": "陆望山 said yes: you can write to each other now.",
    "letter_came": "A letter from 陆望山.",
    "words_hidden": "A moderator hid your comment: 记录有变动. You can appeal.",
    "words_shown": "Your comment is shown now.",
    "words_stay_hidden": "Your appeal was answered: your comment stays hidden.",
    "adoption_due": "Bell Tower, which you look after, would be glad of a visit (4 due).",
    "adoption_ended": "You need not look after Bell Tower any longer. Thank you for all you did; you can begin again at any time.",
    "season_call": "Call of the season: 冬季培训",
    "alert_raised": "Unusual in 东城区: comment, 4. Look at the rows behind it.",
    "webhook_stopped": "The webhook 市政平台 was stopped: its receiver did not answer. Look at its log.",
}


def said(kind: str, language: str, **params: Any) -> str:
    with translation.override(language):
        return sentence(Notice(kind=kind, params={**PARAMS, **params}))


def test_every_kind_is_said_in_english() -> None:
    assert {kind: said(kind, "en") for kind in SENTENCES} == ENGLISH


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_kind_is_said_in_chinese_with_all_it_tells(kind: str) -> None:
    chinese = said(kind, "zh-hans")
    names = [name for _text, name, _spec, _conversion in Formatter().parse(ENGLISH_TEMPLATES[kind]) if name]
    values = [value[0] if isinstance(value, list) else str(value) for value in (PARAMS[name] for name in names)]
    assert chinese != ENGLISH[kind]
    assert [value for value in values if chinese.count(value) != 1] == []


def test_a_name_with_braces_is_said_as_it_is() -> None:
    words = said("report_to_review", "en", site=["{x}", "{0.__class__}"])
    assert words == "A report on {0.__class__} waits for review."


def test_a_name_without_english_is_said_in_chinese() -> None:
    assert said("report_to_review", "en", site=["钟楼", ""]) == "A report on 钟楼 waits for review."


def test_an_unknown_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        said("rumour", "en")


def test_in_both_says_words_in_chinese_and_english_whatever_the_reader_speaks() -> None:
    from django.utils.translation import gettext_lazy

    with translation.override("en"):
        chinese, english = in_both(gettext_lazy("Overdue"))
        assert translation.get_language() == "en"
    assert english == "Overdue"
    assert not chinese.isascii()


def _in_english() -> dict[str, str]:
    with translation.override("en"):
        return {kind: str(words) for kind, words in SENTENCES.items()}


ENGLISH_TEMPLATES = _in_english()
