"""How activities are written for machines, and shifts for calendars."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event
from rest_framework import serializers

from service.models import Activity, Application, Shift

REMIND: Final = timedelta(hours=-3)
REFRESH: Final = timedelta(hours=2)
# Past shifts stay in the calendar for so long.
KEPT: Final = timedelta(days=90)


class ShiftSerializer(serializers.ModelSerializer[Shift]):
    """A time with its places."""

    class Meta:
        """`taken` of `quota` places are held."""

        model = Shift
        fields = ("id", "starts_at", "ends_at", "quota", "taken")


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """A need that is published. Its place is named; where a site lies, `/api/v1/sites/<code>` says to whom may know."""

    shifts = serializers.SerializerMethodField()
    kind = serializers.CharField(source="kind_id")
    organisation = serializers.CharField(source="organisation.name")
    district = serializers.CharField(source="district_id")
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    service_point = serializers.CharField(source="service_point_id", allow_null=True)
    skills_required = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        """What the page says."""

        model = Activity
        fields = (
            "id", "title", "kind", "state", "text", "risk", "contact", "organisation", "district", "site", "service_point",
            "address", "least_age", "needs_insurance", "skills_required", "shifts", "url",
        )  # fmt: skip

    def get_shifts(self, activity: Activity) -> list[dict[str, Any]]:
        """Return the shifts still to come."""
        return [dict(one) for one in ShiftSerializer(activity.coming, many=True).data]  # type: ignore[attr-defined]

    def get_skills_required(self, activity: Activity) -> list[str]:
        """Return the codes of the skills nobody may lack."""
        return [skill.pk for skill in activity.skills_required.all()]

    def get_url(self, activity: Activity) -> str:
        """Return the page's address."""
        return reverse("service:activity", args=[activity.pk])


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """My place in a shift."""

    activity = serializers.CharField(source="shift.activity.title")
    starts_at = serializers.DateTimeField(source="shift.starts_at")
    ends_at = serializers.DateTimeField(source="shift.ends_at")

    class Meta:
        """`seconds` are the hours posted, once confirmed."""

        model = Application
        fields = (
            "id", "shift", "activity", "starts_at", "ends_at", "state", "applied_at", "is_late", "in_at", "out_at", "seconds",
        )  # fmt: skip


class CheckSerializer(serializers.Serializer[Any]):
    """The code at the place, or the phone's position (WGS-84)."""

    code = serializers.CharField(max_length=40, required=False)
    lon = serializers.FloatField(min_value=-180, max_value=180, required=False)
    lat = serializers.FloatField(min_value=-90, max_value=90, required=False)
    accuracy_m = serializers.FloatField(min_value=0, max_value=1e7, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Want one of the two, whole."""
        if "code" not in attrs and not {"lon", "lat", "accuracy_m"} <= set(attrs):
            raise serializers.ValidationError({"code": serializers.ErrorDetail("code or position", "required")})
        return attrs


def calendar_of(applications: Iterable[Application]) -> bytes:
    """Write the promised shifts with a reminder. Only an address anybody may read is named: calendars lie on others' machines."""
    calendar = Calendar()
    calendar.add("prodid", "-//Heritage Patrol//Activities//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Volunteer activities"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for application in applications:
        calendar.add_component(_entry(application))
    written: bytes = calendar.to_ical()
    return written


def _entry(application: Application) -> Event:
    shift = application.shift
    activity = shift.activity
    url = f"{settings.PUBLIC_URL}{reverse('service:activity', args=[activity.pk])}"
    entry = Event()
    entry.add("uid", f"{application.pk}@heritage-patrol")
    entry.add("dtstamp", max(application.applied_at, shift.moved_at or application.applied_at))
    entry.add("dtstart", shift.starts_at)
    entry.add("dtend", shift.ends_at)
    entry.add("summary", activity.title)
    entry.add("location", str(activity.service_point or activity.site or activity.address))
    entry.add("description", f"{activity.organisation.name} · {activity.contact}\n{url}")
    entry.add("url", url)
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", activity.title)
    reminder.add("trigger", REMIND)
    entry.add_component(reminder)
    return entry
