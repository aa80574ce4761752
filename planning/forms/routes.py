"""Input of the pages about routes."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any, Final

from django import forms
from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.logic.position_text import UnreadablePosition, parse_position
from patrol.models import Campaign
from people.models import User
from planning.forms.choosing import choose
from planning.forms.plans import PLANNABLE, SECONDS, VersionForm
from planning.models import Duty, TravelMode
from sites.models import District, ServicePoint

HOME, PLACE, SAME = "home", "place", "same"
ROUTE_SECONDS: Final = SECONDS[:3]
_HOURS: Final = ngettext_lazy("%d hour", "%d hours")
BUDGETS: Final = tuple((60 * hours, _HOURS % hours) for hours in (2, 3, 4, 5, 6, 7, 8, 10, 12))
DATE_INPUT: Final = {"type": "date"}


class RouteForm(forms.Form):
    """What a day trip shall be: for volunteers themselves, or with districts for others. `chosen_anchors` are start and end."""

    title = forms.CharField(label=_("Name of the route"), max_length=80, required=False)
    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.none(), empty_label=_("Choose a district")
    )
    campaign = forms.ModelChoiceField(
        label=_("Patrol campaign"), queryset=Campaign.objects.none(), required=False, empty_label=_("none")
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DATE_INPUT, format="%Y-%m-%d"))
    start = forms.ChoiceField(label=_("Start"))
    start_place = forms.CharField(
        label=_("Start: position"),
        required=False,
        max_length=80,
        help_text=_("Only for another place: longitude, latitude."),
    )
    end = forms.ChoiceField(label=_("End"), initial=SAME)
    end_place = forms.CharField(
        label=_("End: position"),
        required=False,
        max_length=80,
        help_text=_("Only for another place: longitude, latitude."),
    )
    leaves_at = forms.TimeField(
        label=_("Leaves at"), initial=time(8, 30), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    budget_minutes = forms.TypedChoiceField(label=_("Back after at most"), choices=BUDGETS, coerce=int, initial=360)
    mode = forms.ModelChoiceField(
        label=_("How one moves"), queryset=TravelMode.objects.order_by("rank"), empty_label=None
    )
    walkers = forms.IntegerField(label=_("Walkers"), min_value=1, max_value=8, initial=1)
    around_km = forms.FloatField(label=_("Sites within (km of the start)"), min_value=0, max_value=100, initial=5)
    statuses = forms.MultipleChoiceField(
        label=_("Sites that are"),
        choices=[(one.value, one.label) for one in PLANNABLE],
        initial=[Duty.Status.OVERDUE, Duty.Status.NEVER],
        widget=forms.CheckboxSelectMultiple,
    )
    must = forms.CharField(
        label=_("Must be visited"),
        required=False,
        max_length=400,
        help_text=_("Codes of sites, with commas between; all others are taken as far as time allows."),
    )
    seconds_allowed = forms.TypedChoiceField(
        label=_("Time for the calculation"), choices=ROUTE_SECONDS, coerce=int, initial=5
    )

    def __init__(
        self,
        data: Any = None,
        *,
        person: User,
        districts: QuerySet[District] | None,
        campaigns: Iterable[Campaign] = (),
        today: date,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"day": today + timedelta(days=1), "mode": "foot", **(initial or {})})
        self.home = None if districts is not None else person.volunteer.home
        self.points = {one.code: one for one in ServicePoint.objects.filter(is_active=True).order_by("code")}
        self.fields["day"].widget.attrs.update(
            {"min": today.isoformat(), "max": (today + timedelta(days=90)).isoformat()}
        )
        if districts is None:
            for name in ("district", "campaign", "walkers", "statuses", "must"):
                del self.fields[name]
            self.fields["around_km"].label = _("Free sites on the way, within (km of the start)")
            self.fields["around_km"].help_text = _("0: only the visits I have taken.")
        else:
            choose(self.fields["district"], districts)
            choose(self.fields["campaign"], Campaign.objects.filter(pk__in=[one.pk for one in campaigns]))
        self._offer_anchors()

    def clean(self) -> dict[str, Any]:
        """Read start and end."""
        told = super().clean() or {}
        start = self._anchor(told, "start")
        end = start if told.get("end") == SAME else self._anchor(told, "end")
        return {**told, "anchors": (start, end)}

    def clean_must(self) -> tuple[str, ...]:
        """Read the codes."""
        text = self.cleaned_data["must"].replace("，", ",").replace("、", ",")
        return tuple(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))

    def _offer_anchors(self) -> None:
        places: list[tuple[str, Any]] = [(HOME, _("my home (about)"))] if self.home else []
        places += [(code, point.name) for code, point in self.points.items()]
        places.append((PLACE, _("another place")))
        for name, choices in (("start", places), ("end", [(SAME, _("where it starts")), *places])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
            field.choices = choices

    def _anchor(self, told: dict[str, Any], name: str) -> tuple[Point, str] | None:
        chosen = told.get(name)
        if chosen == HOME and self.home is not None:
            return self.home, str(_("my home (about)"))
        if chosen in self.points:
            point = self.points[chosen]
            return point.geom, point.name
        if chosen == PLACE:
            return self._position(told, f"{name}_place")
        return None

    def _position(self, told: dict[str, Any], name: str) -> tuple[Point, str] | None:
        try:
            lon, lat = parse_position(told.get(name) or "")
        except UnreadablePosition:
            self.add_error(name, _("Write longitude and latitude, like 116.39, 39.90."))
            return None
        return Point(lon, lat, srid=4326), f"{lat:.4f} N, {lon:.4f} E"


class OrderForm(VersionForm):
    """Where a stop goes: the walker and the place in the order, from 0."""

    walker = forms.IntegerField(min_value=0, max_value=7)
    position = forms.IntegerField(min_value=0, max_value=1_000)


class GiveForm(VersionForm):
    """Who goes which trip: a field for each, by the trip's number."""

    def __init__(self, data: Any = None, *, trips: Iterable[int], people: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [("", _("Choose a volunteer")), *people]
        for number in trips:
            label = _("Trip {number}").format(number=number + 1)
            self.fields[f"walker_{number}"] = forms.ChoiceField(label=label, choices=choices)

    def chosen(self) -> dict[int, str]:
        """Return the volunteers' keys by trip."""
        told = self.cleaned_data.items()
        return {
            int(name.removeprefix("walker_")): value for name, value in told if name.startswith("walker_") and value
        }
