"""Was the photo used before? The same bytes, a picture that looks the same, or only the same scene shot again."""

from collections.abc import Iterable
from dataclasses import dataclass

from patrol.logic.phash import hamming
from patrol.logic.policy import PhotoReusePolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "photo_reuse"


@dataclass(frozen=True, slots=True)
class KnownPhoto:
    """A photo of some report: its SHA-256, and its perceptual hash if the picture has enough in it for one.

    `is_near` says that its report is of the same site or the same person; `likeness` is that of its fine detail to the
    photo asked about (see `patrol.logic.likeness`), None where nobody compared.
    """

    report_id: str
    sha256: str
    phash: int | None
    is_same_site: bool = False
    is_near: bool = True
    likeness: float | None = None


def photo_reuse(photo: KnownPhoto, others: Iterable[KnownPhoto], policy: PhotoReusePolicy) -> Witness:
    """Compare a photo with those of other reports; photos of its own report are passed over.

    Equal bytes fail. So does one shot saved anew, by hashes at most `person_distance` apart and by its fine detail. Two
    shots of one scene are a careful volunteer's work and pass. Where nobody compared the detail, hashes at most
    `duplicate_distance` apart fail, but at the same site go to a person, for two people at one photo point take nearly
    the same picture (measured: 4 bits apart); up to `person_distance` they go to a person if site or person are the
    same: among a million strangers three lie as near by chance.
    """
    strangers = [other for other in others if other.report_id != photo.report_id]
    same = next((other for other in strangers if other.sha256 == photo.sha256), None)
    if same is not None:
        return _witness(Outcome.FAIL, "photo_reuse.same_file", policy, same, 0)
    found = [one for other in strangers if (one := _judged(photo, other, policy)) is not None]
    if not found:
        return _witness(Outcome.PASS, "photo_reuse.not_seen_before", policy, None, _nearest(photo, strangers))
    # The gravest find speaks; at equal gravity the nearest, and another site's photo first.
    return min(found, key=_gravity)


def _nearest(photo: KnownPhoto, others: list[KnownPhoto]) -> int | None:
    if photo.phash is None:
        return None
    return min((hamming(photo.phash, other.phash) for other in others if other.phash is not None), default=None)


def _judged(photo: KnownPhoto, other: KnownPhoto, policy: PhotoReusePolicy) -> Witness | None:
    """Say what is to be said of one look-alike, or None where it is none."""
    if photo.phash is None or other.phash is None:
        return None
    distance = hamming(photo.phash, other.phash)
    if distance > policy.person_distance:
        return None
    if other.likeness is not None and policy.copy_likeness is not None and policy.reshot_likeness is not None:
        return _compared(other, other.likeness, (policy.copy_likeness, policy.reshot_likeness), distance, policy)
    if distance > policy.duplicate_distance:
        return _witness(Outcome.UNSURE, "photo_reuse.looks_similar", policy, other, distance) if other.is_near else None
    if other.is_same_site:
        return _witness(Outcome.UNSURE, "photo_reuse.looks_same_at_same_site", policy, other, distance)
    return _witness(Outcome.FAIL, "photo_reuse.looks_same", policy, other, distance)


def _compared(
    other: KnownPhoto, likeness: float, steps: tuple[float, float], distance: int, policy: PhotoReusePolicy
) -> Witness | None:
    copy, reshot = steps
    if likeness >= copy:
        return _witness(Outcome.FAIL, "photo_reuse.same_shot", policy, other, distance)
    if likeness >= reshot:
        return _witness(Outcome.UNSURE, "photo_reuse.looks_similar", policy, other, distance)
    if other.is_same_site:
        return _witness(Outcome.PASS, "photo_reuse.scene_shot_again", policy, other, distance)
    return None


def _gravity(witness: Witness) -> tuple[int, int, int]:
    order = [Outcome.FAIL, Outcome.UNSURE, Outcome.PASS]
    distance = witness.measured if isinstance(witness.measured, int) else 64
    return order.index(witness.outcome), distance, int(bool(witness.params["is_same_site"]))


def _witness(
    outcome: Outcome, code: str, policy: PhotoReusePolicy, other: KnownPhoto | None, distance: int | None
) -> Witness:
    params: dict[str, Param] = {
        "report": other.report_id if other else None,
        "distance": distance,
        "is_same_site": other.is_same_site if other else None,
        "likeness": None if other is None or other.likeness is None else round(other.likeness, 2),
    }
    return Witness(NAME, outcome, code, policy.weight, distance, policy.person_distance + 1, params)
