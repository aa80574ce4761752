"""Where the rows of a file are: shapes from geometry, well-known text or pairs of numbers, made usable, with what was odd.

Everything is done for a whole batch at once. Shapes are shapely arrays of (longitude, latitude) in degrees, in the datum
of the file: the shift of a datum is undone later, when it is known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from core.logic.angles import parse_angles
from core.logic.position_text import UnreadablePosition, parse_position
from core.logic.projection import to_degrees
from sites.logic.columns import place_fields

Shapes = NDArray[Any]
Flags = NDArray[np.bool_]
# Where China is: longitudes from 73 to 135, latitudes from 3 to 54. The two never overlap, so a pair the wrong way round shows.
EAST: Final = (73.0, 135.5)
NORTH: Final = (3.0, 54.0)
LONGEST_GIVEN: Final = 120
TAKEN: Final = frozenset({0, 1, 3, 4, 5, 6})


@dataclass(frozen=True)
class Placed:
    """Shapes in degrees (None where there is none), the positions as they were written, and flags by finding."""

    shapes: Shapes
    given: pa.Array
    flags: dict[str, Flags]


def placed(columns: Mapping[str, pa.Array], shapes: pa.Array | None, size: int, crs: str) -> Placed:
    """Return where the rows of a batch are; `columns` by field name, `shapes` as WKB, `crs` "" for plain degrees."""
    reader = _reader(columns, has_shapes=shapes is not None)
    found, given, is_said = reader(columns, shapes, size, crs)
    found = _flat(found)
    found[shapely.is_empty(found)] = None
    found, is_swapped = _turned(found)
    found, is_crossing = _made_valid(found)
    is_possible = _is_possible(found)
    found[~is_possible] = None
    is_missing = ~is_said
    return Placed(
        shapes=found,
        given=given,
        flags={
            "missing_position": is_missing,
            "impossible_position": ~is_possible,
            "unreadable_position": shapely.is_missing(found) & is_possible & is_said,
            "swapped_axes": is_swapped,
            "self_crossing": is_crossing,
        },
    )


_Read = tuple[Shapes, pa.Array, Flags]
_Reader = Callable[[Mapping[str, pa.Array], pa.Array | None, int, str], _Read]


def _reader(columns: Mapping[str, pa.Array], *, has_shapes: bool) -> _Reader:
    if has_shapes:
        return _from_shapes
    fields = place_fields(dict.fromkeys(columns, "") | {name: name for name in columns})
    return {("wkt",): _from_text, ("lon", "lat"): _from_pairs, ("position",): _from_positions}.get(fields, _nowhere)


def _from_shapes(columns: Mapping[str, pa.Array], shapes: pa.Array | None, size: int, crs: str) -> _Read:
    assert shapes is not None  # noqa: S101 - the reader was chosen by it
    wkb = shapes.to_numpy(zero_copy_only=False)
    found = _in_degrees(shapely.from_wkb(wkb, on_invalid="ignore"), crs)
    given = columns.get("given_position", pa.nulls(size, pa.string()))
    return found, given, pc.is_valid(shapes).to_numpy(zero_copy_only=False)


def _from_text(columns: Mapping[str, pa.Array], shapes: pa.Array | None, size: int, crs: str) -> _Read:
    text = columns["wkt"].to_numpy(zero_copy_only=False)
    found = _in_degrees(shapely.from_wkt(text, on_invalid="ignore"), crs)
    # A point is short enough to be kept as it was written; a line or outline is not.
    given = pc.utf8_slice_codeunits(columns["wkt"], 0, LONGEST_GIVEN)
    given = pc.if_else(
        pc.less_equal(pc.utf8_length(columns["wkt"]), LONGEST_GIVEN), given, pa.scalar(None, pa.string())
    )
    return found, given, pc.is_valid(columns["wkt"]).to_numpy(zero_copy_only=False)


def _from_pairs(columns: Mapping[str, pa.Array], shapes: pa.Array | None, size: int, crs: str) -> _Read:
    east, north = columns["lon"], columns["lat"]
    x, y = (parse_angles(column) if not crs else _numbers(column) for column in (east, north))
    if crs:
        x, y = to_degrees(x, y, crs)
    given = pc.utf8_slice_codeunits(pc.binary_join_element_wise(east, north, ","), 0, LONGEST_GIVEN)
    is_said = pc.or_(pc.is_valid(east), pc.is_valid(north)).to_numpy(zero_copy_only=False)
    return _points(x, y), given, is_said


def _from_positions(columns: Mapping[str, pa.Array], shapes: pa.Array | None, size: int, crs: str) -> _Read:
    pairs = np.full((size, 2), np.nan)
    for row, text in enumerate(columns["position"].to_pylist()):
        if text is not None:
            try:
                pairs[row] = parse_position(text)
            except UnreadablePosition:
                continue
    given = pc.utf8_slice_codeunits(columns["position"], 0, LONGEST_GIVEN)
    is_said = pc.is_valid(columns["position"]).to_numpy(zero_copy_only=False)
    return _points(pairs[:, 0], pairs[:, 1]), given, is_said


def _nowhere(columns: Mapping[str, pa.Array], shapes: pa.Array | None, size: int, crs: str) -> _Read:
    return np.full(size, None), pa.nulls(size, pa.string()), np.zeros(size, bool)


def _numbers(column: pa.Array) -> NDArray[np.float64]:
    """Return metres as numbers, NaN where a cell is none."""
    plain = pc.match_substring_regex(column, r"^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$")
    numbers = pc.cast(pc.if_else(plain, column, pa.scalar(None, pa.string())), pa.float64())
    found: NDArray[np.float64] = numbers.to_numpy(zero_copy_only=False)
    return found


def _points(x: NDArray[np.float64], y: NDArray[np.float64]) -> Shapes:
    found: Shapes = np.full(len(x), None)
    is_read = np.isfinite(x) & np.isfinite(y)
    found[is_read] = shapely.points(x[is_read], y[is_read])
    return found


def _in_degrees(shapes: Shapes, crs: str) -> Shapes:
    if not crs:
        return shapes
    turned: Shapes = shapely.transform(shapes, lambda xy: np.column_stack(to_degrees(xy[:, 0], xy[:, 1], crs)))
    return turned


def _flat(shapes: Shapes) -> Shapes:
    """Leave out heights and measures; most files have none, and copying every place to find that out costs more than asking."""
    if not (shapely.get_coordinate_dimension(shapes) > 2).any():
        return shapes
    flat: Shapes = shapely.force_2d(shapes)
    return flat


def _turned(shapes: Shapes) -> tuple[Shapes, Flags]:
    """Put pairs the right way round that were written latitude first, and say which."""
    west, south, east, north = shapely.bounds(shapes).T
    with np.errstate(invalid="ignore"):
        is_turned = (south >= EAST[0]) & (north <= EAST[1]) & (west >= NORTH[0]) & (east <= NORTH[1])
        # Beyond 90 degrees there is no latitude.
        is_turned |= (north > 90) & (north <= 180) & (south >= -180) & (west >= -90) & (east <= 90)
    shapes[is_turned] = shapely.transform(shapes[is_turned], lambda xy: xy[:, ::-1])
    return shapes, is_turned


def _made_valid(shapes: Shapes) -> tuple[Shapes, Flags]:
    """Mend outlines that cross themselves, keeping what has the outline's own dimension, and say which."""
    is_crossing = ~(shapely.is_valid(shapes) | shapely.is_missing(shapes))
    for row in np.flatnonzero(is_crossing):
        shapes[row] = _largest_dimension(shapely.make_valid(shapes[row]))
    # A collection is no place of one kind: its parts of the largest dimension are.
    for row in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), [-1, *TAKEN])):
        shapes[row] = _largest_dimension(shapes[row])
    return shapes, is_crossing


def _largest_dimension(shape: Any) -> Any:
    parts = shapely.get_parts(shape, return_index=False)
    while len(parts) and shapely.get_type_id(parts).max() > 3:
        parts = shapely.get_parts(parts)
    if not len(parts):
        return None
    sizes = shapely.get_dimensions(parts)
    return shapely.union_all(parts[sizes == sizes.max()])


def _is_possible(shapes: Shapes) -> Flags:
    west, south, east, north = shapely.bounds(shapes).T
    with np.errstate(invalid="ignore"):
        is_outside = (west < -180) | (east > 180) | (south < -90) | (north > 90)
        # The Gulf of Guinea: what a form writes where nobody entered anything.
        is_null_island = (np.abs(west) < 1e-6) & (np.abs(south) < 1e-6) & (east - west < 1e-6) & (north - south < 1e-6)
    possible: Flags = ~(is_outside | is_null_island)
    return possible
