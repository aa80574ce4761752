"""Who fits a shift, and which shifts fit a person: candidates from the database, the score from `logic.matching`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from core.sql import Statements
from people.logic.age import least_age
from people.models import User
from people.permissions import Person
from people.queries import safety_facts, volunteers
from service.logic.eligibility import Asked, Known, lacks
from service.logic.free_time import free_share
from service.logic.matching import Fit, Match, match
from service.models import Activity, Shift
from service.queries.policy import service_rules_on
from service.sentences import reason_words

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
LOOK_AHEAD: Final = timedelta(days=60)
MONTH_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class RankedPerson:
    """A person ranked for a shift; the name is empty where the viewer may not list them."""

    user_id: UUID
    name: str
    match: Match

    @property
    def reasons(self) -> list[str]:
        """The reasons in the reader's language."""
        return reason_words(self.match.reasons)


@dataclass(frozen=True, slots=True)
class RankedShift:
    """A shift ranked for a person."""

    shift: Shift
    match: Match

    @property
    def reasons(self) -> list[str]:
        """The reasons in the reader's language."""
        return reason_words(self.match.reasons)


def people_for(shift: Shift, *, at: datetime, viewer: Person | None = None) -> list[RankedPerson]:
    """Return who may come to the shift, the best fitting first; with a viewer, named are only those they may list.

    Left out is whoever lacks what the activity asks, is promised elsewhere at the time, or was asked already.
    """
    rules, day = service_rules_on(timezone.localdate(at)), timezone.localdate(shift.starts_at)
    asked = asked_by(shift.activity)
    listed = set(volunteers(viewer).values_list("pk", flat=True)) if viewer is not None else set()
    values = {"shift": shift.pk, "pool": rules.pool, "day": day, "around": timedelta(days=rules.load_days)}
    found = []
    for row in SQL.rows("people_for_shift", values):
        if lacks(asked, _known(row, asked, day)):
            continue
        who = row | {"free_time": json.loads(row["free_time"])}
        fit = _fit(row, who, shift.starts_at, shift.ends_at, rules.load_days)
        name = row["name"] if row["user_id"] in listed else ""
        found.append(RankedPerson(row["user_id"], name, match(fit, rules.weights)))
    return sorted(found, key=lambda one: -one.match.score)


def shifts_for_person(person: User, *, at: datetime) -> list[RankedShift]:
    """Return the coming shifts the person could take, the best fitting first; nothing for who has no volunteer's profile."""
    profile = getattr(person, "volunteer", None)
    if profile is None:
        return []
    rules = service_rules_on(timezone.localdate(at))
    around = timedelta(days=rules.load_days)
    values = {"person": person.pk, "at": at, "until": at + LOOK_AHEAD, "pool": rules.pool, "around": around}
    facts = safety_facts(person, on=timezone.localdate(at))
    known = Known(facts.least_age, facts.has_guardian_consent, facts.is_insured, frozenset())
    who = {name: getattr(profile, name) for name in ("range_km", "visits_per_month", "free_time")}
    matches: dict[UUID, Match] = {}
    for row in SQL.rows("shifts_for_person", values):
        # The statement left out what needs a skill the person lacks.
        if lacks(Asked(row["least_age"], row["needs_insurance"], frozenset()), known):
            continue
        fit = _fit(row, who, row["starts_at"], row["ends_at"], rules.load_days)
        matches[row["shift_id"]] = match(fit, rules.weights)
    related = (
        "activity__kind",
        "activity__organisation",
        "activity__site",
        "activity__service_point",
        "activity__district",
    )
    shapes = ("geom", "site__geom", "site__shown_geom", "service_point__geom", "district__geom")
    shifts = (
        Shift.objects.select_related(*related).defer(*(f"activity__{one}" for one in shapes)).in_bulk(list(matches))
    )
    ranked = [RankedShift(shifts[pk], matches[pk]) for pk in matches]
    return sorted(ranked, key=lambda one: (-one.match.score, one.shift.starts_at))


def asked_by(activity: Activity) -> Asked:
    """Return what the activity asks of whoever comes."""
    skills = frozenset(activity.skills_required.values_list("pk", flat=True))
    return Asked(activity.least_age, activity.needs_insurance, skills)


def known_of(person: User, *, on: Any) -> Known:
    """Return what is known of a person for that day."""
    facts = safety_facts(person, on=on)
    profile = getattr(person, "volunteer", None)
    skills = frozenset(profile.skills.values_list("pk", flat=True)) if profile else frozenset[str]()
    return Known(facts.least_age, facts.has_guardian_consent, facts.is_insured, skills)


def is_at_place(activity: Activity, *, lon: float, lat: float, accuracy_m: float) -> bool:
    """Say whether a position (WGS-84) lies within the activity's circle, widened by how vague it is (metres)."""
    values = {"activity": activity.pk, "lon": lon, "lat": lat, "accuracy_m": accuracy_m}
    return bool(SQL.value("is_at_place", values))


def fill_rates(activities: list[UUID]) -> Iterator[dict[str, Any]]:
    """Yield for each of the last twelve months with shifts: shifts, places, taken, served, missed, filled, median hours to fill."""
    for row in SQL.rows("fill_rates", {"activities": activities}):
        yield row | {"share": 100 * row["taken"] / row["places"]}


def _known(row: Mapping[str, Any], asked: Asked, day: Any) -> Known:
    age = least_age(day, born_on=row["born_on"], birth_year=row["birth_year"])
    # The statement let nobody through who lacks a skill.
    return Known(age, row["has_guardian_consent"], row["is_insured"], asked.skills)


def _fit(
    row: Mapping[str, Any], who: Mapping[str, Any], starts_at: datetime, ends_at: datetime, load_days: float
) -> Fit:
    begin, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return Fit(
        distance_km=row["distance_km"],
        range_km=who["range_km"],
        free_share=free_share(who["free_time"], begin, end),
        wished=row["wished"],
        served=row["served"],
        missed=row["missed"],
        late=row["late"],
        load=row["load"],
        load_wished=max(1, round(who["visits_per_month"] * 2 * load_days / MONTH_DAYS)),
        liked=row["liked"],
    )
