"""Puts a case's timeline and likenesses into the words and shapes the components show."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from patrol.logic.case_likeness import Likeness
from patrol.models import Case, CaseEntry, Photo, Report
from patrol.queries.case_page import CaseFile

Kind = CaseEntry.Kind
ICONS: Final = {
    Kind.NOTE: "edit",
    Kind.JOINED: "camera",
    Kind.HANDLER: "user",
    Kind.URGENCY: "clock",
    Kind.AUTHORITY: "house",
    Kind.ORDER: "clipboard",
    Kind.WORK: "wall",
    Kind.REINSPECTION: "eye",
    Kind.ANSWER: "star",
    Kind.MERGED: "copy",
    Kind.ABSORBED: "copy",
    Kind.SPLIT: "route",
    Kind.REOPENED: "arrow",
    Kind.UNDONE: "arrow-left",
    Kind.ALARM: "bell",
}
TONES: Final = {Kind.ALARM: "warn", Kind.REOPENED: "warn", Kind.ANSWER: "good"}


def events_of(case: Case, file: CaseFile) -> list[dict[str, Any]]:
    """Return the timeline for `ui_timeline`, the newest first: lines of the case and of those merged into it, and later reports."""
    lines = [_event(case, entry) for entry in file.entries] + [_follow_up(report) for report in file.follow_ups]
    return sorted(lines, key=lambda event: event["at"])[::-1]


def reasons_of(likeness: Likeness) -> list[str]:
    """Return in sentences why two findings look like one damage."""
    return [reason(code, measure) for code, measure in likeness.reasons]


def reason(code: str, measure: float | None) -> str:
    """Return one reason in words; an unknown code stands for itself."""
    words = {
        "same_kind": _("same kind of damage"),
        "same_family": _("related kind of damage"),
        "distance": _("{measure} m apart"),
        "far": _("{measure} m apart"),
        "small_site": _("the site is small"),
        "unknown_place": _("no position to compare"),
        "photo_same": _("the photos show the same"),
        "photo_near": _("the photos resemble each other"),
    }
    return words.get(code, code).format(measure=round(measure or 0))


def title_of(entry: CaseEntry) -> str:
    """Return what a line of the timeline is headed."""
    if entry.kind == Kind.STEP:
        return str(Case.State(entry.state).label)
    return _TITLES[Kind(entry.kind)](entry)


def text_of(entry: CaseEntry) -> str:
    """Return the words of a line: the note, after the facts that belong to its kind."""
    facts = [*_facts(entry), entry.note or (entry.finding.note if entry.finding else "")]
    return " · ".join(fact for fact in facts if fact)


def author_of(entry: CaseEntry) -> str:
    """Return who wrote a line, and whose words they are."""
    by = str(entry.by) if entry.by else _("the system")
    return _("in the words of {name}, written by {by}").format(name=entry.said_by, by=by) if entry.said_by else by


def shown_photos(photos: Iterable[Photo]) -> list[dict[str, str]]:
    """Return photos for `ui_photos`: what each shows, when, and the larger picture behind it."""
    found = []
    for photo in photos:
        taken = date_format(localtime(photo.report.finished_at), "DATE_FORMAT")
        words = {"caption": photo.get_role_display(), "note": taken, "alt": f"{photo.get_role_display()}, {taken}"}
        sizes = {"url": photo.file.thumbnail and "thumbnail", "href": photo.file.display and "display"}
        found.append(words | {key: _picture(photo, size) for key, size in sizes.items()})
    return found


def yuan(fen: int | None) -> str:
    """Return an amount in fen as yuan."""
    return "" if fen is None else f"¥ {fen / 100:,.2f}"


def _event(case: Case, entry: CaseEntry) -> dict[str, Any]:
    title = title_of(entry)
    return {
        "at": entry.at,
        # A line of a merged case says where it comes from.
        "title": title if entry.case_id == case.pk else f"{entry.case.number}: {title}",
        "text": text_of(entry),
        "by": author_of(entry),
        "icon": ICONS.get(Kind(entry.kind), "camera" if entry.finding_id else "case"),
        "tone": TONES.get(Kind(entry.kind), "neutral"),
        "url": _url(entry),
    }


def _picture(photo: Photo, size: str) -> str:
    return reverse("patrol:photo", args=[photo.file_id, size]) if size else ""


def _url(entry: CaseEntry) -> str:
    if entry.other_id:
        return reverse("patrol:case", args=[entry.other_id])
    return reverse("patrol:report", args=[entry.report_id]) if entry.report_id else ""


def _follow_up(report: Report) -> dict[str, Any]:
    return {
        "at": report.received_at,
        "title": _("Later report"),
        "text": " · ".join(one for one in (report.review.get_state_display(), report.note) if one),
        "by": str(report.volunteer),
        "icon": "camera",
        "url": reverse("patrol:report", args=[report.pk]),
    }


def _facts(entry: CaseEntry) -> list[str]:
    extra = entry.extra
    if entry.kind == Kind.JOINED and extra.get("is_by_system"):
        reasons = _("; ").join(reason(*one) for one in extra["reasons"])
        return [_("taken for the same damage by itself: {reasons}").format(reasons=reasons)]
    if entry.kind == Kind.AUTHORITY:
        return [extra["number"], _("told on {day}").format(day=extra["on"])]
    if entry.kind == Kind.ORDER:
        return [extra["addressee"], _("deadline {day}").format(day=extra["deadline"])]
    if entry.kind == Kind.WORK:
        days = (
            f"{extra['started']} – {extra['finished']}"
            if extra["finished"]
            else _("since {day}").format(day=extra["started"])
        )
        return [extra["contractor"], days, yuan(extra["cost_fen"])]
    if entry.kind == Kind.ALARM:
        return [_("told: {names}").format(names="、".join(extra["told"]) or "—")]
    return []


def _split(entry: CaseEntry) -> str:
    words = _("Another damage went into {number}") if entry.extra.get("findings") else _("Split off from {number}")
    return words.format(number=entry.other)


def _undone(entry: CaseEntry) -> str:
    if entry.other_id:
        return _("Merge with {number} taken back").format(number=entry.other)
    return _("Opening again taken back")


def _alarm(entry: CaseEntry) -> str:
    words = _("Reminder: act by {due}") if entry.extra["step"] == 1 else _("Late since {due}: told who stands above")
    return words.format(due=entry.extra["due"])


_TITLES: Final[dict[Kind, Callable[[CaseEntry], str]]] = {
    Kind.NOTE: lambda entry: _("Note"),
    Kind.JOINED: lambda entry: _("Finding added"),
    Kind.HANDLER: lambda entry: _("Handler: {name}").format(name=entry.extra["to"]),
    Kind.URGENCY: lambda entry: _("Urgency: {word}").format(word=Case.Urgency(entry.extra["to"]).label),
    Kind.AUTHORITY: lambda entry: _("Authority told: {name}").format(name=entry.extra["authority"]),
    Kind.ORDER: lambda entry: _("Rectification order {number}").format(number=entry.extra["number"]),
    Kind.WORK: lambda entry: _("Work finished") if entry.extra["finished"] else _("Work begun"),
    Kind.REINSPECTION: lambda entry: _("{name} is asked to look again by {day}").format(
        name=entry.extra["volunteer"], day=entry.extra["do_by"]
    ),
    Kind.ANSWER: lambda entry: _("Answer to those who reported it"),
    Kind.MERGED: lambda entry: _("Merged into {number}").format(number=entry.other),
    Kind.ABSORBED: lambda entry: _("{number} was merged into this case").format(number=entry.other),
    Kind.SPLIT: _split,
    Kind.REOPENED: lambda entry: _("Opened again"),
    Kind.UNDONE: _undone,
    Kind.ALARM: _alarm,
}
