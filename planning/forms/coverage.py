"""Input of the pages about coverage, duties, reach and the forecast."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.logic.position_text import UnreadablePosition, parse_position
from planning.models import Duty
from sites.models import District, Level

# Choices a person looks through.
MOST_OFFERED: Final = 300


class CoverageForm(forms.Form):
    """The filters of the coverage page; a value that is no choice counts as none."""

    district = forms.ChoiceField(label=_("District"), required=False)
    level = forms.ChoiceField(label=_("Protection level"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, data: Any, *, districts: Iterable[District], levels: Iterable[Level]) -> None:
        super().__init__(data)
        self._offer("district", [("", _("All districts")), *((one.code, one.name) for one in districts)])
        self._offer("level", [("", _("All levels")), *((one.code, one.label) for one in levels)])
        self._offer("status", [("", _("All statuses")), *Duty.Status.choices])

    def chosen(self) -> dict[str, str]:
        """Return the valid choices; "" for those left open."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    def narrow(self, district: str) -> None:
        """Of very many districts offer those of the chosen one's city alone: nobody looks through thousands."""
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        everything, *districts = list(cast("Iterable[Any]", field.choices))
        if len(districts) > MOST_OFFERED:
            city = district[:4] or None
            field.choices = [everything, *(one for one in districts if city and str(one[0]).startswith(city))]

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices
        field.widget.attrs["data-submit"] = ""


class DistrictForm(forms.Form):
    """One district of the reader's areas, or all; a value that is no choice counts as none."""

    district = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, data: Any, *, districts: Iterable[District]) -> None:
        super().__init__(data)
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", _("All districts")), *((one.code, one.name) for one in districts)]
        field.widget.attrs["data-submit"] = ""

    def chosen(self) -> str:
        """Return the chosen district's code, or ""."""
        self.is_valid()
        return str(self.cleaned_data.get("district", ""))


class SuspensionForm(forms.Form):
    """From when until when a site need not be visited, and why."""

    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    to_on = forms.DateField(
        label=_("Until (included)"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Closed for repair, road washed away: others read it.")
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"from_on": today})
        for name in ("from_on", "to_on"):
            self.fields[name].widget.attrs["min"] = today.isoformat()


class ReachForm(DistrictForm):
    """One district or all, and how many volunteers a site should have in reach."""

    least = forms.TypedChoiceField(
        label=_("Volunteers wanted in reach"),
        required=False,
        coerce=int,
        choices=[(number, str(number)) for number in (1, 2, 3, 5, 10)],
        initial=2,
    )

    def __init__(self, data: Any, *, districts: Iterable[District]) -> None:
        super().__init__({"least": 2, **data.dict()}, districts=districts)
        self.fields["least"].widget.attrs["data-submit"] = ""

    def chosen(self) -> tuple[str, int]:  # type: ignore[override]
        """Return the chosen district's code or "", and the number; what is no choice counts as none."""
        district = super().chosen()
        return district, int(self.cleaned_data.get("least") or 2)


class ForecastForm(DistrictForm):
    """One district or all, and changes to try."""

    interval_from = forms.IntegerField(label=_("Sites due every (days)"), required=False, min_value=1, max_value=1000)
    interval_to = forms.IntegerField(label=_("be visited every (days)"), required=False, min_value=1, max_value=1000)
    more_volunteers = forms.IntegerField(
        label=_("More volunteers"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Four visits a month each, trained for difficult sites."),
    )
    place = forms.CharField(
        label=_("A new service point at"), required=False, max_length=80, help_text=_("Longitude, latitude (WGS-84).")
    )
    catchment_m = forms.IntegerField(
        label=_("with a catchment of (m)"), required=False, min_value=100, max_value=100_000, initial=3_000
    )

    def chosen(self) -> dict[str, Any]:  # type: ignore[override]
        """Return what is valid of it; nothing for what is not: the district, the change, and the new point or none."""
        district = super().chosen()
        told = self.cleaned_data
        point = told.get("place")
        return {
            "district": district,
            **{name: told.get(name) or 0 for name in ("interval_from", "interval_to", "more_volunteers")},
            "point": {**point, "catchment_m": told.get("catchment_m") or 3_000} if point else None,
        }

    def clean_place(self) -> dict[str, float] | None:
        """Read the place."""
        text = self.cleaned_data["place"].strip()
        if not text:
            return None
        try:
            lon, lat = parse_position(text)
        except UnreadablePosition as error:
            raise forms.ValidationError(_("Write longitude and latitude, like 116.39, 39.90.")) from error
        return {"lon": lon, "lat": lat}
