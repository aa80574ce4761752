"""For which areas a person may ask, and what an area is called."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from people.models import in_language
from planning.logic.provinces import PROVINCES
from planning.queries.coverage import districts_in
from sites.models import District

# Of a division code, those that name the province and the city.
DIGITS: Final = (2, 4)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """An area by the beginning of its division codes, and its names."""

    code: str
    name_zh: str
    name_en: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)


def jurisdiction(code: str) -> Jurisdiction:
    """Return an area with its names: those of its division, else of its province, else its code."""
    whole = code.ljust(6, "0")
    found = District.objects.filter(code__in=[code, whole]).only("name_zh", "name_en").first()
    if found is not None:
        return Jurisdiction(code, found.name_zh, found.name_en)
    if not code:
        return Jurisdiction("", "全部辖区", "All jurisdictions")
    return Jurisdiction(code, *PROVINCES.get(code, (f"{whole}辖区", f"Area {whole}")))


def jurisdictions(areas: Iterable[str]) -> list[Jurisdiction]:
    """Return the person's areas as they are held, and the districts in them that have sites, without repeating one."""
    held = [jurisdiction(code) for code in areas]
    districts = [Jurisdiction(one.code, one.name_zh, one.name_en) for one in districts_in([one.code for one in held])]
    return list({one.code: one for one in [*held, *districts]}.values())


def jurisdictions_within(areas: Iterable[str]) -> list[Jurisdiction]:
    """Return the person's areas, and every province, city and district in them, by code.

    A province or city that holds one district only, or all that an area above it holds, is not told apart from that.
    """
    held = list(areas)
    districts = {one.code: Jurisdiction(one.code, one.name_zh, one.name_en) for one in districts_in(held)}
    found = {code: jurisdiction(code) for code in held} | districts
    parts: dict[str, int] = Counter(
        code[:length] for code in districts for length in DIGITS if code[:length] not in found
    )
    wholes = {code: sum(one.startswith(code) for one in districts) for code in held}
    wholes |= {code: number for code, number in parts.items() if len(code) == DIGITS[0]}
    between = [
        code
        for code, number in parts.items()
        if number > 1
        and any(code.startswith(area) for area in held)
        and not any(code.startswith(above) and code != above and wholes[above] == number for above in wholes)
    ]
    return sorted([*found.values(), *named(between).values()], key=lambda one: one.code)


def named(codes: Iterable[str]) -> dict[str, Jurisdiction]:
    """Return areas with their names, in one query; see `jurisdiction`."""
    asked = set(codes)
    wholes = {code: code.ljust(6, "0") for code in asked}
    stored = {one.code: one for one in District.objects.filter(pk__in={*asked, *wholes.values()}).defer("geom")}
    found = {}
    for code, whole in wholes.items():
        one = stored.get(code) or stored.get(whole)
        names = (one.name_zh, one.name_en) if one else PROVINCES.get(code, (f"{whole}辖区", f"Area {whole}"))
        found[code] = Jurisdiction(code, *names)
    return found
