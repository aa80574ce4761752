"""How each site stands towards its visit duty on a day, as an expression for any queryset of sites."""

from datetime import date

from django.db.models import CharField, DateField, F, Func, QuerySet, Value

from sites.models import Site


def with_status(sites: QuerySet[Site], *, on: date) -> QuerySet[Site]:
    """Annotate sites with `status` (a value of `Duty.Status`) on the day; a site without a duty row counts as never visited."""
    return sites.annotate(status=status_on(on))


def status_on(on: date) -> Func:
    """Return the expression of a site's status on the day; `planning_status` in the database is the one place that decides."""
    return Func(
        F("duty__last_visited_on"),
        F("duty__due_on"),
        F("duty__suspended_until"),
        Value(on, output_field=DateField()),
        function="planning_status",
        output_field=CharField(),
    )
