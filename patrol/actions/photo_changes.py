"""Lays new photos of a site over the earlier ones of the same view, and keeps what looks different; once for each pair."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from patrol.models import PhotoChange
from patrol.queries.photo_series import Frame, all_series
from patrol.storage import stored

# Wide enough for a crack of a hand's breadth on a façade, small enough for half a second.
WIDTH: Final = 256
# One held upright and one held across show other things.
MOST_RATIO: Final = 1.15


def compare_photos(*, site_id: UUID, at: datetime) -> int:
    """Compare every far photo of the site with the one before it in its series, where that was not done; return how many.

    The first of a series is compared with the last far photo before it at all, so that each is looked at once.
    """
    series = [one for one in all_series(site_id) if one.role == "far"]
    everything = sorted((frame for one in series for frame in one.frames), key=lambda frame: frame.taken_at)
    done = set(PhotoChange.objects.filter(later__in=[frame.id for frame in everything]).values_list("later", flat=True))
    count = 0
    for one in series:
        for place, later in enumerate(one.frames):
            earlier = one.frames[place - 1] if place else _before(later, everything)
            if later.id in done or earlier is None:
                continue
            made = _compared(earlier, later, at)
            with transaction.atomic():
                PhotoChange.objects.bulk_create([made], ignore_conflicts=True)
            count += 1
    return count


def _before(later: Frame, everything: list[Frame]) -> Frame | None:
    return next((one for one in reversed(everything) if one.taken_at < later.taken_at), None)


def _compared(earlier: Frame, later: Frame, at: datetime) -> PhotoChange:
    made = PhotoChange(earlier_id=earlier.id, later_id=later.id, computed_at=at)
    try:
        with stored(earlier.thumbnail) as first, stored(later.thumbnail) as second:
            return _found(made, Image.open(first), Image.open(second))
    except (FileNotFoundError, UnidentifiedImageError, OSError):
        made.verdict = PhotoChange.Verdict.UNREADABLE
        return made


def _found(made: PhotoChange, first: Image.Image, second: Image.Image) -> PhotoChange:
    ratio = (first.width / first.height) / (second.width / second.height)
    if not 1 / MOST_RATIO <= ratio <= MOST_RATIO:
        made.verdict = PhotoChange.Verdict.APART
        return made
    # Half a second to load: only the worker that compares waits for it.
    import numpy as np

    from patrol.logic.alignment import align
    from patrol.logic.photo_change import change_between

    size = (WIDTH, max(32, round(WIDTH * first.height / first.width)))
    one, two = (
        np.asarray(image.convert("L").resize(size, Image.Resampling.LANCZOS), dtype=np.float64)
        for image in (first, second)
    )
    laid = align(one, two)
    change = change_between(one, two, laid)
    made.verdict, made.share = change.verdict.value, change.share
    made.boxes = [[box.left, box.top, box.width, box.height] for box in change.boxes]
    made.dx, made.dy = round(laid.dx / size[0], 5), round(laid.dy / size[1], 5)
    made.scale, made.rotation_deg, made.score = laid.scale, laid.rotation_deg, laid.score
    return made
