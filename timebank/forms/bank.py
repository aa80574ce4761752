"""How what people say about statements, gifts and rewards is checked."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import User
from sites.models import ServicePoint
from timebank.models import (
    CharityPool,
    Currency,
    Gift,
    GiftScheme,
    Item,
    Proposal,
    Sponsor,
)


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """From which day to which a statement goes."""

    first_on = forms.DateField(label=_("From"), required=False, widget=_day())
    last_on = forms.DateField(label=_("Until"), required=False, widget=_day())

    def days(self) -> dict[str, Any]:
        """Return the days asked for; what cannot be read is left open."""
        told = self.cleaned_data if self.is_valid() else {}
        return {"first_on": told.get("first_on"), "last_on": told.get("last_on")}


class DonationForm(forms.Form):
    """How many points, to which good cause; `id` makes a second sending the same donation."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    pool = forms.ModelChoiceField(CharityPool.objects.filter(is_open=True), label=_("Good cause"))
    points = forms.IntegerField(label=_("Points of thanks"), min_value=1, max_value=1_000_000)


class GiftForm(forms.Form):
    """What, how much, and to which relative; hours are given in whole ones."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    scheme = forms.ModelChoiceField(GiftScheme.objects.none(), label=_("What you give"))
    amount = forms.IntegerField(label=_("How much (points, or whole hours)"), min_value=1, max_value=1_000_000)
    relation = forms.ChoiceField(label=_("Your relative is your"), choices=Gift.Relation)
    name = forms.CharField(label=_("Name of your relative"), max_length=80)
    email = forms.EmailField(label=_("E-mail address of their account"))

    def __init__(self, *args: Any, schemes: QuerySet[GiftScheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scheme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = schemes

    def clean(self) -> dict[str, Any]:
        """Turn hours into seconds."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("scheme") and told.get("amount") and told["scheme"].currency == Currency.HOURS:
            told["amount"] *= 3600
        return told


class SponsorForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who thanks the volunteers."""

    class Meta:
        """What may be written; the budget comes by proposals."""

        model = Sponsor
        fields: ClassVar[list[str]] = ["code", "name_zh", "name_en", "about_zh"]
        labels: ClassVar[dict[str, Any]] = {
            "code": _("Short name for addresses (letters, digits)"),
            "name_zh": _("Name in Chinese"),
            "name_en": _("Name in English"),
            "about_zh": _("Who they are, in Chinese"),
        }
        widgets: ClassVar[dict[str, Any]] = {"about_zh": forms.Textarea({"rows": 3})}

    def clean_code(self) -> str:
        """Take only what an address takes."""
        code = str(self.cleaned_data["code"]).lower()
        if not code.replace("-", "").isalnum() or not code.isascii():
            raise ValidationError(_("Use small letters, digits and hyphens."))
        return code


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """An item as it will stand in the catalogue."""

    class Meta:
        """What may be written; stock and opening come by proposals."""

        model = Item
        fields: ClassVar[list[str]] = [
            "sponsor", "kind", "picture", "title_zh", "title_en", "text_zh", "county", "story_zh", "price",
            "most_a_person", "service_points",
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {
            "sponsor": _("Sponsor"),
            "kind": _("Kind"),
            "picture": _("Picture shown"),
            "title_zh": _("Title in Chinese"),
            "title_en": _("Title in English"),
            "text_zh": _("What it is"),
            "county": _("Assisted county"),
            "story_zh": _("Its story"),
            "price": _("Points of thanks"),
            "most_a_person": _("Most for one person"),
            "service_points": _("Handed out at"),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "text_zh": forms.Textarea({"rows": 3}),
            "story_zh": forms.Textarea({"rows": 4}),
            "service_points": forms.CheckboxSelectMultiple,
        }

    def clean(self) -> dict[str, Any]:
        """Ask the goods of a county for their county and story."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("kind") == Item.Kind.CHARITY and not (told.get("county") and told.get("story_zh")):
            self.add_error(
                "story_zh", ValidationError(_("Goods of an assisted county tell which one, and their story."))
            )
        return told


class ProposalForm(forms.Form):
    """What is to be given, and why: points of a sponsor, a package of volunteer time, stock, an opening."""

    kind = forms.ChoiceField(label=_("What is given"), choices=Proposal.Kind)
    sponsor = forms.ModelChoiceField(Sponsor.objects.order_by("code"), label=_("Sponsor"), required=False)
    item = forms.ModelChoiceField(Item.objects.order_by("title_zh"), label=_("Item"), required=False)
    amount = forms.IntegerField(label=_("Points or pieces"), min_value=0, max_value=10_000_000, initial=0)
    hours = forms.IntegerField(
        label=_("Hours of a package"), min_value=1, max_value=1_000_000, required=False,
        help_text=_("How many hours of volunteers a package thanks."),
    )  # fmt: skip
    note = forms.CharField(label=_("Paper or reason"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask each kind for what it needs, and drop what it does not."""
        told: dict[str, Any] = super().clean() or {}
        kind, item = told.get("kind"), told.get("item")
        is_of_item = kind in (Proposal.Kind.STOCK, Proposal.Kind.OPENING)
        if is_of_item and item is None:
            self.add_error("item", ValidationError(_("Choose the item.")))
        if not is_of_item and told.get("sponsor") is None:
            self.add_error("sponsor", ValidationError(_("Choose the sponsor.")))
        if kind != Proposal.Kind.OPENING and not told.get("amount"):
            self.add_error("amount", ValidationError(_("Say how much.")))
        if kind == Proposal.Kind.PACKAGE and not told.get("hours"):
            self.add_error("hours", ValidationError(_("Say how many hours the package thanks.")))
        if is_of_item and item is not None:
            told["sponsor"] = item.sponsor
        told["item"] = item if is_of_item else None
        told["hours"] = told.get("hours") if kind == Proposal.Kind.PACKAGE else None
        told["amount"] = 0 if kind == Proposal.Kind.OPENING else told.get("amount")
        return told


class KeeperForm(forms.Form):
    """Who redeems vouchers where."""

    service_point = forms.ModelChoiceField(ServicePoint.objects.order_by("code"), label=_("Service point"))
    email = forms.EmailField(label=_("E-mail address of the account"))

    def clean_email(self) -> User:
        """Find the account."""
        found = User.objects.filter(email=str(self.cleaned_data["email"]).lower(), is_active=True).first()
        if found is None:
            raise ValidationError(_("No account has this address."))
        return found
