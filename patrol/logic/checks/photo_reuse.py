"""Was the photo used before? The same bytes, or a picture that looks the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from patrol.logic.phash import hamming
from patrol.logic.policy import PhotoReusePolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "photo_reuse"


@dataclass(frozen=True, slots=True)
class KnownPhoto:
    """A photo of some report: its SHA-256, and its perceptual hash if the picture has enough in it for one."""

    report_id: str
    sha256: str
    phash: int | None
    is_same_site: bool = False


def photo_reuse(photo: KnownPhoto, others: Iterable[KnownPhoto], policy: PhotoReusePolicy) -> Witness:
    """Compare a photo with those of other reports; photos of its own report are passed over.

    Equal bytes fail. Perceptual hashes at most `duplicate_distance` apart fail, but at the same site go to a person,
    for two people at one photo point take nearly the same picture (measured: 4 bits apart); up to `person_distance`
    they go to a person.
    """
    strangers = [other for other in others if other.report_id != photo.report_id]
    same = next((other for other in strangers if other.sha256 == photo.sha256), None)
    if same is not None:
        return _witness(Outcome.FAIL, "photo_reuse.same_file", policy, same, 0)
    nearest = _nearest(photo, strangers)
    if nearest is None:
        return _witness(Outcome.PASS, "photo_reuse.not_seen_before", policy, None, None)
    distance, other = nearest
    if distance > policy.person_distance:
        return _witness(Outcome.PASS, "photo_reuse.not_seen_before", policy, None, distance)
    if distance > policy.duplicate_distance:
        return _witness(Outcome.UNSURE, "photo_reuse.looks_similar", policy, other, distance)
    if other.is_same_site:
        return _witness(Outcome.UNSURE, "photo_reuse.looks_same_at_same_site", policy, other, distance)
    return _witness(Outcome.FAIL, "photo_reuse.looks_same", policy, other, distance)


def _nearest(photo: KnownPhoto, others: list[KnownPhoto]) -> tuple[int, KnownPhoto] | None:
    if photo.phash is None:
        return None
    known = [(hamming(photo.phash, other.phash), other) for other in others if other.phash is not None]
    # At equal distance another site's photo comes first: it is the graver find.
    return min(known, key=lambda pair: (pair[0], pair[1].is_same_site), default=None)


def _witness(
    outcome: Outcome, code: str, policy: PhotoReusePolicy, other: KnownPhoto | None, distance: int | None
) -> Witness:
    params: dict[str, Param] = {"report": other.report_id if other else None, "distance": distance}
    return Witness(NAME, outcome, code, policy.weight, distance, policy.person_distance + 1, params)
