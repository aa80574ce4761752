"""How the slider lays two photos over each other; an aid for the eye, and no witness."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from core.errors import NotAllowed, NotFound
from patrol.permissions import can_review_reports
from patrol.queries.alignment import alignment_of
from patrol.queries.photos import visible_photo


@login_required
@require_GET
def alignment(request: HttpRequest, before: str, sha256: str) -> JsonResponse:
    """Answer with the alignment of two photos, for whoever may see both at the desk."""
    if not can_review_reports(request.user):
        raise NotAllowed
    earlier, now = (visible_photo(request.user, one) for one in (before, sha256))
    if earlier is None or now is None or not earlier.display or not now.display:
        raise NotFound
    try:
        found = alignment_of(earlier, now)
    except FileNotFoundError:
        raise NotFound from None
    answer = JsonResponse(found)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
