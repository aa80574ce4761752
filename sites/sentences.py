"""What the register says about files and rows, in the reader's language."""

from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.logic.diff import PlaceChange, PlaceKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, Promise]] = {
    "broken_archive": _("the archive is damaged"),
    "broken_row": _("it breaks off at row {detail}"),
    "calls_other_files": _("it has declarations that call other files"),
    "empty_file": _("it is empty"),
    "layer_unknown": _("there is no such layer; there are: {detail}"),
    "link_in_archive": _("its archive holds a link ({detail})"),
    "many_inside": _("its archive holds several data sets ({detail}); send them one by one"),
    "nothing_inside": _("there is no data set in it"),
    "nothing_recognised": _("none of its columns tells a name, a code or a place; its columns are: {detail}"),
    "path_escapes": _("its archive names a place outside of its folder ({detail})"),
    "too_many_entries": _("its archive holds {detail} files"),
    "unknown_crs": _("its reference system is not known: {detail}"),
    "unknown_encoding": _("its letters are in no encoding we know (UTF-8, UTF-16, GB 18030)"),
    "unknown_format": _("its format is not one we read (GeoJSON, GeoPackage, Shapefile, KML, CSV, XLSX, GPX)"),
    "unpacks_too_dense": _("it would unpack to far more than it holds ({detail})"),
    "unpacks_too_large": _("it would unpack to {detail}"),
}
FINDINGS: Final[dict[str, tuple[Promise, Promise]]] = {
    "missing_position": (_("No position"), _("Nothing says where it is. Measure it, or ask who keeps the file.")),
    "unreadable_position": (
        _("Position unreadable"),
        _("The position is written in a way that cannot be read as numbers."),
    ),
    "impossible_position": (_("Impossible position"), _("There is no such place, or it is 0, 0.")),
    "missing_name": (_("No name"), _("A new site needs a name.")),
    "missing_code": (
        _("No code"),
        _("A code was made from the name and place. Give the row its number of the survey."),
    ),
    "outside_district": (_("Outside of its district"), _("The place lies outside of the district the row states.")),
    "outside_districts": (
        _("Outside of all districts"),
        _("No district known here covers the place. Load its outline first."),
    ),
    "district_unknown": (
        _("District unknown"),
        _("There is no such district here, or there are several of that name."),
    ),
    "swapped_axes": (_("Axes swapped"), _("Latitude came before longitude. They were put the right way round.")),
    "self_crossing": (_("Crosses itself"), _("The outline crosses itself. It was mended: look whether it is right.")),
    "duplicate": (_("Duplicate"), _("An earlier row has the same code. Only the first can be taken.")),
    "shared_position": (_("Shared position"), _("Three or more rows have exactly this position.")),
    "level_unknown": (_("Level unknown"), _("The protection level is none we know. Map its word, or correct it.")),
    "category_unknown": (_("Category unknown"), _("The category is none we know. The site is shown as a 1 km cell.")),
    "condition_unknown": (_("Condition unknown"), _("The condition is none we know. It is left as it was.")),
    "name_repeated": (_("Name repeated"), _("Another site in this district has the same name under another code.")),
    "value_too_long": (
        _("Text too long"),
        _("A text is longer than the register holds. Nothing of it is cut: shorten it."),
    ),
    "not_your_area": (_("Not your area"), _("The site lies in a district you do not answer for.")),
}


def refusal_sentence(reason: str, detail: str) -> str:
    """Return why a file is refused, as the part of a sentence."""
    return str(REFUSALS[reason]).format(detail=detail[:200])


FIELDS: Final[dict[str, "_StrPromise"]] = {
    "code": _("Site code"),
    "name_zh": _("Name (Chinese)"),
    "name_en": _("Name (English)"),
    "unit_code": _("Code of the protected unit"),
    "unit_name": _("Name of the protected unit"),
    "level": _("Protection level"),
    "level_id": _("Protection level"),
    "category": _("Category"),
    "category_id": _("Category"),
    "subtype": _("Sub-type"),
    "condition": _("Condition"),
    "condition_id": _("Condition"),
    "era_zh": _("Era (Chinese)"),
    "era_en": _("Era (English)"),
    "era_bucket": _("Era, by bucket"),
    "era_bucket_id": _("Era, by bucket"),
    "district": _("District"),
    "district_id": _("District"),
    "city": _("City"),
    "province": _("Province"),
    "division": _("Division"),
    "division_id": _("Division"),
    "address_zh": _("Address"),
    "lon": _("Longitude or easting"),
    "lat": _("Latitude or northing"),
    "position": _("Position in one cell"),
    "wkt": _("Geometry (WKT)"),
    "owner": _("Owner"),
    "used_by": _("User"),
    "open_to": _("Visitors"),
    "access_note": _("How to get there"),
    "safety_note": _("Safety"),
    "summary_zh": _("Summary (Chinese)"),
    "summary_en": _("Summary (English)"),
    "is_difficult": _("Difficult to reach"),
    "visit_minutes": _("Minutes of a visit"),
    "geom_accuracy_m": _("Accuracy of the place (m)"),
    "visibility": _("How exactly it is shown"),
    "given_position": _("Position as given"),
    "given_datum": _("Datum as given"),
    "datum_basis": _("How the datum is known"),
    "precision": _("How exact the file is"),
    "uncertainty_m": _("Uncertainty (m)"),
}


