"""What a phone says of an outing and of the track recorded on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from core.logic.hashing import canonical_sha256

# Below this a phone's clock counts as right: the way of the request lies in it too.
CLOCK_TOLERANCE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class OutingSaid:
    """An outing as the phone knows it; the highest `revision` stands. Times are the phone's, `sent_at` at this attempt.

    `buddy` is the number of a volunteer, `companions` names of people without an account.
    """

    id: str
    revision: int
    started_at: datetime
    expected_return_at: datetime
    ended_at: datetime | None
    buddy: str
    companions: tuple[str, ...]
    sites: tuple[str, ...]
    payload: Mapping[str, Any]
    sent_at: datetime | None = None

    @property
    def content_sha256(self) -> str:
        """The fingerprint of the content; the attempt is no part of it."""
        return canonical_sha256(dict(self.payload))

    def due_back_at(self, received_at: datetime) -> datetime:
        """Return the expected return by the server's clock."""
        ahead = received_at - self.sent_at if self.sent_at else timedelta()
        return self.expected_return_at + (ahead if abs(ahead) > CLOCK_TOLERANCE else timedelta())


@dataclass(frozen=True, slots=True)
class BatchSaid:
    """Points of a track (WGS-84 degrees, Unix seconds, metres), the `sequence`-th of its pieces from 0 on."""

    sequence: int
    segment: int
    lons: tuple[float, ...]
    lats: tuple[float, ...]
    times: tuple[float | None, ...]
    accuracies_m: tuple[float | None, ...]
    is_last: bool = False

    @property
    def content_sha256(self) -> str:
        """The fingerprint of the points."""
        columns = [self.segment, self.lons, self.lats, self.times, self.accuracies_m]
        return canonical_sha256([list(one) if isinstance(one, tuple) else one for one in columns])
