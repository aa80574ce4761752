"""Input of the planner's desk: a new plan, its goals, changes by hand, publishing, planning anew."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.logic.aims import Aims
from planning.logic.assign import Goal
from planning.logic.terms import Terms, Trigger
from planning.models import Duty
from sites.models import District

SECONDS: Final = ((5, _("5 seconds")), (15, _("15 seconds")), (60, _("1 minute")), (180, _("3 minutes")))
PLANNABLE: Final = (Duty.Status.OVERDUE, Duty.Status.NEVER, Duty.Status.DUE_SOON, Duty.Status.CURRENT)
DAYS_AHEAD: Final = 14
# What a planner says in words, and the points it stands for.
TRAVEL: Final = {"little": 0.005, "usual": 0.02, "much": 0.1}
PROMISE: Final = {"little": 0.2, "usual": 1.0, "much": 3.0}
FAIRNESS: Final = {"none": 0.0, "some": 0.2, "much": 1.0}
ORDERS: Final[dict[str, tuple[Goal, ...]]] = {
    "urgency_promises_travel": (Goal.URGENCY, Goal.PROMISES, Goal.TRAVEL),
    "urgency_travel": (Goal.URGENCY, Goal.TRAVEL),
    "urgency_fairness_travel": (Goal.URGENCY, Goal.FAIRNESS, Goal.TRAVEL),
    "promises_urgency_travel": (Goal.PROMISES, Goal.URGENCY, Goal.TRAVEL),
}
ACCEPT_HOURS: Final = ((24, _("1 day")), (72, _("3 days")), (168, _("1 week")))


class GoalsForm(forms.Form):
    """What a plan aims at, in words: goals weighed against each other, or one after the other."""

    aim = forms.ChoiceField(
        label=_("What should the plan be good at?"),
        choices=[("weigh", _("Weigh the goals against each other")), ("order", _("One goal after the other"))],
        initial="weigh",
        widget=forms.RadioSelect,
    )
    travel = forms.ChoiceField(
        label=_("The way counts"),
        choices=[("little", _("little")), ("usual", _("as usual")), ("much", _("much"))],
        initial="usual",
    )
    fairness = forms.ChoiceField(
        label=_("Spreading the visits evenly counts"),
        choices=[("none", _("not at all")), ("some", _("a little")), ("much", _("much"))],
        initial="none",
    )
    promise = forms.ChoiceField(
        label=_("Keeping what was promised counts"),
        choices=[("little", _("little")), ("usual", _("as usual")), ("much", _("much"))],
        initial="usual",
    )
    order = forms.ChoiceField(
        label=_("Order of the goals"),
        choices=[
            ("urgency_promises_travel", _("urgency, promises, short ways")),
            ("urgency_travel", _("urgency, short ways")),
            ("urgency_fairness_travel", _("urgency, even shares, short ways")),
            ("promises_urgency_travel", _("promises, urgency, short ways")),
        ],
        initial="urgency_promises_travel",
    )
    seconds_allowed = forms.TypedChoiceField(
        label=_("Time for the calculation"),
        help_text=_("The calculation ends sooner when the best plan is proven."),
        choices=SECONDS,
        coerce=int,
        initial=15,
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        # Whoever does not speak of goals (a form of before, a call without them) means the usual ones.
        for name in ("aim", "travel", "fairness", "promise", "order"):
            self.fields[name].required = False

    def aims(self) -> Aims:
        """Return the aims; what is not said, or is no choice, is as usual."""
        self.is_valid()
        told = self.cleaned_data
        if told.get("aim") == "order":
            return Aims(order=ORDERS[told.get("order") or "urgency_promises_travel"])
        return Aims(
            travel=TRAVEL[told.get("travel") or "usual"],
            promise=PROMISE[told.get("promise") or "usual"],
            fairness=FAIRNESS[told.get("fairness") or "none"],
        )

    def chosen(self) -> dict[str, Any]:
        """Return the aims and the seconds of a valid form."""
        return {"goals": self.aims(), "seconds_allowed": self.cleaned_data["seconds_allowed"]}


def goals_as_chosen(aims: Aims) -> dict[str, str]:
    """Return the form's values for aims kept with a plan; weights of no word become the nearest."""
    if aims.order:
        name = next((name for name, order in ORDERS.items() if order == aims.order), "urgency_promises_travel")
        return {"aim": "order", "order": name}
    scales = {
        "travel": (TRAVEL, aims.travel),
        "promise": (PROMISE, aims.promise),
        "fairness": (FAIRNESS, aims.fairness),
    }
    return {"aim": "weigh"} | {name: _nearest(words, value) for name, (words, value) in scales.items()}


def _nearest(words: dict[str, float], value: float) -> str:
    return min(words, key=lambda word: abs(words[word] - value))


