"""`flashdeck forecast`: a chart and a row for each scheduler."""

from typing import TYPE_CHECKING

from flashdeck.cli.chart import columns, means

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def test_columns_are_drawn_in_eighths_to_scale() -> None:
    assert columns([0, 1, 2, 4, 8, 16], 16, 60, 2) == ["16 │     █", " 0 │ ▁▂▄██"]
    assert columns([], 1, 60, 1) == ["1 │"]


def test_a_long_series_is_shown_as_means() -> None:
    assert means([1, 3, 5, 7, 9], 2) == [2, 7]
    assert means([1, 2], 60) == [1, 2]
    assert means([], 5) == []


def test_each_scheduler_has_its_chart_and_its_row(filled: "Cli") -> None:
    filled.study("", "3", "", "3", args=("Letters",))
    printed = filled.good("forecast", "Letters", "--days", "2", "--scheduler", "sm2", "--new", "0")
    assert printed.splitlines()[:7] == [
        "sm2: cards a day",
        "2 │ █",
        "  │ █",
        "  │ █",
        "  │ █",
        "0 │ █",
        "",
    ]
    row = printed.splitlines()[8].split()
    assert row[:3] == ["sm2", "1.0", "2"]


def test_json_holds_every_day(filled: "Cli") -> None:
    filled.study("", "3", "", "3", args=("Letters",))
    told = filled.json("forecast", "--days", "4", "--new", "0", "--json")
    assert next(one["scheduler"] for one in told["forecasts"]) == "sm2"
    assert len(told["forecasts"]) == 4
    assert told["forecasts"][0]["days"][:2] == [0, 2]
    again = filled.json("forecast", "--days", "4", "--new", "0", "--json")
    assert again == told


def test_a_wrong_scheduler_is_told(filled: "Cli") -> None:
    done = filled.run("forecast", "--scheduler", "anki")
    assert done.returncode == 1
    assert "there is no scheduler called 'anki'" in done.stderr
