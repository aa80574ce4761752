"""Day trips: how somebody moves, how long a visit takes and when a site is open, routes and their stops."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models import Campaign
from people.models import in_language
from planning.models.job import JobState
from sites.models import Category, District, Level, Site


class TravelMode(models.Model):
    """How somebody moves: speed and detour of straight ways, and the name of its profile at a road service."""

    code = models.CharField(primary_key=True, max_length=16)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    speed_kmh = models.FloatField()
    detour = models.FloatField()
    osrm = models.CharField(max_length=32)
    valhalla = models.CharField(max_length=32)
    rank = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """A way is never shorter than the straight line."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(speed_kmh__gt=0), name="travel_mode_speed_positive"),
            models.CheckConstraint(condition=Q(detour__gte=1), name="travel_mode_detour_at_least_one"),
        ]

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)


class VisitTime(models.Model):
    """So many minutes at least a visit takes where category (or its class) and level are these; none fits all."""

    code = models.CharField(primary_key=True, max_length=40)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """A visit takes time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="visit_time_positive"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="visit_time_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SiteHours(models.Model):
    """When a site is open on a weekday (0 is Monday); a site with hours on some days is closed on the others."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        """A day has one opening, and it closes after it opens."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "weekday"], name="site_hours_once_a_day"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="site_hours_on_a_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="site_hours_close_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.weekday}"


class Route(models.Model):
    """One day out of one or several walkers: asked for, solved by a job, ordered by hand, given to its walkers once.

    A planner's route is of a district; without one it is a volunteer's own and nobody else's to see. `metres` and
    `minutes` are tables from start over the stops by number to the end, measured between places as the maker may know
    them. `value` and `bound` are of the solved trips; `ways` says how far roads were known.
    """

    class Ways(models.TextChoices):
        """Where the ways come from."""

        STRAIGHT = "straight", _("straight lines over the ellipsoid, lengthened")
        ROADS = "roads", _("roads")
        PARTLY = "partly", _("roads, and straight lines where none is known")
        FAILED = "failed", _("straight lines, as the road service did not answer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=80)
    district = models.ForeignKey(District, null=True, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="routes")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    day = models.DateField()
    start = gis.PointField(srid=4326)
    start_name = models.CharField(max_length=120)
    end = gis.PointField(srid=4326)
    end_name = models.CharField(max_length=120)
    leaves_at = models.TimeField()
    budget_minutes = models.PositiveSmallIntegerField()
    walkers = models.PositiveSmallIntegerField(default=1)
    mode = models.ForeignKey(TravelMode, on_delete=models.PROTECT, related_name="+")
    seconds_allowed = models.PositiveSmallIntegerField(default=10)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="routes")
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    is_cancel_asked = models.BooleanField(default=False)
    is_stopped = models.BooleanField(default=False)
    is_changed = models.BooleanField(default=False)
    value = models.PositiveIntegerField(null=True)
    bound = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)
    ways = models.CharField(max_length=8, choices=Ways.choices, default=Ways.STRAIGHT)
    ways_unknown = models.PositiveIntegerField(default=0)
    metres = models.JSONField(default=list)
    minutes = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """What is proven is proven; a day has 24 hours."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(bound=None) | Q(bound__gte=F("value")), name="route_bound_not_below_value"
            ),
            models.CheckConstraint(
                condition=Q(budget_minutes__gte=30, budget_minutes__lte=1440), name="route_lasts_a_day_at_most"
            ),
            models.CheckConstraint(condition=Q(walkers__gte=1, walkers__lte=8), name="route_has_walkers"),
            models.CheckConstraint(
                condition=Q(given_at=None) | Q(district__isnull=False), name="route_given_by_planners_only"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["district", "-made_at"], name="route_of_district"),
            models.Index(fields=["made_by", "-made_at"], name="route_of_maker"),
        ]

    def __str__(self) -> str:
        return self.title


class RouteStop(models.Model):
    """A site of a route: the walker's (from 0) and its place in the order, or neither and the reason it is left out.

    `number` is its row in the route's tables. `was_exact` says whether the ways to it tell its exact place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="stops")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=0)
    is_must = models.BooleanField(default=False)
    value = models.PositiveSmallIntegerField(default=1)
    takes_minutes = models.PositiveSmallIntegerField(default=30)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    was_exact = models.BooleanField(default=True)
    walker = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=12, blank=True)
    more_minutes = models.PositiveIntegerField(default=0)

    class Meta:
        """A site is visited once, or left out for a reason."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["route", "site"], name="route_site_once"),
            models.UniqueConstraint(
                fields=["route", "walker", "position"],
                name="route_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(walker=None, position=None) | Q(walker__isnull=False, position__isnull=False, reason=""),
                name="route_stop_ordered_or_left_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} {self.site_id}"


class RouteWalker(models.Model):
    """Who goes which trip of a route."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="given_to")
    number = models.PositiveSmallIntegerField()
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A trip has one walker, a walker one trip."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["route", "number"], name="route_trip_one_walker"),
            models.UniqueConstraint(fields=["route", "volunteer"], name="route_walker_one_trip"),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} {self.number}"
