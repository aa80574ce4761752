"""The search of the register."""

from typing import Any, Final

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.permissions import Person, has_right
from sites.models import Category, Condition, District, Era, ImportRow, Level, Site, Visibility
from sites.permissions import knows_condition
from sites.queries import named

# Filters behind the disclosure of the list page.
MORE: Final = ("era", "open_to", "shown", "unit", "condition", "found")


class SiteSearch(forms.Form):
    """Search by name in either language and narrow; every field may stay empty.

    The condition is asked only by who may know it, import findings by who edits: a filter would tell it else.
    """

    q = forms.CharField(label=_("Name"), required=False, max_length=80, widget=forms.SearchInput)
    level = forms.ChoiceField(label=_("Protection level"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    era = forms.ChoiceField(label=_("Era"), required=False)
    open_to = forms.ChoiceField(label=_("Visitors"), required=False)
    shown = forms.ChoiceField(label=_("How exactly it is shown"), required=False)
    unit = forms.CharField(label=_("Code of the protected unit"), required=False, max_length=40)
    condition = forms.ChoiceField(label=_("Condition"), required=False)
    found = forms.ChoiceField(label=_("Findings of imports"), required=False)

    def __init__(self, *args: Any, viewer: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer or AnonymousUser()
        choices: dict[str, list[Any]] = {
            "level": [(one.code, one.label) for one in Level.objects.order_by("rank")],
            "category": [(one.code, one.label) for one in Category.objects.filter(parent=None).order_by("rank")],
            "district": [(one.code, one.name) for one in _districts_with_sites()],
            "era": [(one.code, one.label) for one in Era.objects.order_by("rank")],
            "open_to": list(Site.OpenTo.choices),
            "shown": list(Visibility.choices),
        }
        if has_right(self.viewer, "see_exact_places"):
            conditions = [(one.code, one.label) for one in Condition.objects.order_by("rank")]
            choices["condition"] = [*conditions, ("none", _("not yet recorded"))]
        if has_right(self.viewer, "edit_sites"):
            choices["found"] = [("yes", _("with findings")), ("no", _("without"))]
        for name in {"condition", "found"} - set(choices):
            del self.fields[name]
        for name, some in choices.items():
            self.fields[name].choices = [("", _("All")), *some]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["data-submit"] = ""

    @property
    def is_search(self) -> bool:
        """Say whether anything is asked for."""
        return any(self.cleaned_data.values())

    @property
    def more(self) -> list[forms.BoundField]:
        """The filters behind the disclosure that this viewer has."""
        return [self[name] for name in MORE if name in self.fields]

    @property
    def is_more(self) -> bool:
        """Say whether one of them is used."""
        return self.is_valid() and any(self.cleaned_data.get(name) for name in MORE)

    def narrow(self, sites: QuerySet[Site]) -> QuerySet[Site]:
        """Return the sites asked for; call after `is_valid`."""
        asked = self.cleaned_data
        for name, column in _COLUMNS.items():
            if asked.get(name):
                sites = sites.filter(**{column: asked[name]})
        if asked.get("category"):
            sites = sites.filter(Q(category_id=asked["category"]) | Q(category__parent_id=asked["category"]))
        if asked.get("condition"):
            wanted = None if asked["condition"] == "none" else asked["condition"]
            sites = sites.filter(knows_condition(self.viewer), condition_id=wanted)
        if asked.get("found"):
            rows = ImportRow.objects.exclude(findings=[]).values("site_id")
            sites = sites.filter(pk__in=rows) if asked["found"] == "yes" else sites.exclude(pk__in=rows)
        return sites.filter(named(asked["q"].strip())) if asked.get("q") else sites


_COLUMNS: Final = {
    "level": "level_id",
    "district": "district_id",
    "era": "era_bucket_id",
    "open_to": "open_to",
    "shown": "shown_as",
    "unit": "unit__code__iexact",
}


def _districts_with_sites() -> QuerySet[District]:
    """Return the districts that have sites: a probe of an index for each."""
    has_sites = Exists(Site.objects.filter(district=OuterRef("pk"), is_active=True))
    return District.objects.filter(has_sites).defer("geom").order_by("code")
