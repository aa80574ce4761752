"""The search of the public register."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sites.models import Category, District, Level, Site
from sites.queries import named


class SiteSearch(forms.Form):
    """Search by name in either language and narrow by level, category and district; every field may stay empty."""

    q = forms.CharField(label=_("Name"), required=False, max_length=80, widget=forms.SearchInput)
    level = forms.ChoiceField(label=_("Protection level"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        levels = [(level.code, level.label) for level in Level.objects.order_by("rank")]
        categories = [(one.code, one.label) for one in Category.objects.filter(parent=None).order_by("rank")]
        districts = [(one.code, one.name) for one in District.objects.defer("geom").order_by("code")]
        for name, choices in (("level", levels), ("category", categories), ("district", districts)):
            self.fields[name].choices = everything + choices  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["data-submit"] = ""

    @property
    def is_search(self) -> bool:
        """Say whether anything is asked for."""
        return any(self.cleaned_data.values())

    def narrow(self, sites: QuerySet[Site]) -> QuerySet[Site]:
        """Return the sites asked for; call after `is_valid`."""
        asked = self.cleaned_data
        if asked.get("level"):
            sites = sites.filter(level_id=asked["level"])
        if asked.get("district"):
            sites = sites.filter(district_id=asked["district"])
        if asked.get("category"):
            sites = sites.filter(Q(category_id=asked["category"]) | Q(category__parent_id=asked["category"]))
        return sites.filter(named(asked["q"].strip())) if asked.get("q") else sites
