"""The demo `ctc-greedy-beam`: the labels of the best path, and the best labels."""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from math import exp, prod
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.demo import Demo, Mistake, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.symbols import (
    BLANK,
    MOST_TERMS,
    FrameParams,
    Frames,
    Letters,
    distributions,
    drawn_distributions,
    logarithms,
    probabilities_step,
    spelled,
    sum_filled,
    with_blank,
)
from flashdeck.demos.trace import Axis, Step
from flashdeck.reference.checks import Array
from flashdeck.reference.ctc import alignments, collapse, ctc_loss
from flashdeck.reference.ctc_decoding import greedy_decode, prefix_beam_search

Labels = tuple[int, ...]


class GreedyBeamParams(FrameParams):
    """The letters that the network knows, its distributions over them, and the beam's width."""

    letters: Letters = "ab"
    width: Annotated[int, Field(ge=1, le=8)] = 3
    frames: Frames = 4
    seed: Seed = 135

    @property
    def symbols(self) -> tuple[str, ...]:
        """The blank and the letters."""
        return with_blank(self.letters)


def greedy_beam_steps(params: GreedyBeamParams) -> Sequence[Step]:
    """Return the steps from the probabilities to both answers."""
    y = distributions(params)
    path, labels, log_prob = greedy_decode(logarithms(y))
    maxima = "·".join(shown(y[t, k]) for t, k in enumerate(path))
    kept = prefix_beam_search(logarithms(y), params.width)
    return [
        probabilities_step(params),
        Step(
            "best_path",
            r"\pi^*_t = \text{argmax}_k \; y^t_k",
            _spelled(params, path),
            "Greedy decoding takes the likeliest symbol of each frame.",
        ),
        Step(
            "path_probability",
            r"p(\pi^*) = \prod_t \max_k y^t_k",
            np.asarray(exp(log_prob)),
            "No single path has more.",
            filled=f"path_probability = {maxima} = {shown(exp(log_prob))}",
        ),
        _greedy_step(_spelled(params, labels)),
        *_best_steps(
            params, kept[0].labels, _probability(y, kept[0].labels), _sum_filled(y, kept[0].labels)
        ),
        Step("beams", "", "\n".join(_beams(params, y)), "The prefixes kept after each frame."),
        Step(
            "hypotheses",
            "",
            np.array([[exp(h.log_prob), _probability(y, h.labels)] for h in kept]),
            "Paths to equal labels are added up; what was dropped on the way is missing in found.",
            (
                Axis("labels", tuple(_spelled(params, h.labels) for h in kept)),
                Axis("probability", ("found", "p(l)")),
            ),
        ),
    ]


def _spelled(params: GreedyBeamParams, classes: Labels) -> str:
    return spelled(params.symbols[k] for k in classes)


def _probability(y: Array, labels: Labels) -> float:
    """Return p(l), the sum over all paths to the labels."""
    return exp(-float(ctc_loss(logarithms(y), np.array(labels, dtype=np.int64))))


def _beams(params: GreedyBeamParams, y: Array) -> Iterator[str]:
    for t in range(1, len(y) + 1):
        kept = prefix_beam_search(logarithms(y[:t]), params.width)
        prefixes = (f"{_spelled(params, h.labels)} {shown(exp(h.log_prob))}" for h in kept)
        yield f"{t}:  {'   '.join(prefixes)}"


def _greedy_step(labels: str) -> Step:
    return Step(
        "greedy_labels",
        r"\mathcal{B}(\pi^*)",
        labels,
        "What the best path collapses to: merge repeats, then remove blanks.",
    )


def _best_steps(
    params: GreedyBeamParams, labels: Labels, probability: float, filled: str = ""
) -> list[Step]:
    return [
        Step(
            "beam_labels",
            r"\text{argmax}_l \; p(l)",
            _spelled(params, labels),
            "What the beam found: many paths together can beat the best one.",
        ),
        Step(
            "beam_probability",
            r"p(l) = \sum_{\pi \in \mathcal{B}^{-1}(l)} p(\pi)",
            np.asarray(probability),
            "All that the paths to these labels have together.",
            filled=filled,
        ),
    ]


def _of_paths(y: Array, labels: Labels) -> Iterator[float]:
    """Give the probability of each path to the labels."""
    for path in alignments(labels, len(y)):
        yield prod(float(y[t, k]) for t, k in enumerate(path))


def _sum_filled(y: Array, labels: Labels) -> str:
    """Return the sum over all paths with the numbers put in, where they are few."""
    terms = list(islice(_of_paths(y, labels), MOST_TERMS + 1))
    return sum_filled("beam_probability", terms) if len(terms) <= MOST_TERMS else ""


def _best(params: GreedyBeamParams, y: Array) -> Labels:
    return prefix_beam_search(logarithms(y), params.width)[0].labels


def _best_path(params: GreedyBeamParams) -> Sequence[Step]:
    found = greedy_decode(logarithms(distributions(params)))
    return _best_steps(params, found.labels, exp(found.log_prob))


def _one_alignment(params: GreedyBeamParams) -> Sequence[Step]:
    y = distributions(params)
    labels = _best(params, y)
    return _best_steps(params, labels, max(_of_paths(y, labels)))


def _never_merged(params: GreedyBeamParams) -> Sequence[Step]:
    path = greedy_decode(logarithms(distributions(params))).path
    return [_greedy_step(_spelled(params, tuple(k for k in path if k)))]


def _fresh(draw: np.random.Generator) -> GreedyBeamParams:
    """Draw three frames until the best path repeats a letter and misses the best labels."""
    letters = "".join(draw.choice(list("abcde"), 2, replace=False))
    while True:
        y = drawn_distributions(draw, 3, 3)
        path = tuple(y.argmax(axis=1).tolist())
        is_clear = ((y == y.max(axis=1, keepdims=True)).sum(axis=1) == 1).all()
        if not is_clear or not any(a == b != 0 for a, b in pairwise(path)):
            continue
        if prefix_beam_search(logarithms(y), 8)[0].labels != collapse(path):
            return GreedyBeamParams(letters=letters, probabilities=y.tolist(), width=8)


demo = Demo(
    name="ctc-greedy-beam",
    title="CTC: the best path against the best labels",
    look_for=f"Where the best path is full of {BLANK} while many weaker paths agree on a letter.",
    params=GreedyBeamParams,
    run=greedy_beam_steps,
    mistakes={
        "best-path": Mistake("the best path instead of the sum over paths", _best_path),
        "one-alignment": Mistake(
            "the likeliest path to these labels instead of all their paths", _one_alignment
        ),
        "never-merged": Mistake("blanks removed, but no repeats merged", _never_merged),
    },
    asks=("greedy_labels", "beam_labels", "beam_probability"),
    fresh=_fresh,
)
