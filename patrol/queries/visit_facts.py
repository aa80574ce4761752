"""All that there is to know before a report is kept, read by one statement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from core.sql import Statements
from patrol.queries.campaigns import campaign_of, narrowest_first
from patrol.queries.form import asked_of
from people.models import User
from people.permissions import remember_grants

STATEMENTS = Statements(Path(__file__).parents[1] / "sql")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site that may be reported on: its key, its names, its division code and the condition last known."""

    pk: UUID
    code: str
    names: tuple[str, str]
    district: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """A campaign that a visit may belong to, and whether it asks questions of its own."""

    pk: UUID
    code: str
    area: str
    starts_on: date
    ends_on: date
    asks: bool

    def runs_on(self, day: date) -> bool:
        """Say whether the campaign runs on that day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """The assignment a report names: its site, who goes there, and whether one of them has reported it."""

    site: UUID
    people: tuple[UUID, ...]
    is_seen: bool


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What is known of a report's id, site, volunteer, assignments and campaigns; None for what is not there.

    `known` is the content's SHA-256 and the volunteer of the report that has the id already; `named` the assignment that
    the report names.
    """

    known: tuple[str, UUID] | None
    site: SiteFacts | None
    core_questions: list[str]
    is_active_volunteer: bool
    own_assignment: UUID | None
    own_campaign: UUID | None
    named: NamedFacts | None
    campaigns: tuple[CampaignFacts, ...]

    def campaign(self, day: date) -> CampaignFacts | None:
        """Return the campaign of the visit: that of the assignment, else the narrowest that runs there on that day."""
        if self.own_campaign is not None:
            return next(one for one in self.campaigns if one.pk == self.own_campaign)
        running = [one for one in self.campaigns if one.runs_on(day)]
        return campaign_of(narrowest_first(running), self.site.district) if self.site else None


def visit_facts(*, report: str, site: str, volunteer: User, assignment: str | None, day: date) -> VisitFacts:
    """Return the facts of a visit on that day (Asia/Shanghai); the volunteer's roles are known afterwards, too."""
    asked = {"report": report, "site": site, "volunteer": volunteer.pk, "assignment": assignment, "day": day}
    row = STATEMENTS.row("visit_facts", asked)
    remember_grants(volunteer, [(role, area) for role, area in _list(row["grants"])])
    categories = {row["category"], row["category_parent"] or row["category"]}
    return VisitFacts(
        known=(row["known_sha256"], row["known_volunteer"]) if row["known_sha256"] else None,
        site=_site(row),
        core_questions=asked_of(_list(row["core_items"]), categories),
        is_active_volunteer=row["is_active_volunteer"],
        own_assignment=row["own_assignment"],
        own_campaign=row["own_campaign"],
        named=NamedFacts(row["named_site"], tuple(row["named_people"]), row["is_named_seen"])
        if row["named_site"]
        else None,
        campaigns=tuple(_campaign(one) for one in _list(row["campaigns"])),
    )


def _site(row: Mapping[str, Any]) -> SiteFacts | None:
    if row["site"] is None:
        return None
    names = (row["site_name_zh"], row["site_name_en"])
    return SiteFacts(row["site"], row["site_code"], names, row["district"], row["condition"])


def _campaign(said: Mapping[str, Any]) -> CampaignFacts:
    days = (date.fromisoformat(said["starts_on"]), date.fromisoformat(said["ends_on"]))
    return CampaignFacts(UUID(said["id"]), said["code"], said["area"], *days, asks=said["asks"])


def _list(said: Any) -> list[Any]:
    found: list[Any] = json.loads(said) if isinstance(said, str) else said or []
    return found
