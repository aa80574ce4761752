"""How planning's API reads and writes."""

import json
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from planning.actions.plans import DEFAULT_STATUSES
from planning.models import Duty, Plan, PlanItem, PlanOmission
from planning.sentences import how_good, source_of, why_due, why_left_out


class CoverageQuestion(serializers.Serializer[Any]):
    """Filters of coverage; what is left out stands for all."""

    district = serializers.CharField(required=False, max_length=12)
    level = serializers.CharField(required=False, max_length=32)


class SitesQuestion(CoverageQuestion):
    """Filters of the list of sites."""

    status = serializers.ChoiceField(choices=Duty.Status.choices, required=False)


class CountsSerializer(serializers.Serializer[Any]):
    """How many sites of a group stand in each status."""

    key = serializers.CharField()
    current = serializers.IntegerField()
    due_soon = serializers.IntegerField()
    overdue = serializers.IntegerField()
    never = serializers.IntegerField()
    suspended = serializers.IntegerField()
    total = serializers.IntegerField()


class CoverageSerializer(serializers.Serializer[Any]):
    """Counts of all sites, by protection level and by district."""

    on = serializers.DateField()
    all = CountsSerializer()
    levels = CountsSerializer(many=True)
    districts = CountsSerializer(many=True)


class DutySerializer(serializers.Serializer[Any]):
    """What is owed to a site on the day of the question."""

    site = serializers.UUIDField(source="site_id")
    code = serializers.CharField(source="site.code")
    name = serializers.CharField(source="site.name")
    level = serializers.CharField(source="site.level_id")
    district = serializers.CharField(source="site.district_id")
    status = serializers.ChoiceField(choices=Duty.Status.choices)
    last_visited_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    days_late = serializers.IntegerField(allow_null=True)
    interval_days = serializers.IntegerField()
    urgency = serializers.FloatField()
    is_asked = serializers.BooleanField()
    rule = serializers.CharField(source="rule_id", allow_null=True)
    why = serializers.SerializerMethodField()
    rule_source = serializers.SerializerMethodField()

    def get_why(self, duty: Duty) -> str:
        """Return how often the site must be visited, and for which reason."""
        return why_due(duty)

    def get_rule_source(self, duty: Duty) -> str:
        """Return the source of the rule that decides."""
        return source_of(duty)


class PlanRequest(serializers.Serializer[Any]):
    """What is asked of a new plan."""

    district = serializers.CharField(max_length=12)
    do_by = serializers.DateField()
    seconds_allowed = serializers.IntegerField(min_value=1, max_value=300, default=15)
    statuses = serializers.MultipleChoiceField(
        choices=Duty.Status.choices, default={one.value for one in DEFAULT_STATUSES}
    )


class PlanSerializer(serializers.ModelSerializer[Plan]):
    """A plan in the list."""

    visits = serializers.IntegerField()
    left_out = serializers.IntegerField()
    sent = serializers.IntegerField()
    done = serializers.IntegerField()
    goodness = serializers.SerializerMethodField()

    class Meta:
        """What everybody who may plan sees."""

        model = Plan
        fields: ClassVar[tuple[str, ...]] = (
            "id", "district", "state", "do_by", "seconds_allowed", "made_at", "solved_at", "published_at", "objective",
            "bound", "gap", "solver_status", "solver_seconds", "version", "visits", "left_out", "sent", "done", "goodness",
        )  # fmt: skip

    def get_goodness(self, plan: Plan) -> str:
        """Return in words how near the plan is to the best there can be."""
        return how_good(plan)


class PlanItemSerializer(serializers.ModelSerializer[PlanItem]):
    """One visit of a plan."""

    site_code = serializers.CharField(source="site.code")
    site_name = serializers.CharField(source="site.name")
    volunteer_name = serializers.CharField(source="volunteer.name")
    companion_name = serializers.CharField(source="companion.name", allow_null=True, default=None)

    class Meta:
        """Who goes where, their ways, and whether it stays."""

        model = PlanItem
        fields = (
            "site", "site_code", "site_name", "volunteer", "volunteer_name", "distance_km",
            "companion", "companion_name", "companion_km", "is_locked",
        )  # fmt: skip


class PlanOmissionSerializer(serializers.ModelSerializer[PlanOmission]):
    """A site left out, and why."""

    site_code = serializers.CharField(source="site.code")
    site_name = serializers.CharField(source="site.name")
    why = serializers.SerializerMethodField()

    class Meta:
        """The reason as a code with its figures, and in words."""

        model = PlanOmission
        fields = ("site", "site_code", "site_name", "reason", "params", "why")

    def get_why(self, omission: PlanOmission) -> str:
        """Return the reason in words."""
        return why_left_out(omission.reason, omission.params)


class PlanDetailSerializer(PlanSerializer):
    """A plan with its visits and what is left out."""

    items = PlanItemSerializer(many=True)
    omissions = PlanOmissionSerializer(many=True)

    class Meta(PlanSerializer.Meta):
        """The plan, whole."""

        fields: ClassVar[tuple[str, ...]] = (*PlanSerializer.Meta.fields, "items", "omissions")


class VersionRequest(serializers.Serializer[Any]):
    """The version of the plan the caller decided upon."""

    version = serializers.IntegerField(min_value=0)


