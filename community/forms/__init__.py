"""How posts, letters, rulings and promises are checked."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.logic.limits import MOST_PHOTOS
from community.models import AbuseReport, HidingAppeal, Ruling, SensitiveWord
from core.ids import new_id
from patrol.forms.public import ManyFiles
from people.models import Organisation
from people.permissions import Person
from sites.models import Site
from sites.queries import visible_sites

TIMES: Final = ((1, _("once a year")), (2, _("twice a year")), (4, _("once a season")), (12, _("once a month")))


class PhotosField(forms.FileField):
    """Up to nine photos."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list."""
        listed = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(listed) > MOST_PHOTOS:
            raise ValidationError(gettext("At most {most} photos. Leave some out.").format(most=MOST_PHOTOS))
        return [super(PhotosField, self).clean(one, initial) for one in listed]


def photos_field() -> PhotosField:
    """Return the field for a post's photos."""
    return PhotosField(
        label=_("Photos"),
        required=False,
        help_text=_("Up to nine. Position and device are taken out before anybody sees them."),
        widget=ManyFiles({"accept": "image/*", "multiple": True}),
    )


class PostForm(forms.Form):
    """A person's post, about a site if they like."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("What would you like to tell?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Do not write where a hidden site lies, and nothing personal of others."),
    )
    photos = photos_field()
    site = forms.CharField(
        label=_("About a site (its code)"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_site(self) -> Site | None:
        """Find the site by its code."""
        code = self.cleaned_data["site"].strip()
        if not code:
            return None
        found: Site | None = visible_sites(self.viewer).filter(code=code).first()
        if found is None:
            raise ValidationError(gettext("There is no site with this code. Look it up in the register."))
        return found

    def clean_id(self) -> Any:
        """Keep the sender's id."""
        return self.cleaned_data["id"] or new_id()


class NewsForm(forms.Form):
    """News of an organisation or of the federation."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    organisation = forms.ModelChoiceField(
        label=_("In whose name"), queryset=Organisation.objects.none(), required=False, empty_label=_("the federation")
    )
    title = forms.CharField(label=_("Title"), max_length=80)
    text = forms.CharField(label=_("Text"), max_length=2000, widget=forms.Textarea({"rows": 6}))
    photos = photos_field()
    pinned_until = forms.DateField(
        label=_("Pin to the top until"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Then it is an announcement. Everybody reads it, also without signing in."),
    )

    def __init__(self, *args: Any, organisations: Any, is_federation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        if not is_federation:
            field.required, field.empty_label = True, None

    def clean_id(self) -> Any:
        """Keep the sender's id."""
        return self.cleaned_data["id"] or new_id()

    def clean_pinned_until(self) -> Any:
        """Refuse a day that is over."""
        day = self.cleaned_data["pinned_until"]
        if day and day < timezone.localdate():
            raise ValidationError(gettext("This day is over. Choose one to come."))
        return day


class SayForm(forms.Form):
    """A comment or a letter."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Your words"), max_length=500, widget=forms.Textarea({"rows": 2}))

    def clean_id(self) -> Any:
        """Keep the sender's id."""
        return self.cleaned_data["id"] or new_id()


class LetterForm(SayForm):
    """A letter may be longer."""

    text = forms.CharField(label=_("Your letter"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class AskForm(forms.Form):
    """Some words with the question for letters."""

    words = forms.CharField(
        label=_("Who you are, and why you would like to write"),
        required=False,
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
    )


class AbuseForm(forms.Form):
    """What is wrong with something said."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=AbuseReport.Reason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("More words for the moderator"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )


class RulingForm(forms.Form):
    """Show or hide, with a reason."""

    verdict = forms.ChoiceField(choices=Ruling.Verdict.choices)
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[("", _("Choose a reason")), *AbuseReport.Reason.choices]
    )
    words = forms.CharField(label=_("Note (stays in the house)"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Hiding says why."""
        values = super().clean() or self.cleaned_data
        if values.get("verdict") == Ruling.Verdict.HIDE and not values.get("reason"):
            self.add_error("reason", gettext("Choose the reason: the author reads it."))
        return values


class AppealForm(forms.Form):
    """Why it should be shown."""

    text = forms.CharField(label=_("Why should it be shown?"), max_length=500, widget=forms.Textarea({"rows": 3}))


class AnswerForm(forms.Form):
    """What becomes of an appeal."""

    outcome = forms.ChoiceField(choices=HidingAppeal.Outcome.choices)
    answer = forms.CharField(label=_("Answer to the author"), required=False, max_length=300)


class AdoptForm(forms.Form):
    """How often one promises to look, and whether the name is shown."""

    times_a_year = forms.TypedChoiceField(label=_("How often"), choices=TIMES, coerce=int, widget=forms.RadioSelect)
    is_shown = forms.BooleanField(
        label=_("My name may stand on the site's page"),
        required=False,
        help_text=_("You can change this at any time."),
    )


class ShareForm(forms.Form):
    """Whether the name stands on the shared page."""

    shows_name = forms.BooleanField(label=_("With my name"), required=False)


class WordForm(forms.Form):
    """A word for the list."""

    word = forms.CharField(label=_("Word"), max_length=40)
    variants = forms.CharField(
        label=_("Other ways to write it"), required=False, max_length=400, help_text=_("Separated by spaces.")
    )
    but_not = forms.CharField(
        label=_("Harmless in these phrases"), required=False, max_length=400, help_text=_("Separated by spaces.")
    )
    purpose = forms.ChoiceField(label=_("What a hit does"), choices=SensitiveWord.Purpose.choices)
    is_whole_word = forms.BooleanField(label=_("Only as a whole word (Latin letters)"), required=False)

    def clean_variants(self) -> list[str]:
        """Divide by spaces."""
        return str(self.cleaned_data["variants"]).split()

    def clean_but_not(self) -> list[str]:
        """Divide by spaces."""
        return str(self.cleaned_data["but_not"]).split()
