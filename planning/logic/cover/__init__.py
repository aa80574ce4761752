"""What tracks prove: metres of a line seen and not known, and why fixes were thrown out."""

from planning.logic.cover.area import area_m2, seen_area
from planning.logic.cover.course import NoLength
from planning.logic.cover.extent import Cover, cover_line
from planning.logic.cover.track import Track, track

__all__ = ["Cover", "NoLength", "Track", "area_m2", "cover_line", "seen_area", "track"]
