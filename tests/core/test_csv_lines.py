from core.csv_lines import csv_lines


def test_lines_are_marked_as_utf8_and_run_nothing() -> None:
    rows = [["名称", "note"], ["长城", "=1+1"], [None, -5], [1.5, "@x"]]
    assert list(csv_lines(rows)) == ["\ufeff", "名称,note\r\n", "长城,'=1+1\r\n", ",-5\r\n", "1.5,'@x\r\n"]


def test_a_row_is_asked_for_when_its_line_is() -> None:
    lines = csv_lines(iter(lambda: ["once more"], None))
    assert [next(lines) for _ in range(3)] == ["\ufeff", "once more\r\n", "once more\r\n"]
