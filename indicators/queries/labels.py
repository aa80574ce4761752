"""What districts, details and rows are called, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.logic.catalogue import Detail
from patrol.models import Assignment, Report
from people.models import Organisation, Skill, User
from service.models import Application, Shift
from sites.models import District, Level, Site
from timebank.models import ServiceRecord

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reader of rows may know: names of volunteers, and reports."""

    names_people: bool
    sees_reports: bool


@dataclass(frozen=True, slots=True)
class Label:
    """What a row is about, who stands behind it, and where it is looked at ("" where there is no page)."""

    kind: str
    about: str
    person: str
    url: str


def district_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of districts by their codes."""
    found = District.objects.filter(code__in=list(codes)).only("code", "name_zh", "name_en")
    return {one.code: one.name for one in found}


def detail_names(detail: Detail, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of details by their codes; a cohort's is its month."""
    wanted = list(codes)
    if detail is Detail.ORGANISATION:
        return {one.code: one.name for one in Organisation.objects.filter(code__in=wanted)}
    if detail is Detail.SKILL:
        return {one.code: one.label for one in Skill.objects.filter(code__in=wanted)}
    if detail is Detail.LEVEL:
        return {one.code: one.label for one in Level.objects.filter(code__in=wanted)}
    return {code: code for code in wanted}


def labels(rows: Rows, reader: Reader) -> dict[tuple[str, str], Label]:
    """Return the labels of rows by (source, key): one statement for each kind of row, and one for the people."""
    by_source: dict[str, set[str]] = {}
    for row in rows:
        by_source.setdefault(row["source"], set()).add(row["key"])
    found: dict[tuple[str, str], Label] = {}
    for source, keys in by_source.items():
        for key, label in _LABELLED[source](keys, reader).items():
            found[source, key] = label
    return found


def _sites(keys: set[str], reader: Reader) -> dict[str, Label]:
    # Name, code and district are public; where a site lies is not told here.
    found = Site.objects.filter(pk__in=keys).only("code", "name_zh", "name_en", "is_active")
    return {
        str(one.pk): Label(_("Site"), f"{one.name} {one.code}", "", reverse("sites:page", args=[one.code]))
        for one in found
    }


def _shifts(keys: set[str], reader: Reader) -> dict[str, Label]:
    found = Shift.objects.filter(pk__in=keys).select_related("activity")
    return {
        str(one.pk): Label(_("Shift"), one.activity.title, "", reverse("service:activity", args=[one.activity_id]))
        for one in found
    }


def _applications(keys: set[str], reader: Reader) -> dict[str, Label]:
    found = Application.objects.filter(pk__in=keys).select_related("shift__activity", "volunteer")
    return {
        str(one.pk): Label(
            _("Place in a shift"),
            one.shift.activity.title,
            _person(one.volunteer, reader),
            reverse("service:activity", args=[one.shift.activity_id]),
        )
        for one in found
    }


def _assignments(keys: set[str], reader: Reader) -> dict[str, Label]:
    found = Assignment.objects.filter(pk__in=keys).select_related("site", "volunteer")
    return {
        str(one.pk): Label(
            _("Visit asked for"),
            f"{one.site.name} {one.site.code}",
            _person(one.volunteer, reader),
            reverse("sites:page", args=[one.site.code]),
        )
        for one in found
    }


def _visits(keys: set[str], reader: Reader) -> dict[str, Label]:
    found = Report.objects.filter(pk__in=keys).select_related("site", "volunteer").defer("payload", "answers")
    return {
        str(one.pk): Label(
            _("Visit"),
            f"{one.site.name} {one.site.code}",
            _person(one.volunteer, reader),
            reverse("patrol:report", args=[one.pk])
            if reader.sees_reports
            else reverse("sites:page", args=[one.site.code]),
        )
        for one in found
    }


def _services(keys: set[str], reader: Reader) -> dict[str, Label]:
    found = ServiceRecord.objects.filter(pk__in=keys).select_related("volunteer")
    return {str(one.pk): Label(_("Service"), one.title, _person(one.volunteer, reader), "") for one in found}


def _volunteers(keys: set[str], reader: Reader) -> dict[str, Label]:
    found = User.objects.filter(pk__in=keys)
    return {str(one.pk): Label(_("Volunteer"), "", _person(one, reader), "") for one in found}


def _person(one: User, reader: Reader) -> str:
    return one.name if reader.names_people else _("a volunteer")


_LABELLED: Final[dict[str, Callable[[set[str], Reader], dict[str, Label]]]] = {
    "site": _sites,
    "shift": _shifts,
    "application": _applications,
    "assignment": _assignments,
    "visit": _visits,
    "service": _services,
    "volunteer": _volunteers,
}
