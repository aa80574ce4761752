"""Photos, shown only to who may see a report that holds them."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest

from core.errors import NotFound
from patrol.models import PhotoFile
from patrol.queries.photos import visible_photo
from patrol.storage import stored


@login_required
def photo(request: HttpRequest, sha256: str, size: str) -> FileResponse:
    """Send a copy without EXIF (`thumbnail` or `display`); the original leaves the house through no page."""
    return send_copy(visible_photo(request.user, sha256), size)


def send_copy(file: PhotoFile | None, size: str) -> FileResponse:
    """Send a file's copy, for whoever was let in; NotFound where there is none."""
    relative = "" if file is None else file.thumbnail if size == "thumbnail" else file.display
    try:
        copy = stored(relative) if relative else None
    except FileNotFoundError:
        copy = None
    if copy is None:
        raise NotFound
    answer = FileResponse(copy, content_type="image/jpeg")
    # The bytes under a SHA-256 never change; only this person's browser may keep them.
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
