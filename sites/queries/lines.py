"""What was known along an earlier survey of a line, along its newest one."""

from collections.abc import Sequence

from sites.logic.measure import Interval, carry
from sites.models import Site


def carried_over(site: Site, intervals: Sequence[Interval], *, version: int) -> list[Interval]:
    """Return where intervals of an earlier version of a line (metres) lie on its newest one; what was lost is left out."""
    later = site.line_versions.filter(number__gt=version).order_by("number")
    for anchors in later.values_list("anchors", flat=True):
        intervals = carry(intervals, [(old, new) for old, new in anchors])
    return list(intervals)
