"""The demos of CTC: numbers worked by hand, or by listing every path there is."""

import math
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from tests.demos.values import refusal, values

TWICE_A = {"label": "a", "probabilities": [[0.4, 0.6], [0.4, 0.6]]}
FAINT_A = {"letters": "a", "probabilities": [[0.6, 0.4], [0.6, 0.4]]}


def spelled(path: str) -> str:
    merged = "".join(c for c, before in zip(path, " " + path, strict=False) if c != before)
    return merged.replace("-", "")


def all_paths(y: Any, symbols: str) -> Iterator[tuple[str, float]]:
    for path in product(range(len(symbols)), repeat=len(y)):
        name = "".join(symbols[k] for k in path)
        yield name, math.prod(float(row[k]) for row, k in zip(y, path, strict=True))


@pytest.mark.parametrize(
    ("path", "merged", "labels", "least"),
    [
        ("hh-el-llo", "h-el-lo", "hello", 6),
        ("hh-ell-o", "h-el-o", "helo", 4),
        ("l-l", "l-l", "ll", 3),
        ("a", "a", "a", 1),
        ("---", "-", "(nothing)", 0),
    ],
)
def test_a_path_collapses(path: str, merged: str, labels: str, least: int) -> None:
    found = values("ctc-collapse", {"path": path})
    assert found["labels"] == labels
    step = run_demo("ctc-collapse", {"path": path}).step("labels")
    assert step.filled == f"{path} → {merged} → {labels}"
    assert found["least_frames"] == least


def test_another_blank_may_be_chosen() -> None:
    assert values("ctc-collapse", {"path": "a-_-a", "blank": "_"})["labels"] == "a--a"


@pytest.mark.parametrize(
    ("mistake", "labels", "least"),
    [
        ("blanks-first", "helo", 4),
        ("never-merged", "hhelllo", 10),
        ("no-blank-between", "hello", 5),
    ],
)
def test_wrong_collapses_give_what_they_say(mistake: str, labels: str, least: int) -> None:
    found = values("ctc-collapse", {"path": "hh-el-llo"}, mistake)
    assert found["labels"] == labels
    assert found["least_frames"] == least


def test_the_paths_to_one_letter_in_two_frames() -> None:
    found = values("ctc-alignments", TWICE_A)
    assert found["count"] == 3
    assert_allclose(sorted(found["paths"][:, 0]), [0.24, 0.24, 0.36])
    assert_allclose(found["probability"], 0.84)
    assert_allclose(found["loss"], 0.17435, atol=1e-5)  # −ln 0.84
    assert "0.6·0.6 = 0.36" in run_demo("ctc-alignments", TWICE_A).step("paths").filled


@pytest.mark.parametrize(
    ("label", "frames"), [("ab", 3), ("aa", 4), ("aab", 5), ("abca", 5), ("abab", 6), ("aaa", 4)]
)
def test_the_paths_are_all_that_spell_the_label(label: str, frames: int) -> None:
    found = values("ctc-alignments", {"label": label, "frames": frames})
    symbols = "-" + "".join(dict.fromkeys(label))
    spelling = {n: p for n, p in all_paths(found["probabilities"], symbols) if spelled(n) == label}
    assert found["count"] == len(spelling)
    assert_allclose(found["probability"], sum(spelling.values()))
    if spelling:
        trace = run_demo("ctc-alignments", {"label": label, "frames": frames})
        names = trace.step("paths").axes[0].labels
        assert dict(zip(names, found["paths"][:, 0], strict=True)) == pytest.approx(spelling)


def test_the_formula_for_the_number_of_paths_gives_their_number() -> None:
    for label in ("a", "ab", "aa", "aab", "abba"):
        for frames in range(1, 7):
            step = run_demo("ctc-alignments", {"label": label, "frames": frames}).step("count")
            assert not isinstance(step.value, str)
            assert step.filled.endswith(f" = {int(step.value)}")


@pytest.mark.parametrize(
    ("mistake", "count", "probability"),
    [("best-path", None, 0.216), ("no-blanks", 1, 0.216), ("blanks-first", 7, 0.936)],
)
def test_wrong_sums_over_paths(mistake: str, count: int | None, probability: float) -> None:
    """In three frames a-a is wrongly counted for a where blanks go first: 0.6·0.4·0.6 more."""
    given = {"label": "a", "probabilities": [[0.4, 0.6]] * 3}
    found = values("ctc-alignments", given, mistake)
    assert found.get("count") == count
    assert_allclose(found["probability"], probability)
    assert_allclose(found["loss"], -math.log(probability))
    assert_allclose(values("ctc-alignments", given)["probability"], 0.792)


def test_the_lattice_of_one_letter_by_hand() -> None:
    found = values("ctc-lattice", TWICE_A)
    assert found["states"] == "- a -"
    assert_allclose(found["alphas"], [[0.4, 0.6, 0], [0.16, 0.6, 0.24]])
    assert_allclose(found["betas"], [[0.24, 0.6, 0.16], [0, 0.6, 0.4]])
    assert_allclose(found["probability"], 0.84)
    assert_allclose(found["loss"], -math.log(0.84))


