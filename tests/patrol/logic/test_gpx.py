"""GPX by whoever wrote it: read when it can be, refused with a reason when not."""

from pathlib import Path

import numpy as np
import pytest

from patrol.logic.gpx import NotReadable, read_gpx
from patrol.logic.track import clean
from tests.conftest import SHARED

HEAD = '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
POINT = '<trkpt lat="39.9" lon="116.4"><ele>50</ele><time>2026-06-01T03:00:00Z</time></trkpt>'


def gpx(inside: str, head: str = HEAD) -> bytes:
    return f"{head}{inside}</gpx>".encode()


def test_a_point_is_read_with_its_time() -> None:
    read = read_gpx(gpx(f"<trk><trkseg>{POINT}</trkseg></trk>"))
    np.testing.assert_equal(read.segments[0], [[116.4, 39.9, 1780282800.0, np.nan]])
    assert (read.waypoints, read.is_route) == (0, False)


@pytest.mark.parametrize(
    "head",
    [
        '<gpx version="1.0" xmlns="http://www.topografix.com/GPX/1/0">',
        '<gpx version="1.0">',
        '<x:gpx xmlns:x="urn:something-else">',
        "<x:gpx>",
    ],
)
def test_any_version_and_namespace_is_read(head: str) -> None:
    body = f"<trk><trkseg>{POINT}</trkseg></trk>"
    prefix = "x:" if head.startswith("<x:") else ""
    tagged = body.replace("</", "<\0").replace("<", f"<{prefix}").replace(f"<{prefix}\0", f"</{prefix}")
    assert len(read_gpx(f"{head}{tagged}</{prefix}gpx>".encode()).segments) == 1


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-06-01T03:00:00Z", 1780282800.0),
        ("2026-06-01T11:00:00+08:00", 1780282800.0),
        ("2026-06-01T03:00:00", 1780282800.0),
        ("2026-06-01T03:00:00.500Z", 1780282800.5),
        (" 2026-06-01T03:00:00Z\n", 1780282800.0),
        ("1970-01-01T00:00:00Z", np.nan),
        ("0000-00-00T00:00:00Z", np.nan),
        ("yesterday", np.nan),
        ("", np.nan),
    ],
)
def test_times_in_many_spellings(text: str, seconds: float) -> None:
    point = f'<trkpt lat="1" lon="2"><time>{text}</time></trkpt>'
    np.testing.assert_equal(read_gpx(gpx(f"<trk><trkseg>{point}</trkseg></trk>")).segments[0][0, 2], seconds)


def test_a_time_of_the_file_is_no_time_of_a_point() -> None:
    inside = (
        '<metadata><time>2026-06-01T03:00:00Z</time></metadata><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk>'
    )
    assert np.isnan(read_gpx(gpx(inside)).segments[0][0, 2])


def test_segments_stay_apart_and_empty_ones_vanish() -> None:
    read = read_gpx(gpx(f"<trk><trkseg>{POINT}</trkseg><trkseg/></trk><trk><trkseg>{POINT}{POINT}</trkseg></trk>"))
    assert [len(segment) for segment in read.segments] == [1, 2]


def test_a_route_stands_in_for_a_missing_track() -> None:
    route = '<rte><rtept lat="1" lon="2"/></rte>'
    assert read_gpx(gpx(route)).is_route
    read = read_gpx(gpx(f"{route}<trk><trkseg>{POINT}</trkseg></trk>"))
    assert (read.is_route, len(read.segments)) == (False, 1)


def test_waypoints_alone_are_no_track() -> None:
    read = read_gpx(gpx('<wpt lat="1" lon="2"><time>2026-06-01T03:00:00Z</time></wpt>'))
    assert (read.segments, read.waypoints) == ((), 1)


def test_a_position_that_is_no_number_is_kept_for_the_clean_up_to_count() -> None:
    read = read_gpx(gpx('<trk><trkseg><trkpt lat="north" lon="2"/></trkseg></trk>'))
    assert clean(read.segments).removed == {"no_place": 1}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_xml"),
        (b"\x00\x01\x02", "not_xml"),
        (b"PK\x03\x04", "not_xml"),
        (b"<kml/>", "not_gpx"),
        (HEAD.encode() + b"<trk><trkseg>", "not_xml"),
        (b'<?xml version="1.0" encoding="klingon"?><gpx/>', "not_xml"),
        (b'<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><gpx>&b;</gpx>', "hostile"),
        (b'<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/hostname">]><gpx>&x;</gpx>', "hostile"),
    ],
)
def test_what_is_no_gpx_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read_gpx(content)
    assert refused.value.reason == reason


