"""One damage or two? What two findings of a site have in common, in points and in reasons a person can check."""

from dataclasses import dataclass
from typing import Final

from patrol.logic.case_policy import LikenessRules

SAME_KIND, SAME_FAMILY = 3, 1
AT_SAME_SPOT, NEARBY = 3, 1
PHOTO_SAME, PHOTO_NEAR = 4, 2
TOO_FAR: Final = -9


@dataclass(frozen=True, slots=True)
class Compared:
    """What was measured: metres between the fixes (None: unknown) with both accuracies, bits between the nearest photos."""

    is_same_kind: bool
    is_same_family: bool
    distance_m: float | None
    accuracy_m: float
    photo_bits: int | None
    site_extent_m: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What it comes to: points, reasons as (code, measure), and whether to join by itself or to ask."""

    points: int
    reasons: tuple[tuple[str, float | None], ...]
    is_same: bool
    is_suggested: bool


def likeness_of(seen: Compared, rules: LikenessRules) -> Likeness:
    """Compare two findings of one site.

    They join by themselves only where the kind is the same and the place or the photo is too; anything less is
    asked. Photos never part what lies together, distance does: two cracks of a long wall are two.
    """
    place = _place(seen, rules)
    photo = _photo(seen, rules)
    kind = SAME_KIND if seen.is_same_kind else SAME_FAMILY if seen.is_same_family else 0
    points = kind + place + photo
    is_here = place == AT_SAME_SPOT and _is_within(seen, rules.join_m, rules)
    is_shown = photo == PHOTO_SAME and place != TOO_FAR
    return Likeness(
        points=points,
        reasons=tuple(_reasons(seen, rules, place, photo)),
        is_same=seen.is_same_kind and (is_here or is_shown),
        is_suggested=points >= rules.suggest_points,
    )


def _place(seen: Compared, rules: LikenessRules) -> int:
    # Nobody can stand far from a small site's damage: the site itself is the place.
    if seen.site_extent_m <= rules.small_site_m or _is_within(seen, rules.near_m, rules):
        return AT_SAME_SPOT
    if seen.distance_m is None:
        return NEARBY  # Nobody knows: a person looks.
    return NEARBY if _is_within(seen, rules.far_m, rules) else TOO_FAR


def _is_within(seen: Compared, metres: float, rules: LikenessRules) -> bool:
    if seen.distance_m is None:
        return seen.site_extent_m <= rules.small_site_m
    return seen.distance_m <= metres + min(seen.accuracy_m, 2 * rules.accuracy_cap_m)


def _photo(seen: Compared, rules: LikenessRules) -> int:
    if seen.photo_bits is None:
        return 0
    if seen.photo_bits <= rules.photo_same_bits:
        return PHOTO_SAME
    return PHOTO_NEAR if seen.photo_bits <= rules.photo_near_bits else 0


def _reasons(seen: Compared, rules: LikenessRules, place: int, photo: int) -> list[tuple[str, float | None]]:
    found: list[tuple[str, float | None]] = []
    if seen.is_same_kind or seen.is_same_family:
        found.append(("same_kind" if seen.is_same_kind else "same_family", None))
    if seen.distance_m is not None:
        found.append(("far" if place == TOO_FAR else "distance", round(seen.distance_m)))
    else:
        found.append(("small_site" if seen.site_extent_m <= rules.small_site_m else "unknown_place", None))
    if photo:
        found.append(("photo_same" if photo == PHOTO_SAME else "photo_near", seen.photo_bits))
    return found
