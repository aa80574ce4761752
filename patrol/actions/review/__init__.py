"""Decisions about a report, from the first vote to the answer to an appeal."""

from patrol.actions.review.appeals import answer_appeal, appeal_decision
from patrol.actions.review.bulk import Accepted, accept_routine
from patrol.actions.review.deciding import accept_report, ask_for_more, decide_report, reject_report
from patrol.actions.review.reasons import add_reason, end_reason
from patrol.actions.review.second_look import confirm_acceptance, overturn_report

__all__ = [
    "Accepted",
    "accept_report",
    "accept_routine",
    "add_reason",
    "answer_appeal",
    "appeal_decision",
    "ask_for_more",
    "confirm_acceptance",
    "decide_report",
    "end_reason",
    "overturn_report",
    "reject_report",
]
