"""The account of one currency: each posting with the running balance, by period, as a page and as CSV."""

from collections.abc import Iterator
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.csv_lines import csv_lines
from core.errors import NotFound
from people.models import User
from people.permissions import signed_in
from timebank.forms.bank import PeriodForm
from timebank.models import Currency
from timebank.queries import balance
from timebank.queries.bank import (
    Line,
    expiring,
    statement_entries,
    statement_file,
    statement_lines,
    titles_of,
    totals,
    warned_until,
)

ROWS: Final = 30


@login_required
@require_GET
def account(request: HttpRequest, currency: str) -> HttpResponse:
    """Show the person's postings of a period, newest first, with what the account held after each."""
    person, kind = signed_in(request), _currency(currency)
    form = PeriodForm(request.GET)
    days = form.days()
    page = Paginator(statement_entries(person, kind, **days), ROWS).get_page(request.GET.get("page"))
    entries = list(page.object_list.select_related("transaction__reverses"))  # type: ignore[attr-defined]
    titles = titles_of([entry.transaction for entry in entries])
    rows = [_row(line, titles) for line in statement_lines(entries, person, kind)]
    context = {
        "currency": kind,
        "form": form,
        "page": page,
        "rows": rows,
        "balance": balance(person, kind),
        "totals": totals(person, kind, **days),
        "expiring": expiring(person, warned_until(timezone.localdate())) if kind == Currency.POINTS else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "timebank/account.html", context)


@login_required
@require_GET
def account_csv(request: HttpRequest, currency: str) -> StreamingHttpResponse:
    """Send the statement of a period as CSV, oldest first."""
    person, kind = signed_in(request), _currency(currency)
    days = PeriodForm(request.GET).days()
    answer = StreamingHttpResponse(csv_lines(_file_rows(person, kind, days)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}-{timezone.localdate()}.csv"'
    return answer


def _file_rows(person: User, currency: Currency, days: dict[str, object]) -> Iterator[list[object]]:
    unit = _("Seconds") if currency == Currency.HOURS else _("Points of thanks")
    yield [_("When"), _("What"), unit, _("Balance"), _("Source")]
    for line in statement_file(person, currency, **days):  # type: ignore[arg-type]
        posting = line.entry.transaction
        when = timezone.localtime(posting.at).strftime("%Y-%m-%d %H:%M:%S")
        yield [when, posting.get_kind_display(), line.entry.amount, line.balance, posting.source]


def _row(line: Line, titles: dict[str, str]) -> dict[str, object]:
    posting = line.entry.transaction
    first = posting.reverses or posting
    return {"entry": line.entry, "posting": posting, "balance": line.balance, "title": titles.get(first.source, "")}


def _currency(name: str) -> Currency:
    if name not in Currency.values:
        raise NotFound
    return Currency(name)
