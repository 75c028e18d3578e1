"""The demo `ctc-alignments`: every path to a label, and the sum of their probabilities."""

from collections.abc import Sequence
from itertools import groupby, product
from math import comb, prod
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.demo import Demo, Mistake, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.symbols import (
    Distributions,
    FrameParams,
    Letters,
    distributions,
    drawn_distributions,
    loss_step,
    probabilities_step,
    sum_filled,
    with_blank,
)
from flashdeck.demos.trace import Axis, Step
from flashdeck.reference.ctc import alignments, least_frames

Paths = Sequence[tuple[int, ...]]


class AlignmentsParams(FrameParams):
    """A label so short that all its paths can be listed, and a distribution for every frame.

    The columns of ``probabilities`` are the blank and each letter of the label once.
    """

    label: Annotated[Letters, Field(max_length=4)] = "ab"
    frames: Annotated[int, Field(ge=1, le=6)] = 4
    seed: Seed = 21
    probabilities: Annotated[Distributions, Field(max_length=6)] | None = None

    @property
    def symbols(self) -> tuple[str, ...]:
        """The blank and the letters of the label."""
        return with_blank(self.label)


def alignment_steps(params: AlignmentsParams) -> Sequence[Step]:
    """Return the steps from all paths to the loss of their label."""
    paths = list(alignments(_classes(params), len(distributions(params))))
    of_paths = _path_probabilities(params, paths)
    return [
        probabilities_step(params),
        _count_step(params, len(paths)),
        _paths_step(params, paths, of_paths),
        *_sum_steps(params, of_paths),
    ]


def _classes(params: AlignmentsParams) -> list[int]:
    return [params.symbols.index(letter) for letter in params.label]


def _path_probabilities(params: AlignmentsParams, paths: Paths) -> list[float]:
    y = distributions(params)
    return [prod(float(y[t, k]) for t, k in enumerate(path)) for path in paths]


def _count_step(params: AlignmentsParams, count: int) -> Step:
    frames, letters = len(distributions(params)), len(params.label)
    pairs = least_frames(params.label) - letters
    top = f"{frames} + {letters} − {pairs}"
    return Step(
        "count",
        r"\binom{T + U - r}{2U}",
        np.asarray(float(count)),
        f"How many paths of {frames} symbols collapse to {params.label}, with r = {pairs} pairs of"
        " equal neighbours.",
        filled=f"count = C({top}, {2 * letters}) = "
        f"{comb(max(0, frames + letters - pairs), 2 * letters)}",
    )


def _paths_step(params: AlignmentsParams, paths: Paths, of_paths: list[float]) -> Step:
    formula = r"p(\pi) = \prod_t y^t_{\pi_t}"
    if not paths:
        need = least_frames(params.label)
        return Step("paths", formula, "none", f"{params.label} needs {need} frames at least.")
    names = tuple("".join(params.symbols[k] for k in path) for path in paths)
    y, best = distributions(params), int(np.argmax(of_paths))
    factors = "·".join(shown(y[t, k]) for t, k in enumerate(paths[best]))
    return Step(
        "paths",
        formula,
        np.array(of_paths)[:, None],
        "Given the input the frames are independent: a path's probability is a product.",
        (Axis("path", names), Axis("probability", ("p(π)",))),
        filled=f"p({names[best]}) = {factors} = {shown(of_paths[best])}",
    )


def _sum_steps(params: AlignmentsParams, terms: Sequence[float]) -> list[Step]:
    total = float(sum(terms))
    return [
        Step(
            "probability",
            r"p(l) = \sum_{\pi \in \mathcal{B}^{-1}(l)} p(\pi)",
            np.asarray(total),
            f"Any of these paths says {params.label}, so their probabilities are added.",
            filled=sum_filled("probability", terms),
        ),
        loss_step(total, "What training lowers: it rewards every path to the label."),
    ]


def _counted(params: AlignmentsParams, paths: Paths) -> Sequence[Step]:
    """Return what follows when these paths are taken for all."""
    terms = _path_probabilities(params, paths)
    return [_count_step(params, len(paths)), *_sum_steps(params, terms)]


def _without_blanks(params: AlignmentsParams) -> Sequence[Step]:
    paths = alignments(_classes(params), len(distributions(params)))
    return _counted(params, [path for path in paths if 0 not in path])


def _removed_first(params: AlignmentsParams) -> Sequence[Step]:
    label, columns = _classes(params), range(len(params.symbols))
    paths = product(columns, repeat=len(distributions(params)))
    kept = [p for p in paths if [k for k, _ in groupby(k for k in p if k)] == label]
    return _counted(params, kept)


def _best_only(params: AlignmentsParams) -> Sequence[Step]:
    paths = list(alignments(_classes(params), len(distributions(params))))
    return _sum_steps(params, [max(_path_probabilities(params, paths), default=0.0)])


def _fresh_alignments(draw: np.random.Generator) -> AlignmentsParams:
    """Draw three frames for one letter, with a blank likelier than it in the first or second."""
    y = drawn_distributions(draw, 3, 2)
    y[draw.integers(2)] = (0.7, 0.3)
    return AlignmentsParams(label=str(draw.choice(list("abcde"))), probabilities=y.tolist())


demo = Demo(
    name="ctc-alignments",
    title="CTC: every path to a label",
    look_for="How many paths share the label's probability, and how little the best one has.",
    params=AlignmentsParams,
    run=alignment_steps,
    mistakes={
        "best-path": Mistake("the most probable path instead of the sum over all", _best_only),
        "no-blanks": Mistake("only the paths without a blank", _without_blanks),
        "blanks-first": Mistake(
            "paths counted that spell the label only if blanks go before repeats merge",
            _removed_first,
        ),
    },
    asks=("count", "probability", "loss"),
    fresh=_fresh_alignments,
)