@pytest.mark.parametrize(
    ("mistake", "alphas", "betas"),
    [
        ("largest-term", [0.16, 0.36, 0.24], [0.24, 0.36, 0.16]),
        ("no-emission", [0.4, 1.0, 0.6], [0.6, 1.0, 0.4]),
    ],
)
def test_one_wrong_step_in_the_lattice(
    mistake: str, alphas: list[float], betas: list[float]
) -> None:
    found = values("ctc-lattice", TWICE_A, mistake)
    assert_allclose(found["alphas"], [[0.4, 0.6, 0], alphas])
    assert_allclose(found["betas"], [betas, [0, 0.6, 0.4]])


def test_from_one_letter_straight_to_the_next_only_the_skip_leads() -> None:
    given = {"label": "ab", "probabilities": [[0.2, 0.4, 0.4]] * 2}
    found, right = values("ctc-lattice", given, "no-skip"), values("ctc-lattice", given)
    assert_allclose([right["alphas"][1, 3], right["betas"][0, 1]], 0.4 * 0.4)
    assert found["alphas"][1, 3] == found["betas"][0, 1] == 0


def test_between_equal_letters_no_skip_leads() -> None:
    given = {"label": "aa", "probabilities": [[0.5, 0.5]] * 3}
    found, right = values("ctc-lattice", given, "skip-over-equals"), values("ctc-lattice", given)
    assert right["alphas"][1, 3] == right["betas"][1, 1] == 0
    assert_allclose([found["alphas"][1, 3], found["betas"][1, 1]], 0.5 * 0.5)
    assert_allclose(found["alphas"][2, 4], 0.5 * 0.25)  # and on from there


def test_a_mistake_is_carried_on_through_all_frames() -> None:
    given = {"label": "a", "probabilities": [[0.5, 0.5]] * 3}
    assert_allclose(values("ctc-lattice", given, "no-emission")["alphas"][2], [0.5, 1.5, 1.5])
    assert_allclose(values("ctc-lattice", given, "largest-term")["betas"][0], [0.125] * 3)


def test_unfinished_paths_counted() -> None:
    found = values("ctc-lattice", TWICE_A, "whole-column")
    assert_allclose(found["probability"], 0.16 + 0.6 + 0.24)
    assert_allclose(found["loss"], 0, atol=1e-12)


@pytest.mark.parametrize("label", ["a", "too", "abca", "aabb"])
def test_the_lattice_adds_up_all_paths(label: str) -> None:
    found = values("ctc-lattice", {"label": label, "frames": 6})
    symbols, y = "-" + "".join(dict.fromkeys(label)), found["probabilities"]
    listed = sum(p for name, p in all_paths(y, symbols) if spelled(name) == label)
    assert_allclose(found["probability"], listed, atol=1e-15)
    states = found["states"].split()
    emissions = y[:, [symbols.index(state) for state in states]]
    through = found["alphas"] * found["betas"] / emissions
    assert_allclose(through.sum(axis=1), np.full(6, listed), atol=1e-15)


def test_too_few_frames_have_an_infinite_loss() -> None:
    assert values("ctc-lattice", {"label": "aa", "frames": 2})["loss"] == math.inf
    found = values("ctc-alignments", {"label": "aa", "frames": 2})
    assert (found["count"], found["paths"], found["loss"]) == (0, "none", math.inf)


def test_the_gradient_by_hand() -> None:
    found = values("ctc-gradient", TWICE_A | {"others": ""})
    a = (0.36 + 0.24) / 0.84
    assert_allclose(found["posteriors"], [[0.24 / 0.84, a, 0], [0, a, 0.24 / 0.84]])
    assert_allclose(found["occupancy"], [[1 - a, a]] * 2)
    assert_allclose(found["gradient"], [[0.4 - 1 + a, 0.6 - a]] * 2)


@pytest.mark.parametrize(
    ("mistake", "gradient"),
    [
        ("first-blank-only", [[0.4 - 2 / 7, 0.6 - 5 / 7], [0.4, 0.6 - 5 / 7]]),
        ("other-sign", [[2 / 7 - 0.4, 5 / 7 - 0.6]] * 2),
        ("likeliest-state", [[0.4, -0.4]] * 2),
        ("by-log-probs", [[-2 / 7, -5 / 7]] * 2),
    ],
)
def test_wrong_gradients(mistake: str, gradient: list[list[float]]) -> None:
    found = values("ctc-gradient", TWICE_A | {"others": ""}, mistake)
    assert_allclose(found["gradient"], gradient, atol=1e-15)