def test_accuracy_and_the_track_of_each_segment_are_read() -> None:
    told = '<trkpt lat="1" lon="2"><hdop>2</hdop>{}</trkpt>'
    first, second = told.format("<extensions><accuracy>7.5</accuracy></extensions>"), told.format("")
    read = read_gpx(
        gpx(
            f"<trk><trkseg>{first}</trkseg><trkseg>{second}</trkseg></trk><trk/><trk><trkseg/><trkseg>{first}</trkseg></trk>"
        )
    )
    assert [rows[0, 3] for rows in read.segments] == [7.5, 10.0, 7.5]
    assert read.tracks == (0, 0, 2)


def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(NotReadable) as refused:
        read_gpx(gpx(f"<trk><trkseg>{POINT * 11}</trkseg></trk>"), most_points=10)
    assert refused.value.reason == "too_many_points"


# What each of the 28 odd files gives: points kept, parts, why it is not usable for hours.
EDGE = {
    "Mojstrovka.gpx": (184, 1, ("no_time",)),
    "around-visnjan-with-car.gpx": (104, 1, ()),
    "cerknicko-jezero-no-creator.gpx": (296, 7, ()),
    "cerknicko-jezero-with-elevations-zero.gpx": (296, 7, ()),
    "cerknicko-jezero-without-elevations.gpx": (295, 7, ()),
    "cerknicko-jezero.gpx": (296, 7, ()),
    "cerknicko-without-times.gpx": (296, 7, ("no_time",)),
    "custom_schema_locations.gpx": (0, 0, ("no_points",)),
    "default_schema_locations.gpx": (0, 0, ("no_points",)),
    "first_and_last_elevation.gpx": (2, 2, ("impossible_jump", "too_short")),
    "gpx-with-node-with-comments.gpx": (1, 1, ("too_short",)),
    "gpx1.0_with_all_fields.gpx": (1, 1, ("too_short",)),
    "gpx1.1_with_all_fields.gpx": (1, 1, ("too_short",)),
    "gpx1.1_with_extensions.gpx": (0, 0, ("no_points",)),
    "gpx1.1_with_extensions_without_namespaces.gpx": (0, 0, ("no_points",)),
    "gpx_with_garmin_extension.gpx": (0, 0, ("no_points",)),
    "korita-zbevnica.gpx": (871, 3, ("no_time",)),
    "route.gpx": (55, 1, ("no_time",)),
    "track-with-empty-segment.gpx": (9, 1, ()),
    "track-with-extremes.gpx": (25, 1, ("no_time",)),
    "track-with-less-sec-time.gpx": (2, 1, ("too_short",)),
    "track-with-small-floats.gpx": (3, 1, ("no_time",)),
    "track_with_dilution_errors.gpx": (1, 1, ("no_time",)),
    "track_with_speed.gpx": (3, 1, ("too_short",)),
    "unicode.gpx": (0, 0, ("no_points",)),
    "unicode2.gpx": (0, 0, ("no_points",)),
    "unicode_with_bom.gpx": (0, 0, ("no_points",)),
    "unicode_with_bom_noencoding.gpx": (0, 0, ("no_points",)),
}


@pytest.mark.real_data
@pytest.mark.parametrize("name", sorted(EDGE))
def test_each_odd_file_of_the_world(name: str) -> None:
    read = clean(read_gpx((SHARED / "tracks/gpxpy_edge" / name).read_bytes()).segments)
    assert (read.points, len(read.parts), read.reasons) == EDGE[name]


@pytest.mark.real_data
def test_no_odd_file_is_forgotten() -> None:
    assert {path.name for path in (SHARED / "tracks/gpxpy_edge").glob("*.gpx")} == set(EDGE)


# The trails as mapped: metres to the hundred; nobody walked them at a time.
TRAILS = {
    "Hong-Kong-Trail-track.gpx": 43_800,
    "Lantau-Trail-track.gpx": 66_100,
    "MacLehose-Trail-track.gpx": 96_600,
    "Wilson-Trail-Hong-Kong-track.gpx": 11_200,
    "Wilson-Trail-Kowloon-track.gpx": 64_700,
}


@pytest.mark.real_data
@pytest.mark.parametrize("path", sorted((SHARED / "tracks/hk_osm").glob("*.gpx")), ids=lambda path: path.stem)
def test_a_long_trail_is_a_way_without_hours_and_its_markers_are_no_track(path: Path) -> None:
    read = clean(read_gpx(path.read_bytes()).segments)
    wanted = (("no_time",), TRAILS[path.name]) if path.name in TRAILS else (("no_points",), 0)
    assert (read.reasons, round(read.length_m, -2)) == wanted
