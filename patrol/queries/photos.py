"""Which photos a person may look at."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from patrol.models import Assignment, Photo, PhotoFile, Review
from patrol.permissions import review_areas
from patrol.queries.arrivals import not_sent
from patrol.queries.assignments import goes_there
from people.permissions import Person


def visible_photo(viewer: Person, sha256: str) -> PhotoFile | None:
    """Return the photo's file if the viewer may see a report that holds it, else none.

    A report's photos are for its sender and the officers of its area; those of accepted reports also for whoever has an
    open assignment at the site, to find the same view again.
    """
    if not viewer.is_authenticated:
        return None
    # Naming a photo is not holding it: only who sent the bytes has them in a report.
    uses = Photo.objects.filter(~not_sent(), file=sha256).filter(seen_by(viewer))
    return PhotoFile.objects.filter(pk=sha256).first() if uses.exists() else None


def seen_by(viewer: Person) -> Q:
    """Return the condition under which the viewer, who is signed in, may look at a photo; its rows may come twice."""
    seen = Q(report__volunteer=viewer.pk)
    for area in review_areas(viewer):
        seen |= Q(report__site__district__code__startswith=area)
    return seen | Q(report__review__state=Review.State.ACCEPTED, report__site__in=_open_sites(viewer))


def _open_sites(viewer: Person) -> QuerySet[Assignment, object]:
    still_open = Assignment.objects.filter(goes_there(viewer.pk), status=Assignment.Status.OPEN)
    return still_open.filter(do_by__gte=timezone.localdate()).values("site")
