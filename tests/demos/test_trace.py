"""A step fits its axes, and a trace is plain JSON."""

from typing import Any

import numpy as np
import pytest

from flashdeck.demos import Axis, Step, Trace
from flashdeck.errors import NotFoundError


@pytest.mark.parametrize(
    ("value", "axes"),
    [
        (np.zeros((2, 3)), (Axis("row", ("a", "b")),)),
        (np.zeros((2, 3)), (Axis("row", ("a", "b")), Axis("column", ("a", "b")))),
        (np.zeros(2), ()),
        (np.array(1.0), (Axis("x", ("a",)),)),
        ("text", (Axis("x", ("a",)),)),
    ],
)
def test_a_step_whose_axes_do_not_fit_cannot_be_made(value: Any, axes: tuple[Axis, ...]) -> None:
    with pytest.raises(ValueError, match="do not fit the value"):
        Step("wrong", "", value, "", axes)


def test_infinities_become_words_in_json() -> None:
    step = Step("s", "", np.array([1.5, np.inf, -np.inf]), "", (Axis("x", ("a", "b", "c")),))
    assert step.as_json()["value"] == [1.5, "inf", "-inf"]
    assert step.as_json()["axes"] == [{"name": "x", "labels": ["a", "b", "c"]}]


def test_an_unknown_step_is_answered_with_the_known_ones() -> None:
    trace = Trace("t", {}, (Step("one", "", "1", ""), Step("two", "", "2", "")))
    assert trace.step("two").value == "2"
    with pytest.raises(NotFoundError, match="no step 'three'") as caught:
        trace.step("three")
    assert "one, two" in caught.value.hint
