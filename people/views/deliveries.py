"""What became of the messages, for whoever looks after the installation."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotAllowed
from people.actions.deliveries import retry_failed
from people.channels import open_ways
from people.forms import RetryForm
from people.models import Channel, Delivery
from people.notices import subject_of
from people.permissions import has_right, signed_in
from people.queries.deliveries import counts, unsent

ROWS: Final = 50
State = Delivery.State
SHOWN: Final = (State.FAILED, State.WAITING, State.SKIPPED, State.SENT)


@login_required
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """List the messages of one state, failed ones first of all; addresses and what a notice says are not shown."""
    if not has_right(request.user, "see_deliveries", area=""):
        raise NotAllowed
    state = request.GET.get("state", State.FAILED)
    state = state if state in State.values else State.FAILED
    found = counts(timezone.now())
    url = reverse("people:deliveries")
    page = Paginator(unsent(state), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"delivery": row, "subject": subject_of(row.notice.kind).label} for row in page],
        "tabs": [
            {"label": one.label, "url": f"{url}?state={one}", "is_current": one == state, "count": found[one]}
            for one in SHOWN
        ],
        "is_failed": state == State.FAILED,
        "closed": [Channel(one).label for one in Channel if one not in open_ways()],
    }
    return render(request, "people/deliveries.html", context)


@login_required
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Send the chosen failed messages again."""
    form = RetryForm(request.POST)
    chosen = form.cleaned_data["delivery"] if form.is_valid() else []
    n = retry_failed(deliveries=chosen, by=signed_in(request), at=timezone.now())
    messages.success(request, ngettext("{n} message waits again.", "{n} messages wait again.", n).format(n=n))
    return redirect("people:deliveries")
