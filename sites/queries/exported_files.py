"""Visible sites in any of the formats of `sites.files.writing`: as a stream, or as a whole file."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.permissions import Person
from sites.files.write_csv import csv_pieces
from sites.files.write_gpx import gpx_pieces
from sites.files.writing import FORMATS, write_file
from sites.models import Site
from sites.queries.exports import (
    Row,
    exported_features,
    exported_rows,
    feature_collection,
    of_dimensions,
    without_place,
)

Told = Callable[[int], object]


def export_stream(format_name: str, sites: QuerySet[Site], viewer: Person, told: Told = int) -> Iterator[str]:
    """Return the pieces of a streamed format; `sites` come from `visible_sites(viewer)`, `told` hears how many were read."""
    if format_name == "geojson":
        return feature_collection(_each_counted(exported_features(sites, viewer), told))
    return (
        csv_pieces(_counted(exported_rows(sites, viewer), told)) if format_name == "csv" else _gpx(sites, viewer, told)
    )


def export_file(path: Path, format_name: str, sites: QuerySet[Site], viewer: Person, told: Told = int) -> None:
    """Write any of the formats to the path."""
    if not FORMATS[format_name].is_streamed:
        write_file(path, FORMATS[format_name], _counted(exported_rows(sites, viewer), told))
        return
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(export_stream(format_name, sites, viewer, told))


def _gpx(sites: QuerySet[Site], viewer: Person, told: Told) -> Iterator[str]:
    left_out = without_place(sites).count()
    told(left_out)
    description = _(
        "Sites of the register: points as waypoints, lines as tracks, areas as a waypoint inside them. "
        "Places whose precision is “cell” are the centre of a square of about one kilometre. "
        "Sites left out because only their district may be known: {count}."
    ).format(count=left_out)
    points = _counted(exported_rows(of_dimensions(sites, 0, 2), viewer), told)
    lines = _counted(exported_rows(of_dimensions(sites, 1), viewer), told)
    return gpx_pieces(_("Heritage sites"), description, points, lines)


def _counted(batches: Iterable[list[Row]], told: Told) -> Iterator[list[Row]]:
    for batch in batches:
        yield batch
        told(len(batch))


def _each_counted(features: Iterable[str], told: Told) -> Iterator[str]:
    for feature in features:
        yield feature
        told(1)
