"""Puts a report's photos and answers into the shape the components show."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from patrol.models import ChecklistItem, Evidence, Photo, Report
from patrol.queries.appeals import AppealStanding
from patrol.queries.arrivals import photos_with_standing, standing_of_photo
from patrol.queries.evidence import points_taken, reviewable
from patrol.queries.reports import irregularities_of as codes_of
from patrol.sentences import irregularity_sentence, witness_name, witness_sentence
from people.permissions import Person

# The gravest first, so that what a witness took stands beside the statement that took it.
OUTCOMES = ("fail", "unsure", "pass", "absent")


def photos_of(report: Report) -> list[dict[str, str]]:
    """Return a report's photos for `ui_photos`: thumbnail, words, link to the larger picture.

    One whose bytes its sender has not sent has no picture here, whoever else sent the same.
    """
    taken = date_format(localtime(report.finished_at), "DATE_FORMAT")
    return [
        {
            "role": photo.role,
            "sha256": photo.file_id,
            "url": _picture(photo, "thumbnail"),
            "href": _picture(photo, "display"),
            "alt": _("{role} of {site}, {date}").format(role=photo.get_role_display(), site=report.site, date=taken),
            "caption": photo.get_role_display(),
            "note": taken,
        }
        for photo in photos_with_standing(report.photos.all())
    ]


def thumbnails_by_report(photos: Iterable[Photo]) -> dict[UUID, list[dict[str, str]]]:
    """Return the thumbnails of photos read through `photos_with_standing`, by their report."""
    found: dict[UUID, list[dict[str, str]]] = {}
    for photo in photos:
        shown = {"url": _picture(photo, "thumbnail"), "href": _picture(photo, "display")}
        found.setdefault(photo.report_id, []).append({**shown, "caption": str(photo.get_role_display())})
    return found


def pairs_of(now: list[dict[str, str]], before: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Put photos beside those of last time, far with far and near with near: label and the photos of each pair.

    Photos of the damage stand alone: what is new was not photographed last time.
    """
    pairs: list[dict[str, Any]] = []
    for role in Photo.Role:
        new, old = ([photo for photo in photos if photo["role"] == role] for photos in (now, before))
        if role in (Photo.Role.FINDING, Photo.Role.QUESTION):
            pairs += [{"label": role.label, "photos": [photo], "compare": None} for photo in new]
            continue
        pairs += [
            {
                "label": role.label,
                "photos": [_side(_("Now"), photo), _side(_("Last time"), photo_before)],
                "compare": _compare(photo, photo_before),
            }
            for photo, photo_before in zip_longest(new, old)
        ]
    return pairs


def answers_of(report: Report) -> list[dict[str, Any]]:
    """Return the checklist answers, those that name a problem first: label, answer, is_bad."""
    words = {"yes": _("yes"), "no": _("no"), "unsure": _("not sure")}
    items = ChecklistItem.objects.filter(code__in=report.answers).order_by("rank", "code")
    rows = [
        {
            "label": item.label,
            "answer": words.get(report.answers[item.code], report.answers[item.code]),
            "is_bad": report.answers[item.code] == item.bad_answer,
        }
        for item in items
    ]
    return sorted(rows, key=lambda row: not row["is_bad"])


def witnesses_of(evidence: Evidence, viewer: Person) -> list[dict[str, str]]:
    """Return the witnesses for `ui_evidence`: label, text, outcome, the points it took, the report it names if seen."""
    named = {witness["params"].get("report") for witness in evidence.witnesses} - {None}
    seen = reviewable(viewer, named)
    takes = points_taken(evidence)
    return [
        {
            "label": witness_name(witness["name"]),
            "text": witness_sentence(witness["code"], witness["params"]),
            "outcome": witness["outcome"],
            "note": _points(takes.pop(witness["name"], 0)) if witness["outcome"] in ("unsure", "fail") else "",
            "url": reverse("patrol:report", args=[report])
            if (report := witness["params"].get("report")) in seen
            else "",
        }
        for witness in sorted(evidence.witnesses, key=lambda one: OUTCOMES.index(one["outcome"]))
    ]


def appeal_events(standing: AppealStanding) -> list[dict[str, object]]:
    """Return what followed a decision for `ui_timeline`: an acceptance taken back, the appeal, its answer."""
    events: list[dict[str, object]] = []
    if standing.overturn:
        taken = {"at": standing.overturn.at, "title": _("The acceptance was taken back"), "icon": "arrow-left"}
        events.append({**taken, "tone": "warn", "text": standing.overturn.reason})
    if appeal := standing.appeal:
        events.append(
            {"at": appeal.at, "title": _("You appealed"), "icon": "user", "tone": "info", "text": appeal.text}
        )
        if appeal.decided_at:
            answered = {"at": appeal.decided_at, "title": _("Your appeal was answered"), "icon": "check"}
            events.append({**answered, "tone": "good", "text": appeal.reply})
    return events


def _points(taken: float) -> str:
    """Say how many points a witness took, once for each name: the worst of several counts."""
    return _("−{points} points").format(points=f"{taken:g}") if taken else ""


def irregularities_of(report: Report) -> list[str]:
    """Return in sentences why the report was kept though something about it was odd."""
    return [irregularity_sentence(code) for code in codes_of(report)]


def _picture(photo: Photo, size: str) -> str:
    is_made = standing_of_photo(photo).is_here and getattr(photo.file, size)
    return reverse("patrol:photo", args=[photo.file_id, size]) if is_made else ""


def _compare(now: dict[str, str] | None, before: dict[str, str] | None) -> dict[str, str] | None:
    """Return what the slider lays over each other, and where their alignment is asked for; none where one is missing."""
    if not now or not before or not now["href"] or not before["href"]:
        return None
    return {
        "now": now["href"],
        "before": before["href"],
        "now_alt": now["alt"],
        "before_alt": before["alt"],
        "alignment": reverse("patrol:alignment", args=[before["sha256"], now["sha256"]]),
    }


def _side(caption: str, photo: dict[str, str] | None) -> dict[str, str]:
    return {**(photo or {}), "caption": caption}
