"""What the reference refuses: the argument is named, with its shape and what was expected."""

import numpy as np
import pytest

from flashdeck.reference.checks import Sizes, floats


def bound() -> Sizes:
    """Return sizes where time = 5, batch = (2,), input = 3 and hidden = 2 are known."""
    sizes = Sizes()
    sizes.floats("x", np.ones((5, 2, 3)), "time", "batch...", "input")
    sizes.floats("w", np.ones((8, 5)), "4 hidden", "input + hidden")
    return sizes


def test_an_unknown_length_is_solved_for_and_kept() -> None:
    sizes = bound()
    assert [sizes[axis] for axis in ("time", "input", "hidden")] == [5, 3, 2]
    assert sizes.batch() == (2,)
    assert sizes.floats("h", [[0, 1], [2, 3]], "batch...", "hidden").dtype == np.float64


@pytest.mark.parametrize(
    ("value", "axes", "says"),
    [
        (
            np.ones((8, 6)),
            ("4 hidden", "input + hidden"),
            "v: shape (8, 6); expected (4 hidden, input + hidden) with hidden = 2 as in w (8, 5), "
            "input = 3 as in x (5, 2, 3)",
        ),
        (
            np.ones((3, 2)),
            ("batch...", "hidden"),
            "v: shape (3, 2); expected (batch..., hidden) with batch... = (2,) as in x (5, 2, 3), "
            "hidden = 2 as in w (8, 5)",
        ),
        (np.ones((9,)), ("4 other",), "v: shape (9,); expected (4 other,)"),
        (np.ones((2, 3)), ("other",), "v: shape (2, 3); expected (other,)"),
        (1.0, ("other",), "v: shape (); expected (other,)"),
        (
            np.ones((0, 2)),
            ("other", "2"),
            "v: shape (0, 2); expected (other, 2) with no axis empty",
        ),
        (np.ones((3, 3)), ("other", "2"), "v: shape (3, 3); expected (other, 2)"),
        ([np.nan], ("other",), "v: NaN in shape (1,); expected finite numbers"),
        ([np.inf], ("other",), "v: infinity in shape (1,); expected finite numbers"),
        ([[1], [1, 2]], ("other",), "v: not an array of numbers (setting an array element"),
        ("one", (), "v: not an array of numbers (could not convert"),
    ],
)
def test_what_does_not_fit_is_told(value: object, axes: tuple[str, ...], says: str) -> None:
    with pytest.raises(ValueError, match=r"^v: ") as told:
        bound().floats("v", value, *axes)  # type: ignore[arg-type]
    assert str(told.value).startswith(says)


def test_leading_axes_must_broadcast_unless_they_have_a_name() -> None:
    sizes = Sizes()
    sizes.floats("q", np.ones((2, 1, 4)), "...", "d")
    sizes.floats("k", np.ones((3, 4)), "...", "d")
    assert sizes.batch("...") == (2, 3)
    with pytest.raises(ValueError, match=r"v: shape \(5, 4\); expected \(..., d\) with"):
        sizes.floats("v", np.ones((5, 4)), "...", "d")


def test_infinities_pass_only_where_they_are_meant() -> None:
    assert floats("log_probs", [-np.inf, 0], "classes", finite=False)[0] == -np.inf
    with pytest.raises(ValueError, match=r"log_probs: NaN in shape \(1,\); expected numbers"):
        floats("log_probs", [np.nan], "classes", finite=False)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([4], r"labels: 4 to 4 in shape \(1,\); expected 0 to 3"),
        ([-1, 2], r"labels: -1 to 2 in shape \(2,\); expected 0 to 3"),
        ([1.0], r"labels: float64 in shape \(1,\); expected integers"),
        ([], r"labels: shape \(0,\); expected \(labels,\) with no axis empty"),
    ],
)
def test_integers_are_whole_and_within_their_range(value: list[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Sizes().integers("labels", value, "labels", below=4)


def test_an_empty_axis_passes_where_it_is_meant() -> None:
    assert Sizes().integers("labels", [], "labels", below=4, empty=True).shape == (0,)
