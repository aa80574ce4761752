"""What was: the changes of a site, and the register as it stood on an earlier day."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.errors import NotAllowed, NotFound
from people.permissions import has_right, signed_in
from sites.forms.history import AsOfForm
from sites.models import Site
from sites.queries.as_of import FATES, changed_since, counts_as_of, end_of, fates_since, table_as_of
from sites.queries.history import history_of, site_with_history, states_of

PAGE_SIZE = 20


@login_required
@require_safe
def site_history(request: HttpRequest, code: str) -> HttpResponse:
    """Show every change of a site, to whoever answers for its area: earlier places and notes are as secret as today's."""
    person = signed_in(request)
    site = site_with_history(person, code)
    if site is None:
        raise NotAllowed if Site.objects.filter(code=code, is_active=True).exists() else NotFound
    states = states_of(site)
    page = Paginator(states, PAGE_SIZE).get_page(request.GET.get("page"))
    first = page.start_index() - 1
    # One state more, to tell from what the last of the page came.
    entries = history_of(states[first : first + PAGE_SIZE + 1])[: len(page.object_list)]
    may_edit = has_right(person, "edit_sites", area=site.district_id)
    context = {"site": site, "page": page, "entries": entries, "may_edit": may_edit}
    return render(request, "sites/history.html", context)


@require_safe
def as_of(request: HttpRequest) -> HttpResponse:
    """Show the register as it stood at the end of a day, and what became of it since."""
    form = AsOfForm(request.GET)
    day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    show = form.cleaned_data["show"] if form.is_valid() else ""
    at = end_of(day)
    counts, fates = counts_as_of(request.user, at), fates_since(at)
    total = sum(one.then for one in counts)
    page = _page(request, fates[show] if show else total)
    first = page.start_index() - 1 if page.paginator.count else 0
    rows: Any = (
        changed_since(at, show, first=first, count=PAGE_SIZE)
        if show
        else table_as_of(request.user, at, first=first, count=PAGE_SIZE)
    )
    context = {
        "form": form,
        "day": day,
        "is_past": day < timezone.localdate(),
        "show": show,
        "counts": counts,
        "total": {"then": total, "now": sum(one.now for one in counts)},
        "fates": {name: fates[name] for name in FATES},
        "page": page,
        "rows": rows,
    }
    return render(request, "sites/as_of.html", context, status=200)


def _page(request: HttpRequest, count: int) -> Any:
    """Return a page of so many rows, which the database cuts by itself."""
    return Paginator(range(count), PAGE_SIZE).get_page(request.GET.get("page"))
