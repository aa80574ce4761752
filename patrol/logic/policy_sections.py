"""One section of the evidence policy for each witness: its weight in points, its thresholds, and which of them must rise.

A weight is what a failed witness takes from a score of 100; an unsure one takes a quarter of it.
"""

from dataclasses import dataclass
from typing import TypeAlias

Steps: TypeAlias = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PresencePolicy:
    """Distances between the fix and the site's geometry, and the coarsest accuracy that still places anybody, in m."""

    weight: float
    margin_m: float
    person_m: float
    absent_m: float
    max_accuracy_m: float

    @property
    def rising(self) -> Steps:
        """Passes, goes to a person, is not on site."""
        return self.margin_m, self.person_m, self.absent_m


@dataclass(frozen=True, slots=True)
class PhotoTimePolicy:
    """How far a photo's clocks may be off, in minutes, and the zone (east of UTC) of a camera that names none."""

    weight: float
    ok_minutes: float
    person_minutes: float
    future_minutes: float
    zone_offset_minutes: float

    @property
    def rising(self) -> Steps:
        """Passes, goes to a person."""
        return self.ok_minutes, self.person_minutes


@dataclass(frozen=True, slots=True)
class PhotoReusePolicy:
    """Hamming distances of 64-bit perceptual hashes up to which two photos count as one, or go to a person.

    `copy_likeness` is the likeness of the fine detail, after alignment, from which two pictures are one shot; below
    `reshot_likeness` they are two shots of one scene (None: not asked).
    """

    weight: float
    duplicate_distance: int
    person_distance: int
    copy_likeness: float | None = None
    reshot_likeness: float | None = None

    @property
    def rising(self) -> Steps:
        """One photo, for a person, as many bits as there are."""
        return self.duplicate_distance, self.person_distance, 64


@dataclass(frozen=True, slots=True)
class PhotoPlacePolicy:
    """How far from the site the camera's own position may lie, in m."""

    weight: float
    ok_m: float
    absent_m: float

    @property
    def rising(self) -> Steps:
        """Passes, is elsewhere."""
        return self.ok_m, self.absent_m


@dataclass(frozen=True, slots=True)
class ProvenancePolicy:
    """Nothing is measured: the credentials say what they say."""

    weight: float

    @property
    def rising(self) -> Steps:
        """No step."""
        return ()


@dataclass(frozen=True, slots=True)
class CameraPolicy:
    """How many cameras the photos of one visit may come from."""

    weight: float
    most_cameras: int

    @property
    def rising(self) -> Steps:
        """One step."""
        return (self.most_cameras,)


@dataclass(frozen=True, slots=True)
class LightPolicy:
    """When it is night or day (the sun's elevation in degrees), and what is too bright or too green for it.

    `daylight_ev` is the exposure value at ISO 100 that only daylight gives; `bright_grey` the mean grey (0–255) of a
    bright picture; `green_share` the share of leaf-green pixels that no deciduous winter has, north of `winter_latitude`.
    """

    weight: float
    night_deg: float
    day_deg: float
    daylight_ev: float
    bright_grey: float
    winter_latitude: float
    green_share: float

    @property
    def rising(self) -> Steps:
        """Night, day."""
        return self.night_deg, self.day_deg


@dataclass(frozen=True, slots=True)
class CapturePolicy:
    """How many minutes outside the visit a photo may be taken; a `person_share` of photos from elsewhere is a doubt."""

    weight: float
    slack_minutes: float
    person_share: float

    @property
    def rising(self) -> Steps:
        """A share."""
        return self.person_share, 1.0


@dataclass(frozen=True, slots=True)
class SpeedPolicy:
    """Speeds over windows of at least `window_s`, in km/h: nobody drives faster in town, no train faster."""

    weight: float
    window_s: float
    town_kmh: float
    rail_kmh: float

    @property
    def rising(self) -> Steps:
        """A car, a train."""
        return self.town_kmh, self.rail_kmh


@dataclass(frozen=True, slots=True)
class TravelPolicy:
    """Speeds between two reports of one person, in km/h; from `rail_from_km` on a train may have been taken."""

    weight: float
    window_s: float
    town_kmh: float
    rail_kmh: float
    rail_from_km: float

    @property
    def rising(self) -> Steps:
        """A car, a train."""
        return self.town_kmh, self.rail_kmh


@dataclass(frozen=True, slots=True)
class TrackPolicy:
    """How near a recorded track must come, and how many minutes it must stay there."""

    weight: float
    near_m: float
    absent_m: float
    least_minutes: float
    least_points: int

    @property
    def rising(self) -> Steps:
        """Near, elsewhere."""
        return self.near_m, self.absent_m


@dataclass(frozen=True, slots=True)
class TrackCopyPolicy:
    """Shares of a track's points that stand in another's to within `tolerance_m`."""

    weight: float
    tolerance_m: float
    person_share: float
    copy_share: float
    least_points: int

    @property
    def rising(self) -> Steps:
        """For a person, a copy."""
        return self.person_share, self.copy_share, 1.0


@dataclass(frozen=True, slots=True)
class DevicePolicy:
    """How far a phone's clock may be off, how old a fix may be (minutes), and how many accounts may share a phone."""

    weight: float
    clock_minutes: float
    fix_minutes: float
    most_accounts: int
    many_accounts: int

    @property
    def rising(self) -> Steps:
        """A family, a workshop."""
        return self.most_accounts, self.many_accounts


@dataclass(frozen=True, slots=True)
class PacePolicy:
    """Visits of one person in a day, and the shortest stay (minutes) that lets anybody look at a site."""

    weight: float
    most_visits: int
    many_visits: int
    least_minutes: float
    overlap_minutes: float

    @property
    def rising(self) -> Steps:
        """A full day, more than a day holds."""
        return self.most_visits, self.many_visits


@dataclass(frozen=True, slots=True)
class CadencePolicy:
    """A burst: so many times an organisation's usual daily reports, in the last days of a quarter."""

    weight: float
    quarter_end_days: int
    burst_factor: float
    least_reports: int

    @property
    def rising(self) -> Steps:
        """One step."""
        return (self.burst_factor,)


@dataclass(frozen=True, slots=True)
class SamenessPolicy:
    """How often one text, or one unusual set of answers, may stand in other reports; short texts say nothing."""

    weight: float
    least_characters: int
    most_own: int
    most_others: int
    most_answers: int

    @property
    def rising(self) -> Steps:
        """One step."""
        return (self.most_own,)


@dataclass(frozen=True, slots=True)
class HistoryPolicy:
    """A Beta distribution over officers' outcomes: what is assumed before any, how they fade, and what is too low."""

    weight: float
    prior_accepted: float
    prior_refused: float
    half_life_days: float
    least_outcomes: float
    unsure_below: float
    fail_below: float

    @property
    def rising(self) -> Steps:
        """Fails below, unsure below."""
        return self.fail_below, self.unsure_below, 1.0


@dataclass(frozen=True, slots=True)
class ScorePolicy:
    """Scores from which evidence is strong, and below which it is weak.

    With `clean_from` a score is what doubt leaves of 100, and a person looks at whatever lies below `clean_from`.
    Without it (the first policy) it is a weighted mean, and a person looks at every doubt.
    """

    strong_from: float
    weak_below: float
    clean_from: float | None = None

    @property
    def rising(self) -> Steps:
        """Weak, strong; clean lies between strong and all."""
        return self.weak_below, self.strong_from, self.strong_from if self.clean_from is None else self.clean_from, 100
