"""A matrix as cells: values that can be read on their colours, and shades without colour."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from rich.cells import cell_len
from textual.color import Color
from textual.content import Content
from textual.style import Style

from flashdeck.demos.trace import Axis, Step
from flashdeck.tui.palette import cividis, ink_on
from flashdeck.tui.widgets.heatmap import heatmap

if TYPE_CHECKING:
    from numpy.typing import NDArray

READABLE = 4.5
"""The least contrast of text that WCAG 2 calls readable."""


def step(value: list[list[float]] | list[float], *labels: tuple[str, ...]) -> Step:
    array: NDArray[np.float64] = np.array(value, dtype=np.float64)
    named = labels or tuple(tuple(f"x{i}" for i in range(size)) for size in array.shape)
    return Step("weights", "", array, "", tuple(Axis("axis", names) for names in named))


def styles(content: Content) -> list[Style]:
    return [span.style for span in content.spans if isinstance(span.style, Style)]


def test_cividis_goes_from_its_darkest_blue_to_its_lightest_yellow() -> None:
    assert cividis(0.0) == Color.parse("#00224e")
    assert cividis(1.0) == Color.parse("#fee838")
    assert cividis(-1.0) == cividis(0.0)
    assert cividis(2.0) == cividis(1.0)


def test_cividis_never_gets_darker() -> None:
    brightness = [cividis(i / 500).brightness for i in range(501)]
    assert all(b >= a - 0.003 for a, b in pairwise(brightness))
    assert brightness[-1] - brightness[0] > 0.6


def luminance(color: Color) -> float:
    """Return the relative luminance as WCAG 2 defines it."""
    linear = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in color.normalized)
    return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_ink_can_be_read_on_every_colour() -> None:
    for background in (cividis(i / 500) for i in range(501)):
        dark, light = sorted((luminance(background), luminance(ink_on(background))))
        assert (light + 0.05) / (dark + 0.05) >= READABLE, background


def test_every_value_stands_under_its_column_beside_its_row() -> None:
    shown = heatmap(step([[0.125, 0.875], [1.0, 0.0]], ("the", "cat"), ("key", "a longer key")))
    assert shown.plain.split("\n") == [
        "      key  a longer key ",
        "the 0.125         0.875 ",
        "cat 1.000         0.000 ",
    ]


def test_the_greatest_and_least_values_have_the_ends_of_the_scale() -> None:
    shown = styles(heatmap(step([[0.0, 1.0], [0.5, 0.25]])))
    assert [style.background for style in shown] == [cividis(x) for x in (0, 1, 0.5, 0.25)]
    assert [style.foreground for style in shown] == [ink_on(cividis(x)) for x in (0, 1, 0.5, 0.25)]


def test_what_is_masked_has_no_colour_and_does_not_stretch_the_scale() -> None:
    shown = heatmap(step([[0.0, -np.inf], [1.0, 2.0]]))
    assert "-∞" in shown.plain
    assert [style.background for style in styles(shown)] == [cividis(x) for x in (0, 0.5, 1)]


@pytest.mark.parametrize("value", [[[3.0, 3.0]], [[-np.inf, -np.inf]], [[0.0]]])
def test_equal_values_are_shown(value: list[list[float]]) -> None:
    assert len(heatmap(step(value)).plain.split("\n")) == 2


def test_a_vector_is_one_row_without_a_label() -> None:
    assert heatmap(step([1.0, 2.0], ("a", "b"))).plain == " a  b \n 1  2 "


def test_without_colour_the_shades_tell_the_levels() -> None:
    shown = heatmap(step([[0.0, 0.25, 0.5, 0.75, 1.0]]), monochrome=True)
    row = shown.plain.split("\n")[1]
    assert row == "x0 0.000 ░0.250 ▒0.500 ▓0.750 █1.000 "
    assert not styles(shown)


def test_labels_are_one_short_line_however_they_were_given() -> None:
    names = ("漢字漢字漢字漢字漢字漢字", "[/x]\n\x1b[31m", "a" * 40)
    lines = heatmap(step(np.eye(3).tolist(), names, names)).plain.split("\n")
    assert len(lines) == 4
    assert len({cell_len(line) for line in lines}) == 1
    assert "[/x]" in lines[0]
    assert "\x1b" not in "".join(lines)
