"""A volunteer's statement: hours, stars, and the record behind every hour."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.pagination import KeyedPaginator
from people.permissions import signed_in
from timebank.models import Currency, ServiceRecord
from timebank.queries import balance, service_records, standing
from timebank.queries.bank import star_schemes
from timebank.sentences.bank import star_words

ROWS = 30


@login_required
@require_GET
def statement(request: HttpRequest) -> HttpResponse:
    """Show the person's hours and where each comes from."""
    person = signed_in(request)
    page = KeyedPaginator(service_records(person), ROWS).get_page(request.GET.get("page"))
    today = timezone.localdate()
    reached = standing(person, on=today)
    rows = [{"record": record, "seconds": _seconds(record.during), "verified_by": _verifier(record)} for record in page]
    context = {
        "page": page,
        "rows": rows,
        "standing": reached,
        "points": balance(person, Currency.POINTS),
        "stars": [star_words(scheme) for scheme in star_schemes(person, on=today, seconds=reached.seconds)],
    }
    return render(request, "timebank/statement.html", context)


def _seconds(during: object) -> int:
    return int((during.upper - during.lower).total_seconds())  # type: ignore[attr-defined]


def _verifier(record: ServiceRecord) -> str:
    """Return which platform verified a record that was served elsewhere."""
    came = getattr(record, "incoming_item", None)
    return came.batch.partner.name if came is not None else ""
