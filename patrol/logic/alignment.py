"""Laying a later photo over an earlier one: shift, scale and turn, found in the frequencies and refined on the pixels."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Grey = NDArray[np.float64]

# Someone who stands at the photo point again turns the phone by a few degrees and steps forward or back by some metres.
LARGEST_TURN_DEG = 30.0
LARGEST_SCALE = 1.6
ANGLES = 360
RADII = 256
# Frequencies in cycles a pixel between which the spectra are compared, so that pictures that are not square keep angles.
LOWEST = 0.02
HIGHEST = 0.48
LOG_STEP = math.log(HIGHEST / LOWEST) / (RADII - 1)
PEAKS = 4
ROUNDS = 30
LEAST_SIDE = 16
# Below this share of common ground a likeness of the rest says nothing.
LEAST_OVERLAP = 0.25


@dataclass(frozen=True, slots=True)
class Alignment:
    """How `other` must be moved to lie on `reference`: first scaled and turned about its centre, then shifted.

    `dx` and `dy` are pixels of the reference, right and down; `rotation_deg` turns clockwise as seen; `score` is the
    correlation of the two pictures where they overlap, 1 for the same and about 0 for strangers. The same numbers are a
    CSS transform with its origin in the centre: translate(dx, dy) rotate(rotation_deg) scale(scale).
    """

    dx: float
    dy: float
    scale: float
    rotation_deg: float
    score: float


def align(reference: Grey, other: Grey) -> Alignment:
    """Find how to lay one grey picture over another of the same size (rows × columns, any brightness).

    Scale and turn come from the log-polar spectrum, the shift from phase correlation, and the best of a few candidates is
    refined on the pixels. A picture without any contrast gives no movement and score 0. ValueError where the sizes differ
    or a side is under 16 pixels.
    """
    if reference.shape != other.shape or reference.ndim != 2 or min(reference.shape) < LEAST_SIDE:
        raise ValueError("align needs two grey pictures of one size of at least 16 by 16 pixels")
    one, two = _even(reference), _even(other)
    if not one.any() or not two.any():
        return Alignment(0.0, 0.0, 1.0, 0.0, 0.0)
    candidates = [_shifted(one, two, scale, turn) for scale, turn in [(1.0, 0.0), *_scales_and_turns(one, two)]]
    best = max(candidates, key=lambda found: found.score)
    return _rounded(max(best, _refined(one, two, best), key=lambda found: found.score))


def laid_over(other: Grey, alignment: Alignment) -> tuple[Grey, NDArray[np.bool_]]:
    """Give the other picture as it lies on the reference, and where it covers the reference at all (both rows × columns)."""
    matrix, offset = _backwards(other.shape, alignment)
    moved = ndimage.affine_transform(other, matrix, offset, order=1, mode="nearest")
    inside = ndimage.affine_transform(np.ones(other.shape), matrix, offset, order=1, mode="constant", cval=0.0) > 0.999
    return moved, inside


def _even(picture: Grey) -> Grey:
    """Take out brightness, contrast and slow light, so that another hour or exposure looks the same."""
    broad = min(picture.shape) / 12
    fine = picture - ndimage.gaussian_filter(picture, broad, mode="reflect")
    spread = np.sqrt(ndimage.gaussian_filter(fine * fine, broad, mode="reflect"))
    if spread.max() < 1e-6:
        return np.zeros(picture.shape)
    return np.asarray(fine / (spread + 0.25 * spread.mean()))


def _shifted(one: Grey, two: Grey, scale: float, turn_deg: float) -> Alignment:
    """Complete a scale and a turn by the shift that phase correlation gives."""
    turned, _ = laid_over(two, Alignment(0.0, 0.0, scale, turn_deg, 0.0))
    window = _window(one.shape)
    dy, dx = _peaks(one * window, turned * window, 1)[0]
    found = Alignment(dx, dy, scale, turn_deg, 0.0)
    return _scored(one, two, found)


def _scored(one: Grey, two: Grey, found: Alignment) -> Alignment:
    moved, inside = laid_over(two, found)
    score = 0.0
    if inside.mean() >= LEAST_OVERLAP:
        here, there = one[inside] - one[inside].mean(), moved[inside] - moved[inside].mean()
        size = float(np.sqrt((here @ here) * (there @ there)))
        score = float(here @ there) / size if size else 0.0
    return Alignment(found.dx, found.dy, found.scale, found.rotation_deg, score)


def _scales_and_turns(one: Grey, two: Grey) -> list[tuple[float, float]]:
    """Read scale and turn from the spectra, which a shift leaves as they are: in log-polar form both become shifts."""
    window = _window(one.shape)
    spectra = [_log_polar(np.abs(np.fft.fftshift(np.fft.fft2(picture * window)))) for picture in (one, two)]
    taper = np.hanning(RADII)[np.newaxis, :]
    found = []
    for turn_rows, scale_columns in _peaks(spectra[0] * taper, spectra[1] * taper, PEAKS):
        turn, scale = turn_rows * 180 / ANGLES, float(np.exp(-scale_columns * LOG_STEP))
        if abs(turn) <= LARGEST_TURN_DEG and 1 / LARGEST_SCALE <= scale <= LARGEST_SCALE:
            found.append((scale, turn))
    return found


def _log_polar(spectrum: Grey) -> Grey:
    """Sample a centred spectrum over half a turn (rows) and the logarithm of the frequency (columns)."""
    rows, columns = spectrum.shape
    angles = np.linspace(0, np.pi, ANGLES, endpoint=False)[:, np.newaxis]
    radii = (LOWEST * np.exp(np.arange(RADII) * LOG_STEP))[np.newaxis, :]
    y, x = rows // 2 + radii * np.sin(angles) * rows, columns // 2 + radii * np.cos(angles) * columns
    sampled = ndimage.map_coordinates(spectrum, [y, x], order=1, mode="constant")
    logged = np.log1p(np.asarray(sampled))
    return np.asarray(logged - logged.mean(axis=0, keepdims=True))


def _peaks(one: Grey, two: Grey, count: int) -> list[tuple[float, float]]:
    """Give the best shifts (rows, columns) that lay the second on the first, best first, by phase correlation."""
    cross = np.fft.fft2(one) * np.conj(np.fft.fft2(two))
    surface = np.real(np.fft.ifft2(cross / (np.abs(cross) + 1e-3 * np.abs(cross).mean() + 1e-12)))
    surface = ndimage.gaussian_filter(surface, 1.0, mode="wrap")
    tops = surface * (surface == ndimage.maximum_filter(surface, 5, mode="wrap"))
    found = []
    for index in np.argsort(tops, axis=None)[::-1][:count]:
        place = np.unravel_index(index, surface.shape)
        found.append(tuple(_finer(surface, place, axis) for axis in (0, 1)))
    return [(float(row), float(column)) for row, column in found]


def _finer(surface: Grey, place: tuple[np.intp, ...], axis: int) -> float:
    """Find the top between the pixels along one axis by a parabola, as a signed shift."""
    size = surface.shape[axis]
    line = surface[:, place[1]] if axis == 0 else surface[place[0], :]
    at = int(place[axis])
    before, top, after = line[at - 1], line[at], line[(at + 1) % size]
    bend = before - 2 * top + after
    finer = at + (0.5 * (before - after) / bend if bend else 0.0)
    return float(finer - size if finer > size / 2 else finer)


def _refined(one: Grey, two: Grey, start: Alignment) -> Alignment:
    """Move a found alignment to where the pictures differ least (Gauss-Newton over shift, scale and turn)."""
    found = start
    y, x = np.indices(one.shape, dtype=np.float64)
    y, x = y - (one.shape[0] - 1) / 2, x - (one.shape[1] - 1) / 2
    soft = ndimage.gaussian_filter(one, 1.0)
    blurred = ndimage.gaussian_filter(two, 1.0)
    for _ in range(ROUNDS):
        moved, inside = laid_over(blurred, found)
        if inside.mean() < LEAST_OVERLAP:
            return start
        down, right = np.gradient(moved)
        slopes = np.stack([right, down, right * x + down * y, down * x - right * y], axis=-1)[inside]
        step = np.linalg.lstsq(slopes.T @ slopes, slopes.T @ (moved - soft)[inside], rcond=None)[0]
        found = _composed(found, *step)
        if np.abs(step[:2]).max() < 1e-3 and np.abs(step[2:]).max() < 1e-6:
            break
    if abs(found.rotation_deg) > LARGEST_TURN_DEG or not 1 / LARGEST_SCALE <= found.scale <= LARGEST_SCALE:
        return start
    return _scored(one, two, found)


def _composed(found: Alignment, dx: float, dy: float, growth: float, turn: float) -> Alignment:
    """Follow an alignment by a small similarity in the reference's own frame."""
    factor = (1 + growth) + 1j * turn
    shift = factor * complex(found.dx, found.dy) + complex(dx, dy)
    return Alignment(
        shift.real,
        shift.imag,
        found.scale * abs(factor),
        found.rotation_deg + float(np.degrees(np.angle(factor))),
        found.score,
    )


def _backwards(shape: tuple[int, ...], found: Alignment) -> tuple[Grey, Grey]:
    """Give the matrix and offset (rows, columns) that lead from a pixel of the reference to one of the other."""
    turn = np.radians(found.rotation_deg)
    cosine, sine = np.cos(turn) / found.scale, np.sin(turn) / found.scale
    matrix = np.array([[cosine, -sine], [sine, cosine]])
    centre = (np.array(shape, dtype=np.float64) - 1) / 2
    return matrix, centre - matrix @ (centre + np.array([found.dy, found.dx]))


def _window(shape: tuple[int, ...]) -> Grey:
    return np.asarray(np.outer(np.hanning(shape[0]), np.hanning(shape[1])))


def _rounded(found: Alignment) -> Alignment:
    """Drop digits that differ between machines, so that the same pictures give the same row."""
    return Alignment(
        round(found.dx, 3),
        round(found.dy, 3),
        round(found.scale, 5),
        round(found.rotation_deg, 4),
        round(found.score, 4),
    )