FATE_LABELS: Final[dict[str, Promise]] = {
    "new": _("New since"),
    "changed": _("Changed since"),
    "retired": _("Taken out since"),
}
DRAWING_FAULTS: Final[dict[str, Promise]] = {
    "unreadable": _("The drawing cannot be read. Load the page again and draw once more."),
    "empty": _("Nothing is drawn yet. Set a point, draw a line or an outline, or type positions."),
    "wrong_type": _("A site is a point, a line or an outline, or several of one kind."),
    "too_many_vertices": _("The drawing has more than {detail} vertices. Simplify it, or import it as a file."),
    "off_the_earth": _("Longitudes go from -180 to 180, latitudes from -90 to 90."),
    "too_wide": _("The drawing is wider than five degrees. Is one of its vertices elsewhere?"),
    "too_short": _("The line or outline has too few vertices in different places."),
    "self_crossing": _("The outline crosses itself at {detail}. Move the vertices there, or have it repaired."),
    "unreadable_line": _("Line {detail} is no position. Write it as 116.3894, 39.9407 or as 39°56′26″N 116°23′22″E."),
    "too_few": _("Too few positions: at least {detail}, one a line."),
}
WINDS: Final[dict[str, Promise]] = {
    "n": _("to the north"),
    "ne": _("to the north-east"),
    "e": _("to the east"),
    "se": _("to the south-east"),
    "s": _("to the south"),
    "sw": _("to the south-west"),
    "w": _("to the west"),
    "nw": _("to the north-west"),
}
SHAPES: Final[dict[str, Promise]] = {"point": _("point"), "line": _("line"), "polygon": _("outline")}


def drawing_sentence(reason: str, detail: str) -> str:
    """Return what is wrong with a drawing, and what to do."""
    return str(DRAWING_FAULTS[reason]).format(detail=detail)


def place_sentences(change: PlaceChange) -> list[str]:
    """Return how a place changed, for the history: how far and whereto it moved, what it was and is."""
    told: list[str] = []
    if change.kind == PlaceKind.RETYPED:
        told.append(
            gettext("{before} became {after}").format(
                before=SHAPES[change.shape_before], after=SHAPES[change.shape_after]
            )
        )
    if change.moved_m >= 1 or change.kind == PlaceKind.MOVED:
        metres = length_words(change.moved_m)
        told.append(gettext("moved {metres} {wind}").format(metres=metres, wind=WINDS[change.wind]))
    if change.kind == PlaceKind.RESHAPED:
        told.append(str(_EXTENTS[change.shape_after]).format(**_extents(change)))
    return told


def length_words(metres: float) -> str:
    """Return a length in centimetres, metres or kilometres, whichever is read best."""
    if metres < 1:
        return gettext("{length} cm").format(length=round(metres * 100))
    if metres < METRES_TO_A_KM:
        return gettext("{length} m").format(length=round(metres))
    return gettext("{length} km").format(length=f"{metres / 1000:.2f}")


def area_words(square_metres: float) -> str:
    """Return an area in square metres or hectares, whichever is read best."""
    if square_metres < SQUARE_METRES_TO_A_HECTARE:
        return gettext("{area} m²").format(area=round(square_metres))
    return gettext("{area} ha").format(area=f"{square_metres / SQUARE_METRES_TO_A_HECTARE:.2f}")


METRES_TO_A_KM: Final = 1_000
SQUARE_METRES_TO_A_HECTARE: Final = 10_000
_EXTENTS: Final[dict[str, Promise]] = {
    "point": _("points: {before} before, {after} now"),
    "line": _("length from {before} to {after}"),
    "polygon": _("area from {before} to {after}"),
}


def _extents(change: PlaceChange) -> dict[str, str]:
    if change.shape_after == "line":
        return {"before": length_words(change.extent_before), "after": length_words(change.extent_after)}
    if change.shape_after == "polygon":
        return {"before": area_words(change.extent_before), "after": area_words(change.extent_after)}
    return {"before": str(round(change.extent_before)), "after": str(round(change.extent_after))}
