"""The demo's districts: Beijing's."""

from typing import Final

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from sites.files.outlines import Outline, OutlinesMissing, county_outlines, outlines_source
from sites.models import District

__all__ = ["OutlinesMissing", "read_districts"]

PROVINCE: Final = "11"
ENGLISH = {
    "110101": "Dongcheng",
    "110102": "Xicheng",
    "110105": "Chaoyang",
    "110106": "Fengtai",
    "110107": "Shijingshan",
    "110108": "Haidian",
    "110109": "Mentougou",
    "110111": "Fangshan",
    "110112": "Tongzhou",
    "110113": "Shunyi",
    "110114": "Changping",
    "110115": "Daxing",
    "110116": "Huairou",
    "110117": "Pinggu",
    "110118": "Miyun",
    "110119": "Yanqing",
}


def read_districts() -> list[District]:
    """Read Beijing's 16 districts; raises OutlinesMissing without the package."""
    source = f"{outlines_source()}; demo only"
    outlines = (outline for outline in county_outlines() if outline.code.startswith(PROVINCE))
    return sorted((_district(outline, source) for outline in outlines), key=lambda district: district.code)


def _district(outline: Outline, source: str) -> District:
    shape = GEOSGeometry(outline.shape.wkb_hex, srid=4326)
    return District(
        code=outline.code,
        name_zh=outline.name_zh,
        name_en=ENGLISH.get(outline.code, ""),
        geom=shape if isinstance(shape, MultiPolygon) else MultiPolygon(shape, srid=4326),
        source=source,
    )
