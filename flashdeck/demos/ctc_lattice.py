"""The demo `ctc-lattice`: the loss of CTC by forward and backward variables."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from flashdeck.demos.demo import Demo, Mistake, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.symbols import (
    BLANK,
    FrameParams,
    Frames,
    Letters,
    distributions,
    frames_axis,
    logarithms,
    loss_step,
    probabilities_step,
    with_blank,
)
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Array
from flashdeck.reference.ctc import CTC, ctc

Terms = Array
"""(3, time, states): what stays, steps and skips into each place."""
Combine = Callable[[Array, Array], Array]
"""From what stays, steps and skips (3, states) and the emissions (states) to one frame's values."""


class LatticeParams(FrameParams):
    """A label, and for every frame a distribution over the blank and each of its letters once."""

    label: Letters = "too"
    frames: Frames = 5
    seed: Seed = 69

    @property
    def symbols(self) -> tuple[str, ...]:
        """The blank and the letters of the label."""
        return with_blank(self.label)

    @property
    def states(self) -> tuple[str, ...]:
        """The label with a blank before, between and after its letters."""
        return (BLANK, *(symbol for letter in self.label for symbol in (letter, BLANK)))


def lattice_of(params: FrameParams, label: str) -> CTC:
    """Return the reference's lattice for a label spelled in the demo's symbols."""
    classes = [params.symbols.index(letter) for letter in label]
    return ctc(logarithms(distributions(params)), classes)


def lattice_steps(params: LatticeParams) -> Sequence[Step]:
    """Return the steps from the probabilities to the loss."""
    found = lattice_of(params, params.label)
    alphas, betas = np.exp(found.alphas), np.exp(found.betas)
    return [
        probabilities_step(params),
        Step(
            "states",
            "l'",
            " ".join(params.states),
            "A path may rest in a blank before, between and after the letters.",
        ),
        _alphas_step(params, alphas),
        _betas_step(params, betas),
        _probability_step(params, alphas),
        _loss_step(float(np.exp(-found.losses))),
    ]


def numbered(states: Sequence[str]) -> tuple[str, ...]:
    """Return the states' symbols with their place: equal symbols are different states."""
    return tuple(f"{s}{symbol}" for s, symbol in enumerate(states, 1))


def _axes(params: LatticeParams, values: Array) -> tuple[Axis, Axis]:
    return frames_axis(len(values)), Axis("state", numbered(params.states))


def _alphas_step(params: LatticeParams, alphas: Array) -> Step:
    ways = _ways(params.states, alphas)
    return Step(
        "alphas",
        r"\alpha_t(s) = y^t_{l'_s} (\alpha_{t-1}(s) + \alpha_{t-1}(s-1) + \alpha_{t-1}(s-2))",
        alphas,
        "What all beginnings have that end here: stay, step, or skip a blank, but never the one"
        " between equal letters.",
        _axes(params, alphas),
        View.LATTICE,
        _filled("alphas", params, ways, len(alphas) - 1, len(params.states) - 2),
    )


def _betas_step(params: LatticeParams, betas: Array) -> Step:
    return Step(
        "betas",
        r"\beta_t(s) = y^t_{l'_s} (\beta_{t+1}(s) + \beta_{t+1}(s+1) + \beta_{t+1}(s+2))",
        betas,
        "The same read backwards: what all endings have that begin here, this frame included.",
        _axes(params, betas),
        View.LATTICE,
        _filled("betas", params, _ways_back(params.states, betas), 0, 1),
    )


def _filled(name: str, params: LatticeParams, ways: Terms, frame: int, state: int) -> str:
    if len(ways[0]) == 1:
        return ""
    y, terms = _emissions(params)[frame, state], ways[:, frame, state]
    place = f"{frame + 1}, {numbered(params.states)[state]}"
    total = shown(y * terms.sum())
    return f"{name}[{place}] = {shown(y)}·({' + '.join(map(shown, terms))}) = {total}"


def _probability_step(params: LatticeParams, alphas: Array) -> Step:
    label, blank = alphas[-1, -2:]
    total = label + blank
    return Step(
        "probability",
        r"p(l) = \alpha_T(2U) + \alpha_T(2U + 1)",
        np.asarray(total),
        f"A path ends in the last letter of {params.label}, or in the blank behind it.",
        filled=f"probability = {shown(label)} + {shown(blank)} = {shown(total)}",
    )


