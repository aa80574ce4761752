"""How what an officer does with a case is checked; every form carries the version of the case that was looked at."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from patrol.models import Case, FindingKind
from patrol.queries.cases import CaseFilters
from people.models import User
from sites.models import District

FEN_IN_YUAN = 100


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionForm(forms.Form):
    """A case as seen at `version`; alone it is a form with nothing but a button."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(VersionForm):
    """Move a case along its chain, or write a line in its timeline; ending it takes an answer for those who reported it."""

    to = forms.ChoiceField(required=False, choices=Case.State.choices)
    note = forms.CharField(label=_("What was done, by whom"), required=False, max_length=2000, widget=_area(3))
    said_by = forms.CharField(
        label=_("In the words of"),
        required=False,
        max_length=120,
        help_text=_("Only where you write down what somebody else says, such as the contractor."),
    )
    public_answer = forms.CharField(
        label=_("Answer to those who reported it"),
        required=False,
        max_length=2000,
        widget=_area(3),
        help_text=_("They read it once the case has ended: thank them and say what happened. No names."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where words are all that is added, and for an answer at the end."""
        values = super().clean() or self.cleaned_data
        if not values.get("to") and "to" not in self.errors and not values.get("note"):
            self.add_error("note", gettext("Write what was done."))
        if values.get("to") in ("closed", "dismissed") and not values.get("public_answer"):
            self.add_error("public_answer", gettext("Write what those who reported it will read."))
        return values


class AnswerForm(VersionForm):
    """What the reporters read."""

    public_answer = forms.CharField(label=_("Answer to those who reported it"), max_length=2000, widget=_area(3))


class HandlerForm(VersionForm):
    """Who handles the case."""

    handler = forms.ModelChoiceField(label=_("Handler"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, handlers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = handlers  # type: ignore[attr-defined]


class UrgencyForm(VersionForm):
    """How long the case may wait."""

    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Case.Urgency.choices, coerce=int)
    note = forms.CharField(label=_("Why"), required=False, max_length=400)


class AuthorityForm(VersionForm):
    """Which authority was told, by which letter, when."""

    authority = forms.CharField(label=_("Authority"), max_length=120)
    document_number = forms.CharField(label=_("Number of the letter"), required=False, max_length=60)
    notified_on = forms.DateField(label=_("Told on"), widget=_day())


class OrderForm(VersionForm):
    """The order to put things right."""

    number = forms.CharField(label=_("Number of the order"), max_length=60)
    addressee = forms.CharField(label=_("Addressee"), max_length=120)
    demands = forms.CharField(label=_("What must be done"), max_length=2000, widget=_area(3))
    issued_on = forms.DateField(label=_("Issued on"), widget=_day())
    deadline_on = forms.DateField(label=_("Deadline"), widget=_day())
    document = forms.FileField(
        label=_("Scan of the order"),
        required=False,
        help_text=_("If you have it: PDF, JPEG or PNG, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )


class WorkForm(VersionForm):
    """A piece of work at the damage."""

    job = forms.CharField(label=_("Work"), max_length=400)
    contractor = forms.CharField(label=_("Done by"), max_length=120)
    cost_yuan = forms.DecimalField(
        label=_("Cost in yuan"), required=False, min_value=Decimal(0), max_digits=14, decimal_places=2
    )
    started_on = forms.DateField(label=_("Begun on"), widget=_day())
    finished_on = forms.DateField(label=_("Finished on"), required=False, widget=_day())


class WorkEndForm(VersionForm):
    """When a piece of work ended, and what it cost in the end."""

    work = forms.UUIDField(widget=forms.HiddenInput)
    finished_on = forms.DateField(label=_("Finished on"), widget=_day())
    cost_yuan = forms.DecimalField(
        label=_("Cost in yuan"), required=False, min_value=Decimal(0), max_digits=14, decimal_places=2
    )


class ReinspectionForm(VersionForm):
    """Who looks again, by when."""

    volunteer = forms.ModelChoiceField(
        label=_("Volunteer"),
        queryset=User.objects.none(),
        help_text=_("Those who live nearest come first. Whoever reported the damage is not among them."),
    )
    do_by = forms.DateField(label=_("Look again by"), widget=_day())
    note = forms.CharField(label=_("What to look at"), required=False, max_length=400)

    def __init__(self, *args: Any, volunteers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volunteer"].queryset = volunteers  # type: ignore[attr-defined]


class FindingForm(VersionForm):
    """A finding that is the same damage."""

    finding = forms.UUIDField(widget=forms.HiddenInput)


class OtherCaseForm(VersionForm):
    """Another case: the same damage, or another."""

    other = forms.UUIDField(widget=forms.HiddenInput)
    other_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SplitForm(VersionForm):
    """Which findings are another damage."""

    findings = forms.TypedMultipleChoiceField(
        label=_("Findings of the other damage"), coerce=str, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Why"), required=False, max_length=400)

    def __init__(self, *args: Any, findings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].choices = findings  # type: ignore[attr-defined]


class ReopenForm(VersionForm):
    """Why a case is opened again."""

    note = forms.CharField(label=_("Why it is opened again"), max_length=2000, widget=_area(2))


class CaseFiltersForm(forms.Form):
    """What the list is narrowed to; whatever is no choice is left out."""

    q = forms.CharField(label=_("Number or site"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False)
    severity = forms.TypedChoiceField(
        label=_("Severity"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("all")), *((n, n) for n in range(5))],
    )
    district = forms.ModelChoiceField(
        label=_("District"), required=False, queryset=District.objects.none(), empty_label=_("all")
    )
    handler = forms.ChoiceField(label=_("Handler"), required=False)
    kind = forms.ModelChoiceField(
        label=_("Kind of damage"), required=False, queryset=FindingKind.objects.none(), empty_label=_("all")
    )
    overdue = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, *args: Any, districts: Any, kinds: Any, handlers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", _("all")), ("open", _("all open ones")), ("ended", _("all ended ones"))]
        self.fields["state"].choices = [*whole, *Case.State.choices]  # type: ignore[attr-defined]
        several = [("", _("all")), ("me", _("me")), ("none", _("nobody"))]
        self.fields["handler"].choices = [*several, *handlers]  # type: ignore[attr-defined]
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]

    def chosen(self) -> CaseFilters:
        """Return what was chosen, in the words of the query."""
        self.is_valid()
        said = self.cleaned_data
        district, kind = said.get("district"), said.get("kind")
        return CaseFilters(
            state=said.get("state", ""),
            severity=said.get("severity"),
            is_overdue=bool(said.get("overdue")),
            district=district.pk if district else "",
            handler=said.get("handler", ""),
            kind=kind.pk if kind else "",
            text=said.get("q", "").strip(),
        )


def fen(yuan: Decimal | None) -> int | None:
    """Return an amount in yuan as whole fen."""
    return None if yuan is None else int(yuan * FEN_IN_YUAN)
