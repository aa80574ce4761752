"""How what is typed about activities is checked."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Skill, User
from service.models import Activity, ActivityKind, EvaluationTag, Shift
from service.models.activity import LONGEST
from service.permissions import organising_for
from sites.forms.points import PositionForm
from sites.models import ServicePoint, Site
from sites.queries import visible_sites
from sites.queries.editing import county_of

AT_SITE: Final = "site"
AT_POINT: Final = "service_point"
AT_ADDRESS: Final = "address"
PLACES: Final = ((AT_SITE, _("At a heritage site")), (AT_POINT, _("At a service point")), (AT_ADDRESS, _("Elsewhere")))
VALUES: Final = (
    "kind", "title", "text", "risk", "contact", "organisation", "radius_m", "least_age", "needs_insurance", "is_automatic",
)  # fmt: skip
DATE = {"type": "date"}
TIME = {"type": "time"}


class FilterForm(forms.Form):
    """What the list of activities may be narrowed to; what is no filter is passed over."""

    kind = forms.ModelChoiceField(ActivityKind.objects.order_by("rank"), required=False)
    district = forms.RegexField(r"^[0-9]{2,12}$", required=False)
    day = forms.DateField(required=False)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters of `open_activities`."""
        self.is_valid()
        said = self.cleaned_data
        kind, day, lon, lat = said.get("kind"), said.get("day"), said.get("lon"), said.get("lat")
        return {
            "kind": kind.pk if kind else "",
            "district": said.get("district", ""),
            "day": _local(day, time(0)) if day else None,
            "near": None if lon is None or lat is None else Point(lon, lat, srid=4326),
        }


