"""Good causes with what they received: how many points, of how many people."""

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat

from timebank.models import CharityPool, Entry


def causes() -> QuerySet[CharityPool]:
    """Return every cause with `given` (points) and `givers` (people), the open ones first, then the last closed."""
    of_cause = Entry.objects.filter(account__code=Concat(Value("pool:"), OuterRef("code"))).values("account")
    given = Subquery(of_cause.annotate(n=Sum("amount")).values("n"), output_field=BigIntegerField())
    givers = Subquery(of_cause.annotate(n=Count("transaction__by", distinct=True)).values("n"))
    found = CharityPool.objects.select_related("sponsor")
    found = found.annotate(given=Coalesce(given, 0), givers=Coalesce(givers, 0))
    return found.order_by("-is_open", "-closed_on", "code")


def open_causes() -> QuerySet[CharityPool]:
    """Return the causes that take points."""
    return causes().filter(is_open=True)


def closed_causes() -> QuerySet[CharityPool]:
    """Return the causes that take no more, the last one first."""
    return causes().filter(is_open=False)
