"""Which modules a page reaches, and the version they make."""

from patrol.logic.shell import imports_of, reachable, version_of

SOURCE = """
// @ts-check
/** @typedef {import("app/types.js").Thing} Thing */
import { a,
  b } from "app/a.js";
import * as whole from "whole";
import "app/effect.js";
export { c } from 'app/c.js';
// import "app/commented.js";
const later = () => import("app/later.js");
const said = "the import of tea";
"""


def test_imports_are_found_in_their_order_and_once() -> None:
    assert imports_of(SOURCE + 'import { a } from "app/a.js";') == [
        "app/a.js",
        "whole",
        "app/effect.js",
        "app/c.js",
        "app/later.js",
    ]


def test_import_of_one_line_is_found() -> None:
    assert imports_of('import{x as y}from"idb";const z=1;import w from"other"') == ["idb", "other"]


def test_reachable_follows_ours_and_stops_at_what_is_left_out() -> None:
    sources = {
        "a": 'import "b"; import "map"; import "elsewhere";',
        "b": 'import "a";',
        "map": 'import "huge";',
        "huge": "",
    }
    assert reachable(["a"], sources.get, leave_out=frozenset({"map"})) == ["a", "b"]


def test_version_changes_with_any_part_but_not_with_their_order() -> None:
    first = version_of({"a": "1", "b": "2"})
    assert version_of({"b": "2", "a": "1"}) == first
    assert version_of({"a": "1", "b": "3"}) != first
    assert len(first) == 16
