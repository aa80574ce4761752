"""Visits that look for somebody, as one volunteer may take them; and who lives near such a visit."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.db.models import Count, Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from patrol.logic.safety import rules_asked
from patrol.models import Assignment
from patrol.queries.assignments import goes_there
from patrol.queries.outings import rules_on
from patrol.queries.safety import rules_kept_by
from people.models import Role, User, Volunteer
from people.permissions import areas_of
from planning.models import Offer
from planning.queries.duties import in_areas
from planning.queries.problems import SKILLS_FOR_DIFFICULT

METRES_A_KM = 1000


def open_offers(*, on: date) -> QuerySet[Offer]:
    """Return the offers that somebody can still claim on the day: open, in time, nobody has the site, and it is not suspended."""
    held = Assignment.objects.filter(site=OuterRef("site"), status=Assignment.Status.OPEN)
    found = Offer.objects.filter(~Exists(held), state=Offer.State.OPEN, do_by__gte=on, site__is_active=True)
    return found.exclude(site__duty__suspended_until__gte=on)


def eligible_offers(person: User, *, on: date) -> QuerySet[Any]:
    """Return the open offers the volunteer can take, nearest first, with `distance_m` from home to the *shown* place.

    Within the volunteer's range, skills and the rules of safety; who gave no home, and sites of which only the district is shown, are not
    held to a range. Nothing here depends on a hidden place.
    """
    volunteer = Volunteer.objects.filter(user=person, is_active=True).first()
    if volunteer is None:
        return Offer.objects.none()
    areas = areas_of(person, "take_assignment")
    found = open_offers(on=on).filter(in_areas(areas, "site__district__code"))
    found = found.select_related("site__level", "site__district").defer("site__geom", "site__district__geom")
    rules = rules_on(on).safety
    kept = rules_kept_by([person.pk], rules=rules, on=on)[person.pk]
    if not rules_asked(rules, is_difficult=False) <= kept:
        return found.none()
    is_able = set(volunteer.skills.values_list("pk", flat=True)) >= SKILLS_FOR_DIFFICULT
    if not is_able or not rules_asked(rules, is_difficult=True) <= kept:
        found = found.filter(site__is_difficult=False)
    if volunteer.home is None:
        none = Value(None, output_field=FloatField())
        return found.annotate(distance_m=none).order_by("do_by", "site__code")
    near = Q(site__shown_geom__dwithin=(volunteer.home, _degrees(volunteer.range_km))) | Q(
        site__shown_geom__isnull=True
    )
    distance = Func(
        _geography(F("site__shown_geom")),
        _geography(Value(volunteer.home, output_field=GeometryField(srid=4326))),
        function="ST_Distance",
        output_field=FloatField(),
    )
    found = found.filter(near).annotate(distance_m=distance)
    within = Q(distance_m__lte=volunteer.range_km * METRES_A_KM) | Q(distance_m__isnull=True)
    return found.filter(within).order_by(F("distance_m").asc(nulls_last=True), "site__code")


def nearest_eligible(offer: Offer, *, without: UUID, on: date) -> list[User]:
    """Return active volunteers who may take the offer and have visits left, nearest first, but one of them."""
    mine = Assignment.objects.filter(goes_there(OuterRef("user")), status=Assignment.Status.OPEN).order_by()
    asked = Coalesce(Subquery(mine.annotate(one=Value(1)).values("one").annotate(total=Count("pk")).values("total")), 0)
    place = offer.site.shown_geom
    near = Volunteer.objects.filter(is_active=True, user__is_active=True, home__isnull=False).exclude(user=without)
    near = near.filter(user__role_grants__role=Role.VOLUNTEER, user__role_grants__revoked_at=None)
    if offer.site.is_difficult:
        for skill in SKILLS_FOR_DIFFICULT:
            near = near.filter(skills=skill)
    near = near.annotate(asked=asked).filter(asked__lt=F("visits_per_month"))
    if place is None:
        return _cleared(near.order_by("number"), offer, on)
    distance = Func(
        _geography(F("home")),
        _geography(Value(place, output_field=GeometryField(srid=4326))),
        function="ST_Distance",
        output_field=FloatField(),
    )
    found = near.annotate(distance_m=distance).filter(distance_m__lte=F("range_km") * float(METRES_A_KM))
    return _cleared(found.order_by("distance_m", "number"), offer, on)


def _cleared(found: QuerySet[Any], offer: Offer, on: date) -> list[User]:
    """Return those whom the rules of safety let go there, in the order found."""
    people = [one.user for one in found.select_related("user").distinct()]
    rules = rules_on(on).safety
    kept = rules_kept_by([one.pk for one in people], rules=rules, on=on)
    asked = rules_asked(rules, is_difficult=offer.site.is_difficult)
    return [one for one in people if asked <= kept[one.pk]]


def _geography(place: Any) -> Cast:
    return Cast(place, cast("Any", GeometryField(geography=True)))


def _degrees(km: int) -> float:
    """Return degrees that hold at least so many kilometres up to 60° of latitude: for the index, before the true measure."""
    return 2 * km / 111.0