class ActivityForm(PositionForm):
    """An activity with its one place."""

    kind = forms.ModelChoiceField(ActivityKind.objects.order_by("rank"), label=_("Kind"))
    title = forms.CharField(label=_("Title"), max_length=80)
    text = forms.CharField(label=_("What is to be done"), widget=forms.Textarea({"rows": 4}))
    risk = forms.CharField(
        label=_("What may happen"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "The law wants risks to be told when recruiting: heights, traffic, weather, tools. Write “none known” if so."
        ),
    )
    contact = forms.CharField(
        label=_("Contact"), max_length=120, help_text=_("Shown to everybody: a name and a phone.")
    )
    place = forms.ChoiceField(label=_("Where"), choices=PLACES, widget=forms.RadioSelect, initial=AT_SITE)
    site_code = forms.CharField(
        label=_("Heritage site"), max_length=120, required=False, help_text=_("Its code, or its whole name.")
    )
    service_point = forms.ModelChoiceField(
        ServicePoint.objects.filter(is_active=True).order_by("district", "code"),
        label=_("Service point"),
        required=False,
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    radius_m = forms.IntegerField(
        label=_("Check-in circle (m)"),
        min_value=30,
        max_value=5000,
        initial=200,
        help_text=_("Within this distance of the place a phone's position counts as being there."),
    )
    skills_required = forms.ModelMultipleChoiceField(
        Skill.objects.order_by("code"), label=_("Skills needed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    skills_wished = forms.ModelMultipleChoiceField(
        Skill.objects.order_by("code"), label=_("Skills that help"), required=False, widget=forms.CheckboxSelectMultiple
    )
    least_age = forms.IntegerField(label=_("Minimum age"), min_value=0, max_value=60, initial=18)
    needs_insurance = forms.BooleanField(label=_("Needs an accident insurance"), required=False)
    is_automatic = forms.BooleanField(
        label=_("Places are given without asking me"),
        required=False,
        initial=True,
        help_text=_("Otherwise you decide on each person. At a site whose place is not public you always decide."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by = by
        self.fields["organisation"] = forms.ModelChoiceField(organising_for(by), label=_("Organisation"))
        self.fields["position"].required = False
        self.fields["position"].help_text = _("As 116.3894, 39.9407 or 39°56′26″N 116°23′22″E.")

    def clean(self) -> dict[str, Any]:
        """Find the one place and the district it lies in."""
        cleaned = super().clean()
        finders = {AT_SITE: self._at_site, AT_POINT: self._at_point, AT_ADDRESS: self._at_address}
        cleaned["found"] = finders[cleaned["place"]](cleaned) if cleaned.get("place") else {}
        kind = cleaned.get("kind")
        if kind is not None and kind.is_risky and not cleaned.get("needs_insurance"):
            self.add_error("needs_insurance", _("The law wants an accident insurance for this kind of service."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The activity by column."""
        nowhere = {"site": None, "service_point": None, "address": "", "geom": None}
        return {**{name: self.cleaned_data[name] for name in VALUES}, **nowhere, **self.cleaned_data["found"]}

    @property
    def skills(self) -> tuple[Any, Any]:
        """Required and wished."""
        return self.cleaned_data["skills_required"], self.cleaned_data["skills_wished"]

    def _at_site(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        said = cleaned.get("site_code", "").strip()
        sites = visible_sites(self._by)
        site: Site | None = sites.filter(code=said).first() or sites.filter(name_zh=said).order_by("code").first()
        if site is None:
            self.add_error("site_code", _("No site has this code or name. Look it up in the list of sites."))
            return {}
        return {"site": site, "district_id": site.district_id}

    def _at_point(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        point = cleaned.get("service_point")
        if point is None:
            self.add_error("service_point", _("Choose a service point."))
            return {}
        return {"service_point": point, "district_id": point.district_id}

    def _at_address(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        geom, address = cleaned.get("geom"), cleaned.get("address", "").strip()
        if not address:
            self.add_error("address", _("Write the address as people would ask for it."))
        if geom is None:
            if not self.has_error("position"):
                self.add_error("position", _("Write the position."))
            return {}
        county = county_of(geom)
        if not county:
            self.add_error("position", _("No district of the register covers this position."))
            return {}
        return {"address": address, "geom": geom, "district_id": county}


def initial_of(activity: Activity) -> dict[str, Any]:
    """Return what the form begins with for an activity there is."""
    place = AT_SITE if activity.site_id else AT_POINT if activity.service_point_id else AT_ADDRESS
    position = f"{activity.geom.x:.6f}, {activity.geom.y:.6f}" if activity.geom else ""
    return {
        **{name: getattr(activity, f"{name}_id" if name in {"kind", "organisation"} else name) for name in VALUES},
        "place": place,
        "site_code": activity.site.code if activity.site else "",
        "service_point": activity.service_point_id,
        "address": activity.address,
        "position": position,
        "datum": "wgs84",
        "skills_required": list(activity.skills_required.values_list("pk", flat=True)),
        "skills_wished": list(activity.skills_wished.values_list("pk", flat=True)),
    }


class ShiftForm(forms.Form):
    """A day with a beginning, an end and a number of places; local time."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(DATE))
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(TIME), initial="09:00")
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(TIME), initial="11:00")
    quota = forms.IntegerField(label=_("Places"), min_value=1, max_value=500, initial=6)

    def clean(self) -> dict[str, Any]:
        """Put day and times together; an end before the beginning is on the next morning."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"day", "begins", "ends"} <= set(cleaned):
            starts_at, ends_at = (_local(cleaned["day"], cleaned[name]) for name in ("begins", "ends"))
            ends_at += timedelta(days=1) if ends_at <= starts_at else timedelta()
            if ends_at - starts_at > LONGEST or starts_at <= timezone.now():
                self.add_error("day", _("Choose a time that is still to come."))
            cleaned |= {"starts_at": starts_at, "ends_at": ends_at}
        return cleaned


class ShiftTimeForm(ShiftForm):
    """Another time for a shift; its places stay."""

    quota = None  # type: ignore[assignment]

    @classmethod
    def of(cls, shift: Shift) -> "ShiftTimeForm":
        """Return the form with the time as it is."""
        begins, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
        first = {"day": begins.date().isoformat(), "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
        return cls(initial=first, auto_id=f"time_{shift.pk}_%s")


class PresenceForm(forms.Form):
    """When somebody came and left, on the day of the shift; local time. What is left empty stays as it is known."""

    came = forms.TimeField(required=False)
    left = forms.TimeField(required=False)

    def moments(self, starts_at: datetime) -> tuple[datetime | None, datetime | None]:
        """Return both as moments: on the shift's day, or on the day after where a shift runs over midnight."""
        begin = timezone.localtime(starts_at)
        came, left = self.cleaned_data["came"], self.cleaned_data["left"]
        in_at = _local(begin.date(), came) if came else None
        out_at = _local(begin.date(), left) if left else None
        if out_at is not None and out_at <= (in_at or begin - timedelta(hours=3)):
            out_at += timedelta(days=1)
        return in_at, out_at


class FixForm(forms.Form):
    """A phone's position, WGS-84."""

    lon = forms.FloatField(min_value=-180, max_value=180)
    lat = forms.FloatField(min_value=-90, max_value=90)
    accuracy_m = forms.FloatField(min_value=0, max_value=1e7)


class WhyForm(forms.Form):
    """A reason in a few words."""

    why = forms.CharField(label=_("Why"), max_length=200)


class EvaluationForm(forms.Form):
    """Stars, words to choose, words of one's own."""

    stars = forms.TypedChoiceField(
        label=_("How was it?"),
        coerce=int,
        choices=[(5, "★★★★★"), (4, "★★★★"), (3, "★★★"), (2, "★★"), (1, "★")],
        widget=forms.RadioSelect,
    )
    tags = forms.MultipleChoiceField(label=_("What fits"), required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("In your own words"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, about: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = EvaluationTag.objects.filter(about=about).order_by("rank")
        self.fields["tags"].choices = [(tag.pk, tag.label) for tag in known]  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    """What came of it."""

    text = forms.CharField(label=_("What was done and seen"), widget=forms.Textarea({"rows": 4}), max_length=4000)
    reached = forms.IntegerField(label=_("People reached"), min_value=0, max_value=1_000_000, required=False)
    found = forms.IntegerField(label=_("Damage found"), min_value=0, max_value=100_000, required=False)


def _local(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
