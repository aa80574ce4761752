"""For which areas a person may ask, and what an area is called."""

from collections.abc import Iterable
from dataclasses import dataclass

from people.models import in_language
from planning.logic.provinces import PROVINCES
from planning.queries.coverage import districts_in
from sites.models import District


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
    """Return the person's areas, and below them every province, city and district that has a division code, by code."""
    held = list(areas)
    districts = {one.code: one for one in districts_in(held)}
    wholes = {code.ljust(6, "0")[:6]: one for code, one in districts.items()}
    found = {code: jurisdiction(code) for code in held}
    for code in sorted(districts):
        for short in (code[:2], code[:4]):
            if short not in found and any(short.startswith(area) for area in held):
                found[short] = _within(short, wholes)
        found.setdefault(code, Jurisdiction(code, districts[code].name_zh, districts[code].name_en))
    return [found[code] for code in sorted(found)]


def _within(code: str, districts: dict[str, District]) -> Jurisdiction:
    whole = code.ljust(6, "0")
    if (one := districts.get(whole)) is not None:
        return Jurisdiction(code, one.name_zh, one.name_en)
    return Jurisdiction(code, *PROVINCES.get(code, (f"{whole}辖区", f"Area {whole}")))