def _loss_step(probability: float) -> Step:
    return loss_step(probability, "All paths were added up in T · (2U + 1) places.")


def _emissions(params: LatticeParams) -> Array:
    """Return (time, states): in each frame the probability of each state's symbol."""
    return distributions(params)[:, [params.symbols.index(state) for state in params.states]]


def _ways(states: Sequence[str], alphas: Array, *, over_equals: bool = False) -> Terms:
    """Return what stays, steps and skips into each place; nothing in the first frame."""
    terms = np.zeros((3, *alphas.shape))
    for back in range(3):
        terms[back, 1:, back:] = alphas[:-1, : alphas.shape[1] - back]
    here, before = np.array(states)[2:], np.array(states)[:-2]
    terms[2, :, 2:] *= (here != BLANK) & (over_equals | (here != before))
    return terms


def _ways_back(states: Sequence[str], betas: Array) -> Terms:
    """Return the same for the betas, which are the alphas of the lattice turned around."""
    return _ways(states[::-1], betas[::-1, ::-1])[:, ::-1, ::-1]


def _recomputed(
    params: LatticeParams, combine: Combine, *, over_equals: bool = False
) -> Sequence[Step]:
    """Return the variables as ``combine`` makes each frame's from those of the frame beside it."""
    y = _emissions(params)

    def walked(states: Sequence[str], y: Array) -> Array:
        values = np.zeros_like(y)
        values[0, :2] = y[0, :2]
        for t in range(1, len(y)):
            ways = _ways(states, values[t - 1 : t + 1], over_equals=over_equals)
            values[t] = combine(ways[:, 1], y[t])
        return values

    turned = walked(params.states[::-1], y[::-1, ::-1])
    return [
        _alphas_step(params, walked(params.states, y)),
        _betas_step(params, turned[::-1, ::-1]),
    ]


def _largest_term(params: LatticeParams) -> Sequence[Step]:
    return _recomputed(params, lambda terms, y: y * terms.max(axis=0))


def _no_skip(params: LatticeParams) -> Sequence[Step]:
    return _recomputed(params, lambda terms, y: y * terms[:2].sum(axis=0))


def _skip_over_equals(params: LatticeParams) -> Sequence[Step]:
    return _recomputed(params, lambda terms, y: y * terms.sum(axis=0), over_equals=True)


def _no_emission(params: LatticeParams) -> Sequence[Step]:
    return _recomputed(params, lambda terms, _: terms.sum(axis=0))


def _whole_column(params: LatticeParams) -> Sequence[Step]:
    alphas = np.exp(lattice_of(params, params.label).alphas)
    total = float(alphas[-1].sum())
    return [replace(_probability_step(params, alphas), value=np.asarray(total)), _loss_step(total)]


def _fresh(draw: np.random.Generator) -> LatticeParams:
    """Draw a label with a doubled letter, and frames in tenths that more or less say it."""
    one, other = draw.choice(list("abcde"), 2, replace=False)
    y = np.full((4, 3), 0.1)
    for frame, symbol in enumerate((1, 2, 0, 2)):
        y[frame, draw.integers(3)] += 0.2
        y[frame, symbol] += 0.5
    return LatticeParams(label=f"{one}{other}{other}", probabilities=y.round(1).tolist())


demo = Demo(
    name="ctc-lattice",
    title="CTC: forward and backward through the lattice",
    look_for="Which places no path reaches, and where the blank between equal letters may not be"
    " skipped.",
    params=LatticeParams,
    run=lattice_steps,
    mistakes={
        "largest-term": Mistake("the largest of the ways in instead of their sum", _largest_term),
        "no-skip": Mistake("the skip over a blank forgotten", _no_skip),
        "skip-over-equals": Mistake(
            "the blank between two equal letters skipped as well", _skip_over_equals
        ),
        "no-emission": Mistake(
            "the ways in added, but not multiplied by this frame's probability", _no_emission
        ),
        "whole-column": Mistake(
            "the whole last column added, also the paths that have not come to the end",
            _whole_column,
        ),
    },
    asks=("alphas", "betas", "probability", "loss"),
    fresh=_fresh,
)
