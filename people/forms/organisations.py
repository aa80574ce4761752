"""How what is said of an organisation and to its members is checked."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.errors import AreaUnknown
from people.forms.persons import DATE
from people.logic.membership import ACTS
from people.models import Organisation, User


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an organisation says of itself."""

    class Meta:
        """In public."""

        model = Organisation
        fields = ("name_zh", "name_en", "about", "contact", "area", "is_recruiting")
        labels: ClassVar[dict[str, Any]] = {
            "name_zh": _("Name in Chinese"),
            "name_en": _("Name in English"),
            "about": _("What it does"),
            "contact": _("How it is reached, in public"),
            "area": _("Division code of its area, such as 110101"),
            "is_recruiting": _("It takes new members now"),
        }

    def clean_area(self) -> str:
        """Let the area be a division code."""
        area = str(self.cleaned_data["area"])
        if area and not (area.isdecimal() and area.isascii() and len(area) in {2, 4, 6, 9, 12}):
            raise forms.ValidationError(AreaUnknown().detail)
        return area


class NewOrganisationForm(OrganisationForm):
    """The same, with its kind and what it stands below."""

    class Meta(OrganisationForm.Meta):
        """Besides."""

        fields = ("kind", "name_zh", "name_en", "parent", "about", "contact", "area")  # type: ignore[assignment]
        labels: ClassVar[dict[str, Any]] = {
            **OrganisationForm.Meta.labels,
            "kind": _("Kind"),
            "parent": _("Belongs to"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = cast("forms.ModelChoiceField[Any]", self.fields["parent"])
        parent.queryset = Organisation.objects.filter(state="active").exclude(kind="team").order_by("kind", "code")
        parent.empty_label = str(_("none: it stands alone"))


class PlaceForm(forms.Form):
    """Below which organisation it stands; none: alone."""

    parent = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label=_("Belongs to"), empty_label=_("none: it stands alone")
    )

    def __init__(self, *args: Any, parents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = cast("forms.ModelChoiceField[Any]", self.fields["parent"])
        parent.queryset = parents


class HandOverForm(forms.Form):
    """To whom all that is under way goes."""

    to = forms.ModelChoiceField(Organisation.objects.none(), label=_("Hand it all over to"))

    def __init__(self, *args: Any, heirs: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = cast("forms.ModelChoiceField[Any]", self.fields["to"])
        to.queryset = heirs


class CloseForm(forms.Form):
    """Why it ends, and that it is meant."""

    why = forms.CharField(max_length=300, label=_("Why it is closed (the members read it)"))
    is_meant = forms.BooleanField(label=_("I have read what this ends"))


class ReopenForm(forms.Form):
    """Whether its last members are invited again."""

    invites = forms.BooleanField(required=False, label=_("Invite the members of its last day again"))


class ReviewForm(forms.Form):
    """Yes, or no and why."""

    is_accepted = forms.BooleanField(required=False)
    words = forms.CharField(max_length=300, required=False, label=_("Words to those who asked (needed for a no)"))

    def clean(self) -> dict[str, Any]:
        """Let a no say why."""
        values = super().clean() or {}
        if not values.get("is_accepted") and not values.get("words"):
            self.add_error("words", _("Say why."))
        return values


class ApplyForm(forms.Form):
    """A few words of who wants to join."""

    words = forms.CharField(max_length=300, required=False, label=_("A few words about you (if you like)"))


class ActForm(forms.Form):
    """What is done with a membership."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])


class InviteForm(forms.Form):
    """Who is invited, by the address of their account."""

    email = forms.EmailField(label=_("E-mail address of the account"))


class AppointForm(forms.Form):
    """A member who manages from now on."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Member"))
    area = forms.RegexField(r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$", required=False, label=_("Area (empty: everywhere)"))

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = cast("forms.ModelChoiceField[Any]", self.fields["person"])
        person.queryset = members


class PaperForm(forms.Form):
    """A title and a text."""

    title = forms.CharField(max_length=120, label=_("Title"))
    text = forms.CharField(max_length=10_000, label=_("Text"), widget=forms.Textarea(attrs={"rows": 6}))


class TaskForm(forms.Form):
    """Work for one of the staff."""

    title = forms.CharField(max_length=200, label=_("What is to be done"))
    assignee = forms.ModelChoiceField(User.objects.none(), required=False, label=_("Who"), empty_label=_("whoever can"))
    due_on = forms.DateField(required=False, label=_("Until"), widget=forms.DateInput(**DATE))
    needs_approval = forms.BooleanField(required=False, label=_("Somebody else approves it"))

    def __init__(self, *args: Any, staff: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assignee = cast("forms.ModelChoiceField[Any]", self.fields["assignee"])
        assignee.queryset = staff


class TaskActForm(forms.Form):
    """What becomes of it."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("done", "approve", "again", "drop")])


class ListForm(forms.Form):
    """A list of members."""

    file = forms.FileField(
        label=_("List of members (CSV or XLSX)"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"})
    )
