"""The public register: a list to search, and a page for every site."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import NotFound
from core.pagination import KeyedPaginator
from people.permissions import Person, has_right
from sites.forms import SiteSearch
from sites.models import Site, Zone
from sites.permissions import can_see_condition
from sites.queries import visible_sites

PAGE_SIZE = 20
ON_THE_MAP = ("q", "level", "category", "district")
# What apps to the right add to a site's page: fragments by address name, shown only where that app has such an address.
PANELS = ("maps:site_panel", "patrol:site_panel", "community:site_panel", "planning:site_panel")


@require_safe
def site_list(request: HttpRequest) -> HttpResponse:
    """Show the register, searched and narrowed; with HTMX only the results."""
    form = SiteSearch(request.GET, viewer=request.user)
    sites = visible_sites(request.user).select_related("level", "category", "district")
    sites = sites.defer("geom", "shown_geom", "district__geom").order_by("level__rank", "code")
    found = form.narrow(sites) if form.is_valid() else sites.none()
    page = KeyedPaginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_search": form.is_valid() and form.is_search}
    context["may_edit"] = has_right(request.user, "edit_sites")
    context["map_query"] = _map_query(form)
    is_part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "sites/_results.html" if is_part else "sites/list.html", context)


@require_safe
def site_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one site as its viewer may know it."""
    site = _site(request.user, code)
    sees_condition = can_see_condition(request.user, site)
    context = {
        "site": site,
        "facts": _facts(site, sees_condition=sees_condition),
        "zones": site.zones.all() if site.is_exact else [],  # type: ignore[attr-defined]
        "may_edit": has_right(request.user, "edit_sites", area=site.district_id),
        "has_history": has_right(request.user, "see_exact_places", area=site.district_id),
        "panels": [url for name in PANELS if (url := _panel(name, site))],
    }
    return render(request, "sites/page.html", context)


def _map_query(form: SiteSearch) -> str:
    """Return the filters that the status map has too."""
    told = form.cleaned_data if form.is_valid() else {}
    return urlencode({name: told[name] for name in ON_THE_MAP if told.get(name)})


def _site(viewer: Person, code: str) -> Site:
    sites = visible_sites(viewer).select_related("level", "category", "district", "condition", "unit")
    zones = Prefetch("zones", queryset=Zone.objects.defer("geom").order_by("-kind", "control_class"))
    site = sites.defer("district__geom").prefetch_related(zones).filter(code=code).first()
    if site is None:
        raise NotFound
    return site


def _facts(site: Site, *, sees_condition: bool) -> list[tuple[str | Promise, object]]:
    """Return the facts the viewer may know; an address would tell a hidden place, so it goes with the exact place."""
    facts: list[tuple[str | Promise, object]] = [
        (_("Site code"), site.code),
        (_("Protection level"), site.level),
        (_("Category"), site.category),
        (_("Era"), site.era),
        (_("District"), site.district),
        (_("Visitors"), site.get_open_to_display()),
    ]
    if site.unit:
        facts.append((_("Protected unit"), site.unit))
    if site.is_exact and site.address_zh:  # type: ignore[attr-defined]
        facts.append((_("Address"), site.address_zh))
    if sees_condition:
        facts.append((_("Condition"), site.condition or _("not yet recorded")))
    return facts


def _panel(name: str, site: Site) -> str:
    try:
        return reverse(name, args=[site.code])
    except NoReverseMatch:
        return ""
