"""In which zone is a place, and what is forbidden there: the stricter first, and only of sites whose place one may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from unicodedata import normalize

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point
from django.db.models import F, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import Cast

from people.permissions import Person
from sites.models import Site, Zone, ZoneRule
from sites.queries.editing import frame_around
from sites.queries.visibility import exact_for

# How far around a place zones are named that stand in words alone.
NEAR_M: Final = 500
MOST_ZONES: Final = 50
NO_RULE: Final = 1_000


@dataclass(frozen=True)
class ZoneHere:
    """A zone at a place: how far inside its edge (`inside_m`) or, within the fix's accuracy, outside of it (`away_m`).

    `rules` are what is forbidden or needs leave there, the stricter first. Metres on the ellipsoid.
    """

    zone: Zone
    away_m: float
    inside_m: float
    rules: list[ZoneRule]

    @property
    def is_sure(self) -> bool:
        """Say whether the place lies inside, and not only within the accuracy of the fix."""
        return self.away_m == 0


@dataclass(frozen=True)
class Zones:
    """Zones at a place, and zones of sites near it whose boundary stands in words alone."""

    here: list[ZoneHere]
    in_words: list[Zone]


def zones_at(viewer: Person, place: Point, *, on: date, accuracy_m: float = 0) -> Zones:
    """Return the zones in force on a day at a place (WGS-84), the stricter first; at most fifty.

    A zone's outline tells where its site is: only zones of sites whose exact place the viewer may know are answered.
    """
    known = Site.objects.filter(exact_for(viewer), is_active=True)
    zones = Zone.objects.filter(in_force(on), site__in=known.values("pk")).select_related("site")
    drawn = zones.filter(geom__bboverlaps=frame_around(place, accuracy_m))
    drawn = drawn.annotate(away_m=_distance(F("geom"), place), inside_m=_distance(_edge(), place)).defer("geom")
    found = list(drawn.filter(away_m__lte=accuracy_m).order_by("away_m", "pk")[:MOST_ZONES])
    rules = list(ZoneRule.objects.filter(in_force(on)).order_by("strictness", "code"))
    here = [ZoneHere(zone, zone.away_m, zone.inside_m, rules_for(zone, rules)) for zone in found]
    near = known.filter(geom__bboverlaps=frame_around(place, NEAR_M)).annotate(away_m=_distance(F("geom"), place))
    in_words = zones.filter(geom=None, site__in=near.filter(away_m__lte=NEAR_M).values("pk"))
    return Zones(sorted(here, key=_strictness), list(in_words.order_by("site__code", "-kind", "pk")[:MOST_ZONES]))


def zones_of(site: Site, *, on: date) -> list[tuple[Zone, list[ZoneRule]]]:
    """Return a site's zones in force on a day with their rules, for whoever may know its place (`visible_sites`)."""
    if not site.is_exact:  # type: ignore[attr-defined]
        return []
    rules = list(ZoneRule.objects.filter(in_force(on)).order_by("strictness", "code"))
    zones = site.zones.filter(in_force(on)).defer("geom").select_related("site")
    told = [(zone, rules_for(zone, rules)) for zone in zones.order_by("-kind", "control_class", "sub_number", "pk")]
    return sorted(told, key=lambda one: _first(one[1]))


def history_of_zones(site: Site) -> QuerySet[Zone]:
    """Return all zones a site ever had, those in force first; their outlines are left out."""
    newest = F("valid_from").desc(nulls_last=True)
    return site.zones.defer("geom").order_by(
        F("valid_to").desc(nulls_first=True), "-kind", "control_class", newest, "pk"
    )


def in_force(on: date) -> Q:
    """Return the condition that a zone or a rule holds on the day."""
    return (Q(valid_to=None) | Q(valid_to__gte=on)) & (Q(valid_from=None) | Q(valid_from__lte=on))


def rules_for(zone: Zone, rules: Iterable[ZoneRule]) -> list[ZoneRule]:
    """Return the rules among `rules` that hold in a zone, in their order."""
    return [rule for rule in rules if _holds(rule, zone)]


def _holds(rule: ZoneRule, zone: Zone) -> bool:
    # Registers write the class with a numeral of its own (Ⅰ) or with letters (I).
    is_of_class = rule.control_class in {"", zone.control_class} or _plain(rule.control_class) == _plain(
        zone.control_class
    )
    return rule.kind == zone.kind and is_of_class and zone.site.district_id.startswith(rule.district_prefix)


def _plain(control_class: str) -> str:
    return normalize("NFKC", control_class)


def _strictness(one: ZoneHere) -> tuple[bool, int, float]:
    return not one.is_sure, _first(one.rules), one.away_m


def _first(rules: list[ZoneRule]) -> int:
    return rules[0].strictness if rules else NO_RULE


def _edge() -> Func:
    return Func(F("geom"), function="ST_Boundary", output_field=GeometryField(srid=4326))


def _distance(geometry: F | Func, place: Point) -> Func:
    on_earth = GeometryField(geography=True)
    here = Cast(Value(place, output_field=GeometryField(srid=4326)), on_earth)
    return Func(Cast(geometry, on_earth), here, function="ST_Distance", output_field=FloatField())