def test_the_gradient_is_that_of_the_logits() -> None:
    """Every logit moved a little: the loss moves as the gradient says."""
    found = values("ctc-gradient", {})
    logits = np.log(found["probabilities"])

    def loss(moved: Any) -> float:
        y = np.exp(moved) / np.exp(moved).sum(axis=1, keepdims=True)
        return -math.log(sum(p for name, p in all_paths(y, "-abc") if spelled(name) == "ab"))

    for t, k in product(range(4), range(4)):
        step = np.zeros_like(logits)
        step[t, k] = 1e-6
        slope = (loss(logits + step) - loss(logits - step)) / 2e-6
        assert_allclose(found["gradient"][t, k], slope, atol=1e-8)


def test_many_faint_paths_beat_the_best() -> None:
    found = values("ctc-greedy-beam", FAINT_A)
    assert (found["best_path"], found["greedy_labels"]) == ("--", "(nothing)")
    assert_allclose(found["path_probability"], 0.36)
    assert found["beam_labels"] == "a"
    assert_allclose(found["beam_probability"], 0.64)
    step = run_demo("ctc-greedy-beam", FAINT_A).step("beam_probability")
    assert step.filled == "beam_probability = 0.24 + 0.16 + 0.24 = 0.64"


@pytest.mark.parametrize(
    ("mistake", "labels", "probability"),
    [("best-path", "(nothing)", 0.36), ("one-alignment", "a", 0.24)],
)
def test_wrong_best_labels(mistake: str, labels: str, probability: float) -> None:
    found = values("ctc-greedy-beam", FAINT_A, mistake)
    assert found["beam_labels"] == labels
    assert_allclose(found["beam_probability"], probability)


def test_the_best_path_without_merging() -> None:
    given = {"letters": "a", "probabilities": [[0.4, 0.6]] * 2}
    assert values("ctc-greedy-beam", given)["greedy_labels"] == "a"
    assert values("ctc-greedy-beam", given, "never-merged")["greedy_labels"] == "aa"


def test_greedy_and_beam_differ_by_default_and_the_beam_is_right() -> None:
    found = values("ctc-greedy-beam", {})
    assert found["greedy_labels"] != found["beam_labels"]
    totals: dict[str, float] = {}
    for name, p in all_paths(found["probabilities"], "-ab"):
        totals[spelled(name)] = totals.get(spelled(name), 0.0) + p
    best = max(totals, key=lambda labels: totals[labels])
    assert found["beam_labels"] == best
    assert_allclose(found["beam_probability"], totals[best])


def test_a_narrow_beam_finds_less_than_a_wide_one() -> None:
    narrow, wide = (values("ctc-greedy-beam", {"width": width}) for width in (1, 8))
    assert narrow["hypotheses"].shape == (1, 2)
    assert wide["hypotheses"].shape == (8, 2)
    for found in (narrow, wide):
        assert (found["hypotheses"][:, 0] <= found["hypotheses"][:, 1] + 1e-15).all()
    assert narrow["hypotheses"][0, 0] < wide["hypotheses"][0, 0]


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("ctc-collapse", {"path": "a b"}, "path is 'a b': "),
        ("ctc-collapse", {"path": ""}, "path is '': "),
        ("ctc-collapse", {"blank": "--"}, "blank is '--': "),
        ("ctc-lattice", {"label": "a-b"}, "label is 'a-b': "),
        ("ctc-lattice", {"label": "abcdefg"}, "label is 'abcdefg': "),
        ("ctc-lattice", {"frames": 13}, "frames is 13: "),
        ("ctc-lattice", {"probabilities": [[0.5, 0.5]]}, "give one number for each of - t o"),
        ("ctc-lattice", {"probabilities": [[0.5, 0.5, 0.5]]}, "the sum 1.5: a row sums to 1"),
        ("ctc-lattice", {"probabilities": [[1.5, -0.5, 0]]}, "probabilities.0.0 is 1.5: "),
        ("ctc-gradient", {"label": "aa", "frames": 2}, "label aa needs 3 frames, not 2"),
        (
            "ctc-gradient",
            {"label": "a", "others": "", "probabilities": [[1, 0]]},
            "every path has the probability 0",
        ),
        ("ctc-alignments", {"frames": 7}, "frames is 7: "),
        ("ctc-alignments", {"label": "abcde"}, "label is 'abcde': "),
        ("ctc-greedy-beam", {"width": 0}, "width is 0: "),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    name: str, given: dict[str, Any], message: str
) -> None:
    assert message in refusal(name, given)


def test_probabilities_of_zero_are_taken() -> None:
    certain = {"label": "a", "probabilities": [[0, 1], [1, 0]]}
    assert values("ctc-lattice", certain)["probability"] == 1
    assert values("ctc-gradient", certain | {"others": ""})["gradient"].tolist() == [[0, 0]] * 2
    found = values("ctc-greedy-beam", {"letters": "a", "probabilities": [[0, 1], [1, 0]]})
    assert (found["beam_labels"], found["beam_probability"]) == ("a", 1)