class PlanForm(GoalsForm):
    """What is asked of a new plan."""

    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.none(), empty_label=_("Choose a district")
    )
    do_by = forms.DateField(
        label=_("To be visited by"),
        help_text=_("The free time of the volunteers counts until this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    statuses = forms.MultipleChoiceField(
        label=_("Sites that are"),
        choices=[(one.value, one.label) for one in PLANNABLE],
        initial=[Duty.Status.OVERDUE, Duty.Status.NEVER],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, districts: QuerySet[District], today: date, district: str = "") -> None:
        first, last = today + timedelta(days=1), today + timedelta(days=90)
        super().__init__(data, initial={"do_by": today + timedelta(days=DAYS_AHEAD), "district": district})
        chosen = self.fields["district"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        chosen.queryset = districts
        self.fields["do_by"].widget.attrs.update({"min": first.isoformat(), "max": last.isoformat()})

    def asked(self) -> dict[str, Any]:
        """Return what `ask_for_plan` is told."""
        return {name: self.cleaned_data[name] for name in ("district", "do_by", "statuses")} | self.chosen()


class VersionForm(forms.Form):
    """The version of the plan a person decided upon."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class MoveForm(VersionForm):
    """To whom a visit is given; where two go, who goes along (nobody chosen: the nearest who can)."""

    volunteer = forms.UUIDField()
    companion = forms.UUIDField(required=False)


class LockForm(VersionForm):
    """Whether a visit stays when the plan is solved again."""

    is_locked = forms.BooleanField(required=False)


class PublishForm(VersionForm):
    """How long volunteers have to say yes, and whether what is left out is offered to others."""

    accept_hours = forms.TypedChoiceField(
        label=_("Volunteers say yes or no within"),
        help_text=_("A visit nobody said yes to in time is released and offered to others nearby."),
        choices=ACCEPT_HOURS,
        coerce=int,
        empty_value=None,
        initial=72,
        required=False,
    )
    is_rest_offered = forms.BooleanField(
        label=_("Offer the sites left out to volunteers nearby"), required=False, initial=False
    )


class ReplanForm(forms.Form):
    """Why a plan is made anew, who and what stays out, and until when."""

    trigger = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            (Trigger.NO_SHOW, _("Somebody cannot come")),
            (Trigger.CLOSURE, _("A site is closed")),
            (Trigger.STORM, _("Storm, or another reason not to go out for some days")),
            (Trigger.OTHER, _("Something else")),
        ],
        widget=forms.RadioSelect,
        initial=Trigger.NO_SHOW,
    )
    absent = forms.MultipleChoiceField(label=_("Who cannot come"), required=False, widget=forms.CheckboxSelectMultiple)
    closed = forms.MultipleChoiceField(
        label=_("Sites that are closed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    quiet_from = forms.DateField(
        label=_("No visits from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    quiet_to = forms.DateField(
        label=_("until (included)"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    do_by = forms.DateField(
        label=_("To be visited by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, data: Any = None, *, people: Iterable[tuple[str, str]], sites: Iterable[tuple[str, str]], do_by: date
    ) -> None:
        super().__init__(data, initial={"do_by": do_by})
        for name, choices in (("absent", people), ("closed", sites)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
            field.choices = list(choices)

    def clean(self) -> None:
        """Ask for both ends of the quiet days, or neither."""
        told = self.cleaned_data
        if bool(told.get("quiet_from")) != bool(told.get("quiet_to")):
            self.add_error("quiet_to", _("Give the first and the last day without visits, or neither."))

    def terms(self) -> Terms:
        """Return the terms of a valid form."""
        told = self.cleaned_data
        quiet = (told["quiet_from"], told["quiet_to"]) if told.get("quiet_from") else None
        return Terms(told["trigger"], frozenset(told["absent"]), frozenset(told["closed"]), quiet)


class WideForm(GoalsForm):
    """What is asked of a plan over many districts."""

    do_by = forms.DateField(
        label=_("To be visited by"),
        help_text=_("The free time of the volunteers counts until this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"do_by": today + timedelta(days=DAYS_AHEAD)})

    def asked(self) -> dict[str, Any]:
        """Return what `ask_for_wide_plan` is told."""
        return {"do_by": self.cleaned_data["do_by"]} | self.chosen()


class DeskForm(forms.Form):
    """What of a plan's table is shown; a value that is no choice counts as none."""

    q = forms.CharField(required=False, max_length=80)
    state = forms.ChoiceField(
        required=False, choices=[("planned", _("planned")), ("locked", _("locked")), ("left_out", _("left out"))]
    )
    volunteer = forms.UUIDField(required=False)
    site = forms.UUIDField(required=False)
    sort = forms.ChoiceField(
        required=False,
        choices=[("urgency", _("urgency")), ("site", _("site")), ("volunteer", _("volunteer")), ("km", _("way"))],
    )
    page = forms.CharField(required=False, max_length=6)

    def chosen(self) -> dict[str, str]:
        """Return the valid choices; the most urgent come first where nothing is said."""
        self.is_valid()
        told = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return told | {"sort": told["sort"] or "urgency"}
