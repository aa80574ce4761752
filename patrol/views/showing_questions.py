"""Answers to a campaign's own questions, put into words for the officer."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from patrol.logic.expression_functions import words_of
from patrol.logic.questions import Filling, Question, all_questions
from patrol.models import Report
from patrol.queries.questions import Answered, answered
from patrol.sentences import TROUBLES
from people.models import in_language


def questions_of(report: Report) -> dict[str, Any] | None:
    """Return version, whether it is known, and rows (label, answer, url, trouble); None where no answers came."""
    found = answered(report)
    if found is None:
        return None
    rows = _known(found, report) if found.form else [_unknown(name, said) for name, said in found.answers.items()]
    # An answer to no question is shown too: what came is never hidden.
    return {"version": found.version, "is_known": found.form is not None, "rows": rows}


def _known(found: Answered, report: Report) -> list[dict[str, Any]]:
    form = found.form or {}
    filling = Filling(form, found.answers, localdate(report.finished_at).isoformat())
    troubles = {one.name: one.code for one in filling.troubles()}
    rows = [
        _row(question, found.answers.get(question["name"], ""), troubles.get(question["name"]), report)
        for question in all_questions(form)
        if question["name"] in troubles or (found.answers.get(question["name"]) and question["type"] != "group")
    ]
    strange = sorted(set(found.answers) - {question["name"] for question in all_questions(form)})
    return rows + [{**_unknown(name, found.answers[name]), "trouble": str(TROUBLES["unknown"])} for name in strange]


def _row(question: Question, said: str, trouble: str | None, report: Report) -> dict[str, Any]:
    words = {choice["name"]: _words(choice["label"]) for choice in question.get("choices", [])}
    answer = "、".join(words.get(one, one) for one in words_of(said)) if words else said
    url = ""
    if question["type"] == "image" and report.photos.filter(file=said).exists():
        answer, url = _("picture"), reverse("patrol:photo", args=[said, "display"])
    sentence = str(TROUBLES[trouble]) if trouble else ""
    return {"label": _words(question["label"]) or question["name"], "answer": answer, "url": url, "trouble": sentence}


def _unknown(name: str, said: str) -> dict[str, Any]:
    return {"label": name, "answer": said, "url": "", "trouble": ""}


def _words(label: dict[str, str]) -> str:
    return in_language(label.get("zh") or label.get("en", ""), label.get("en", ""))
