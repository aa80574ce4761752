"""Which division covers which place, for whole columns of places: the pieces of the divisions in memory, as a tree."""

from collections import defaultdict
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from django.db.models import BinaryField, F, Func
from numpy.typing import NDArray

from sites.logic.words import folded
from sites.models import District, DistrictPiece

Texts = NDArray[Any]
# How much of a county's name may be left out: 历城 for 历城区. The longer suffixes first.
SUFFIXES: Final = ("自治县", "自治州", "自治旗", "新区", "地区", "特区", "林区", "省", "市", "区", "县", "旗", "盟")
COUNTY_DIGITS: Final = 6


class DivisionIndex:
    """The divisions of one kind as they stand when it is made."""

    def __init__(self, kind: str) -> None:
        pieces = DistrictPiece.objects.filter(kind=kind).annotate(
            wkb=Func(F("geom"), function="ST_AsBinary", output_field=BinaryField())
        )
        rows = list(pieces.values_list("district_id", "wkb"))
        self._codes = np.array([code for code, _ in rows], dtype=object)
        self._shapes = shapely.from_wkb([bytes(wkb) for _, wkb in rows])
        self._tree = shapely.STRtree(self._shapes)

    @property
    def is_empty(self) -> bool:
        """Say whether no division of the kind is known."""
        return len(self._codes) == 0

    def covering(self, places: Any) -> Texts:
        """Return for each place the code of the division that covers it, "" where none; of lines and areas, a point within."""
        found: Texts = np.full(len(places), "", dtype=object)
        if self.is_empty:
            return found
        spots = places.copy()
        is_wide = shapely.get_type_id(places) > 0
        spots[is_wide] = shapely.point_on_surface(places[is_wide])
        rows, pieces = self._tree.query(spots, predicate="intersects")
        # On a border between two the lower code, on every run.
        order = np.argsort(self._codes[pieces].astype(str), kind="stable")[::-1]
        found[rows[order]] = self._codes[pieces[order]]
        return found


class Divisions:
    """All divisions as they stand when it is made: loading them costs a second or two for a whole country."""

    def __init__(self) -> None:
        self.names = CountyNames()
        self.counties = DivisionIndex("county")
        self.smaller = [index for kind in ("village", "township") if not (index := DivisionIndex(kind)).is_empty]


class CountyNames:
    """Counties by what people write: a code, a name, a name without its suffix, with the city's or province's before it."""

    def __init__(self) -> None:
        self._known = set(District.objects.filter(kind="county").values_list("code", flat=True))
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for code, name_zh, name_en in District.objects.filter(kind="county").values_list("code", "name_zh", "name_en"):
            for name in {folded(name_zh), _short(folded(name_zh)), folded(name_en)} - {""}:
                self._by_name[name].append(code)

    def codes(self, text: str) -> list[str]:
        """Return the codes a cell may mean: none, one, or several counties of one name."""
        whole = folded(text)
        digits = whole.split(".")[0]
        if digits.isdigit() and len(digits) >= COUNTY_DIGITS:
            return [digits[:COUNTY_DIGITS]] if digits[:COUNTY_DIGITS] in self._known else []
        return self._by_name.get(whole) or self._by_name.get(_short(whole)) or self._ending(whole)

    def _ending(self, whole: str) -> list[str]:
        """Read `山东省济宁市任城区` by its longest ending that is a name."""
        return next(
            (self._by_name[whole[cut:]] for cut in range(1, len(whole) - 1) if whole[cut:] in self._by_name), []
        )

    @cached_property
    def parents(self) -> dict[str, str]:
        """Return the names of provinces and cities by code, where they are known."""
        return dict(District.objects.filter(kind__in=["province", "city"]).values_list("code", "name_zh"))


def _short(name: str) -> str:
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix) and len(name) - len(suffix) > 1), "")
    return name.removesuffix(suffix)
