"""What we know of the register; `visible_sites` is the one rule of who may see where a site is."""

from sites.queries.visibility import exact_for, named, nearest_first, sees_exactly, visible_sites, within

__all__ = ["exact_for", "named", "nearest_first", "sees_exactly", "visible_sites", "within"]
