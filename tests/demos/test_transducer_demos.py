"""The demos of the transducer: numbers worked by hand, or by listing every path there is."""

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from tests.demos.values import refusal, values

ONE_LETTER = {"label": "a", "blanks": [[0.6, 0.5], [0.2, 0.4]]}
TWO_FRAMES = {
    "letters": "a",
    "transcription": [[1, 0], [0, 2]],
    "prediction": [[0, 2], [3, 0]],
}


def test_the_lattice_of_one_letter_by_hand() -> None:
    found = values("transducer-lattice", ONE_LETTER)
    assert_allclose(found["letter"], [[0.4, 0], [0.8, 0]])
    assert_allclose(found["alphas"], [[1, 0.4], [0.6, 0.6 * 0.8 + 0.4 * 0.5]])
    assert_allclose(found["betas"], [[0.272, 0.5 * 0.4], [0.8 * 0.4, 0.4]])
    assert_allclose(found["probability"], 0.68 * 0.4)
    assert_allclose(found["loss"], -math.log(0.272))
    trace = run_demo("transducer-lattice", ONE_LETTER)
    assert trace.step("alphas").filled == "alphas[2, a] = 0.4·0.5 + 0.6·0.8 = 0.68"
    assert trace.step("betas").filled == "betas[1, (nothing)] = 0.32·0.6 + 0.2·0.4 = 0.272"


@pytest.mark.parametrize(
    ("mistake", "alphas", "betas"),
    [
        ("as-ctc", [[1, 0], [0.6, 0.4]], [[0.4 * 0.4, 0.2], [0, 0.4]]),
        ("largest-term", [[1, 0.4], [0.6, 0.48]], [[0.192, 0.2], [0.32, 0.4]]),
    ],
)
def test_one_wrong_step_in_the_lattice(
    mistake: str, alphas: list[list[float]], betas: list[list[float]]
) -> None:
    found = values("transducer-lattice", ONE_LETTER, mistake)
    assert_allclose(found["alphas"], alphas)
    assert_allclose(found["betas"], betas)


def test_a_mistake_is_carried_on_through_all_frames() -> None:
    even = {"label": "ab", "blanks": [[0.5] * 3] * 3}
    found = values("transducer-lattice", even, "as-ctc")
    assert_allclose(found["alphas"], [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.25, 0.5, 0.25]])
    assert_allclose(found["betas"][0, 0], 0.25 * 0.5)
    largest = values("transducer-lattice", even, "largest-term")
    assert_allclose(largest["alphas"][2, 2], 0.5**4)


def test_the_last_blank_forgotten() -> None:
    found = values("transducer-lattice", ONE_LETTER, "no-last-blank")
    assert_allclose(found["probability"], 0.68)
    assert_allclose(found["loss"], -math.log(0.68))


@pytest.mark.parametrize(("label", "frames"), [("ab", 3), ("aab", 2), ("a", 1), ("abcd", 4)])
def test_the_lattice_adds_up_all_paths(label: str, frames: int) -> None:
    found = values("transducer-lattice", {"label": label, "frames": frames, "seed": 3})
    total = 0.0
    for places in combinations(range(frames + len(label) - 1), len(label)):
        t, u, p = 0, 0, 1.0
        for i in range(frames + len(label)):
            p *= float(found["letter" if i in places else "blank"][t, u])
            t, u = (t, u + 1) if i in places else (t + 1, u)
        total += p
    assert_allclose(found["probability"], total)
    assert_allclose(found["betas"][0, 0], total)


def test_the_two_networks_are_added_and_shared_out() -> None:
    found = values("transducer-lattice", {"label": "aba", "frames": 2})
    powers = np.exp(found["transcription"][:, None] + found["prediction"])
    shares = powers / powers.sum(axis=-1, keepdims=True)
    assert_allclose(found["probabilities"], shares)
    assert_allclose(found["blank"], shares[..., 0])
    assert_allclose(found["letter"][:, :3], [[row[0, 1], row[1, 2], row[2, 1]] for row in shares])
    assert not found["letter"][:, 3].any()


def test_reading_and_writing_by_hand() -> None:
    found = values("transducer-greedy", TWO_FRAMES)
    assert found["scores"].tolist() == [[1, 2], [4, 0], [3, 2]]
    assert (found["path"], found["labels"]) == ("a--", "a")
    each = [1 / (1 + math.exp(-1)), 1 / (1 + math.exp(-4)), 1 / (1 + math.exp(-1))]
    assert_allclose(found["path_probability"], math.prod(each))


@pytest.mark.parametrize(
    ("mistake", "path", "labels"), [("as-ctc", "a-", "a"), ("no-prediction", "-aaa-", "aaa")]
)
def test_wrong_ways_of_writing(mistake: str, path: str, labels: str) -> None:
    found = values("transducer-greedy", TWO_FRAMES, mistake)
    assert (found["path"], found["labels"]) == (path, labels)
    if mistake == "no-prediction":
        assert found["scores"].tolist() == [[1, 0], [1, 0], [0, 2]]


def test_a_doubled_letter_is_not_merged() -> None:
    given = {"letters": "a", "transcription": [[0, 1]], "prediction": [[0, 0], [0, 0], [9, 0]]}
    assert values("transducer-greedy", given)["path"] == "aa-"
    assert values("transducer-greedy", given)["labels"] == "aa"
    assert values("transducer-greedy", given, "merged")["labels"] == "a"


def test_the_letters_of_one_frame_are_bounded() -> None:
    given = {"letters": "a", "transcription": [[0, 1]], "prediction": [[0, 0]]}
    for most in (1, 4):
        found = values("transducer-greedy", given | {"most_per_frame": most})
        assert found["path"] == "a" * most + "-"


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("transducer-lattice", {"blanks": [[0.5, 0.5]]}, "blanks has a row of 2: give 3"),
        ("transducer-lattice", {"blanks": [[0.5, 0.5, 2]]}, "blanks.0.2 is 2: "),
        ("transducer-lattice", {"frames": 9}, "frames is 9: "),
        ("transducer-lattice", {"label": "a-"}, "label is 'a-': "),
        ("transducer-greedy", {"transcription": [[1, 2]]}, "one number for each of - a b"),
        ("transducer-greedy", {"prediction": [[1, 2, 3, 4]]}, "prediction has a row of 4"),
        ("transducer-greedy", {"prediction": [[1, 2, 1e9]]}, "prediction.0.2 is 1000000000.0: "),
        ("transducer-greedy", {"most_per_frame": 0}, "most_per_frame is 0: "),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    name: str, given: dict[str, Any], message: str
) -> None:
    assert message in refusal(name, given)


def test_probabilities_of_zero_are_taken() -> None:
    found = values("transducer-lattice", {"label": "a", "blanks": [[0, 1], [0, 1]]})
    assert found["probability"] == 1
    assert found["alphas"].tolist() == [[1, 1], [0, 1]]
    impossible = values("transducer-lattice", {"label": "a", "blanks": [[1, 1]]})
    assert impossible["loss"] == math.inf