class MoveRequest(VersionRequest):
    """Who is to visit which site; where two go, who goes along (the nearest who can, where nobody is named)."""

    site = serializers.UUIDField()
    volunteer = serializers.UUIDField()
    companion = serializers.UUIDField(required=False, allow_null=True, default=None)


class NearQuestion(serializers.Serializer[Any]):
    """Where the caller is (degrees WGS-84), and how many sites to name."""

    lat = serializers.FloatField(min_value=-90, max_value=90)
    lon = serializers.FloatField(min_value=-180, max_value=180)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=30)


class NearSiteSerializer(serializers.Serializer[Any]):
    """A site nearby, with the place the caller may know."""

    id = serializers.UUIDField(source="site.id")
    code = serializers.CharField(source="site.code")
    name = serializers.CharField(source="site.name")
    level = serializers.CharField(source="site.level_id")
    level_label = serializers.CharField(source="site.level.label")
    district = serializers.CharField(source="site.district_id")
    status = serializers.ChoiceField(choices=Duty.Status.choices)
    status_label = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    last_visited_on = serializers.DateField(allow_null=True)
    days_over = serializers.IntegerField()
    distance_m = serializers.IntegerField()
    is_exact = serializers.BooleanField(source="site.is_exact")
    place = serializers.SerializerMethodField()
    visit_minutes = serializers.IntegerField(source="site.visit_minutes")
    is_difficult = serializers.BooleanField(source="site.is_difficult")
    assignment = serializers.ChoiceField(choices=["mine", "taken", "free"])

    @extend_schema_field({"type": "object", "description": "GeoJSON geometry, WGS-84"})
    def get_place(self, near: Any) -> dict[str, Any]:
        """Write the shown place as GeoJSON."""
        place: dict[str, Any] = json.loads(near.site.place.geojson)
        return place


class NearSerializer(serializers.Serializer[Any]):
    """Sites nearby, most urgent first."""

    results = NearSiteSerializer(many=True)


class ExtentQuestion(serializers.Serializer[Any]):
    """Filters of the list of lines and areas."""

    district = serializers.CharField(required=False, max_length=12)
    since = serializers.DateField(required=False)


class ExtentSerializer(serializers.Serializer[Any]):
    """How much of a line (metres) or an area (square metres) was seen, ever and (lines) since the day asked for."""

    code = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    district = serializers.CharField()
    is_line = serializers.BooleanField()
    whole = serializers.FloatField()
    seen = serializers.FloatField()
    recent = serializers.FloatField()
    unknown = serializers.FloatField()
    last_on = serializers.DateField(allow_null=True)


class StretchSerializer(serializers.Serializer[Any]):
    """A stretch of a line in metres from its start, and the day it was last seen; none: never."""

    from_m = serializers.FloatField()
    to_m = serializers.FloatField()
    last_on = serializers.DateField(allow_null=True)


class StretchesSerializer(serializers.Serializer[Any]):
    """What is known of one line or area."""

    code = serializers.CharField()
    whole = serializers.FloatField()
    version = serializers.IntegerField(allow_null=True)
    stretches = StretchSerializer(many=True)
    geometry = serializers.SerializerMethodField()

    def get_geometry(self, said: dict[str, Any]) -> Any:
        """Return the seen part of an area as GeoJSON (WGS-84), none for a line."""
        geom = said["geometry"]
        return json.loads(geom.geojson) if geom is not None else None


class ReachQuestion(serializers.Serializer[Any]):
    """One district or all of the caller's, and how many volunteers a site should have in reach."""

    district = serializers.CharField(required=False, max_length=12)
    least = serializers.IntegerField(required=False, default=2, min_value=1, max_value=100)


class ReachSerializer(serializers.Serializer[Any]):
    """One district: active sites, those few or no volunteers reach, those waiting; mean metres to the nearest."""

    district = serializers.CharField()
    sites = serializers.IntegerField()
    few = serializers.IntegerField()
    nobody = serializers.IntegerField()
    waiting = serializers.IntegerField()
    waiting_few = serializers.IntegerField()
    volunteer_m = serializers.FloatField(allow_null=True)
    point_m = serializers.FloatField(allow_null=True)


class ClustersSerializer(serializers.Serializer[Any]):
    """A GeoJSON FeatureCollection."""

    type = serializers.CharField()
    features = serializers.ListField(child=serializers.JSONField())


class ForecastQuestion(serializers.Serializer[Any]):
    """One district or all of the caller's, weeks or months, and a change to try."""

    district = serializers.CharField(required=False, default="", max_length=12)
    by = serializers.ChoiceField(choices=["week", "month"], required=False, default="month")
    count = serializers.IntegerField(required=False, default=6, min_value=1, max_value=26)
    interval_from = serializers.IntegerField(required=False, default=0, min_value=0, max_value=1000)
    interval_to = serializers.IntegerField(required=False, default=0, min_value=0, max_value=1000)
    more_volunteers = serializers.IntegerField(required=False, default=0, min_value=0, max_value=10_000)


class PeriodSerializer(serializers.Serializer[Any]):
    """A week or month: visits falling due, what can be done of them, what waits at its end."""

    start = serializers.DateField()
    end = serializers.DateField()
    due = serializers.FloatField()
    due_difficult = serializers.FloatField()
    can = serializers.FloatField()
    can_actual = serializers.FloatField()
    waiting = serializers.FloatField()
    waiting_actual = serializers.FloatField()
    waiting_difficult = serializers.FloatField()
    is_feasible = serializers.BooleanField()
