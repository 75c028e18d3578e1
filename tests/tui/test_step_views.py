"""Lines and lattices: where their points are, what joins them, and that all can be read."""

import numpy as np
from textual.app import App, ComposeResult
from textual.widgets import Static

from flashdeck.demos.chart import chart_lines
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.tui.widgets.lattice import lattice
from flashdeck.tui.widgets.line_chart import COLORS, line_chart
from flashdeck.tui.widgets.step_view import StepView


def line_step(values: list[list[float]], names: tuple[str, ...]) -> Step:
    points = tuple(str(i) for i in range(len(values[0])))
    axes = (Axis("series", names), Axis("distance", points))
    return Step("norm", "", np.array(values), "", axes, View.LINE)


def text(step: Step, **size: int) -> list[str]:
    return ["".join(piece.text for piece in line) for line in chart_lines(step, **size)]


def test_a_rising_line_goes_from_the_bottom_left_to_the_top_right() -> None:
    lines = text(line_step([[0.0, 1.0]], ("up",)), width=4, height=2)
    assert lines[0].startswith("1 ┤")
    assert lines[1].startswith("0 ┤")
    assert lines[0].endswith(" up")
    assert lines[0][3] == " "
    assert lines[1][3] != " "
    assert lines[0][6] != " "


def test_every_line_is_named_once_even_where_they_end_together() -> None:
    lines = "\n".join(text(line_step([[1.0, 2.0]] * 3, ("one", "two", "three"))))
    assert [lines.count(f" {name}") for name in ("one", "two", "three")] == [1, 1, 1]


def test_values_over_many_powers_of_ten_are_on_a_logarithmic_axis_and_say_so() -> None:
    lines = text(line_step([[1.0, 10.0, 100.0, 1000.0]], ("x",)))
    assert "(logarithmic axis)" in lines[-1]
    assert not any("logarithmic" in line for line in text(line_step([[1.0, 10.0]], ("x",))))


def test_what_is_not_finite_is_a_gap() -> None:
    whole = "".join(text(line_step([[1.0, 1.0, 1.0]], ("x",)), width=6, height=1))
    gap = "".join(text(line_step([[1.0, np.nan, -np.inf]], ("x",)), width=6, height=1))
    dots = [sum("\u2801" <= char <= "\u28ff" for char in line) for line in (whole, gap)]
    assert dots[0] > dots[1] > 0


def test_lines_have_colours_that_differ_and_none_in_monochrome() -> None:
    step = line_step([[0.0, 1.0], [1.0, 0.0]], ("a", "b"))
    used = {str(span.style) for span in line_chart(step).spans}
    assert set(COLORS[:2]) <= used
    assert not set(COLORS) & {str(span.style) for span in line_chart(step, monochrome=True).spans}


def test_a_lattice_joins_what_can_be_reached() -> None:
    value = np.array([[0.0, -np.inf], [-1.0, -2.0]])
    axes = (Axis("time", ("1", "2")), Axis("state", ("_", "a")))
    shown = lattice(Step("alphas", "", value, "", axes, View.LATTICE), monochrome=True)
    first, blank, between, label = shown.plain.split("\n")
    assert first.split() == ["1", "2"]
    assert blank.split("→")[0].split() == ["_", "█", "0"] or "0" in blank
    assert "→" in blank
    assert "↘" in between
    assert "→" not in label
    assert "·" in label


def test_a_lattice_of_probabilities_is_closed_where_they_are_zero() -> None:
    value = np.array([[0.5, 0.0], [0.25, 0.25]])
    axes = (Axis("time", ("1", "2")), Axis("state", ("_", "a")))
    shown = lattice(Step("alphas", "", value, "", axes, View.LATTICE), monochrome=True)
    _, blank, between, label = shown.plain.split("\n")
    assert "→" in blank
    assert "↘" in between
    assert "→" not in label
    assert "·" in label


def test_a_grid_falls_at_the_same_time() -> None:
    value = np.array([[1.0, 0.5], [0.0, 0.25]])
    axes = (Axis("frame", ("1", "2")), Axis("written", ("", "a")))
    shown = lattice(Step("alphas", "", value, "", axes, View.GRID), monochrome=True)
    times, _, between, after = shown.plain.split("\n")
    assert between.index("↓") == times.index("1")
    assert "↘" not in between
    assert between.count("↓") == 1
    assert "→" in after


async def test_a_view_that_is_being_taken_away_lets_a_late_step_go_by() -> None:
    class Shelf(App[None]):
        def compose(self) -> ComposeResult:
            yield StepView()

    async with Shelf().run_test() as pilot:
        view = pilot.app.query_one(StepView)
        await view.remove_children()
        view.show(1, line_step([[1.0]], ("a",)))
        assert not view.query(Static)
