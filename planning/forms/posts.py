"""Input of the page about service points."""

from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.forms.choosing import choose
from planning.forms.plans import SECONDS
from planning.models import PostPlace, PostStudy
from sites.models import District

STUDY_SECONDS: Final = SECONDS[:3]


class PostsForm(forms.Form):
    """Where new service points shall be looked for."""

    title = forms.CharField(label=_("Name of the proposal"), max_length=80, required=False)
    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.none(), empty_label=_("Choose a district")
    )
    goal = forms.ChoiceField(
        label=_("What is best"), choices=PostStudy.Goal.choices, initial="cover", widget=forms.RadioSelect
    )
    more = forms.IntegerField(label=_("New points"), min_value=1, max_value=50, initial=3)
    within_m = forms.IntegerField(label=_("Near means within (m)"), min_value=100, max_value=50_000, initial=3_000)
    weight = forms.ChoiceField(label=_("What counts"), choices=PostStudy.Weight.choices, initial="one")
    candidates = forms.MultipleChoiceField(
        label=_("Where a point may stand"),
        choices=PostPlace.Kind.choices[1:],
        initial=["sites"],
        widget=forms.CheckboxSelectMultiple,
    )
    keeps_present = forms.BooleanField(label=_("The present service points stay"), required=False, initial=True)
    seconds_allowed = forms.TypedChoiceField(
        label=_("Time for the calculation"), choices=STUDY_SECONDS, coerce=int, initial=15
    )

    def __init__(self, data: Any = None, *, districts: QuerySet[District], district: str = "") -> None:
        super().__init__(data, initial={"district": district})
        choose(self.fields["district"], districts)
