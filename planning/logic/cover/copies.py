"""Tracks that were handed in before: the same fixes once more, whatever their times say."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planning.logic.cover.policy import COPY_DECIMALS, COPY_FIXES, COPY_SHARE
from planning.logic.cover.track import Track, has_position


def is_copy(tracks: Sequence[Track]) -> list[bool]:
    """Say of each track whether nearly all of its fixes lie on fixes of one earlier track that is no copy itself.

    A part of a track, a thinned one and one with other times or the other way round are copies too; a handful of fixes never.
    """
    keys = [_keys(one) for one in tracks]
    verdicts: list[bool] = []
    for number, own in enumerate(keys):
        earlier = [keys[before] for before in range(number) if not verdicts[before]]
        verdicts.append(len(own) >= COPY_FIXES and any(_share(own, other) >= COPY_SHARE for other in earlier))
    return verdicts


def _keys(track: Track) -> NDArray[np.int64]:
    """Return the distinct places of a track, rounded to a decimetre, as one number each."""
    here = track.chosen(has_position(track))
    lon, lat = (np.round(one * 10**COPY_DECIMALS).astype(np.int64) for one in (here.lon, here.lat))
    return np.unique(lon * 10 ** (COPY_DECIMALS + 3) + lat)


def _share(own: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    return float(np.isin(own, other, assume_unique=True).mean())
