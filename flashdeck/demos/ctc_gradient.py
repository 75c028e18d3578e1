"""The demo `ctc-gradient`: what the loss of CTC asks of each frame's logits."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.ctc_lattice import LatticeParams, lattice_of, numbered
from flashdeck.demos.demo import Demo, Mistake, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.symbols import (
    BLANK,
    Frames,
    Letters,
    distributions,
    drawn_distributions,
    frames_axis,
    probabilities_step,
    with_blank,
)
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Array
from flashdeck.reference.ctc import least_frames


class GradientParams(LatticeParams):
    """A label, letters that the network knows besides, and distributions over all and the blank."""

    label: Letters = "ab"
    others: Annotated[str, Field(max_length=2, pattern=r"^[^\s-]*$")] = "c"
    frames: Frames = 4
    seed: Seed = 182

    @property
    def symbols(self) -> tuple[str, ...]:
        """The blank, the letters of the label, and the others."""
        return with_blank(self.label + self.others)

    @model_validator(mode="after")
    def _label_is_possible(self) -> Self:
        frames = len(self.probabilities) if self.probabilities else self.frames
        least = least_frames(self.label)
        if frames < least:
            raise ValueError(
                f"label {self.label} needs {least} frames, not {frames}: there is no gradient"
                " where no path is possible"
            )
        return self


def gradient_steps(params: GradientParams) -> Sequence[Step]:
    """Return the steps from the probabilities to the gradient."""
    found = lattice_of(params, params.label)
    if np.isinf(found.losses):
        raise ValueError("every path has the probability 0: there is no gradient")
    return [
        probabilities_step(params),
        Step(
            "posteriors",
            r"P(s, t) = \frac{\alpha_t(s) \beta_t(s)}{y^t_{l'_s} p(l)}",
            found.posteriors,
            "Of all that the paths to the label have, the share that is in this state then: each"
            " frame sums to 1.",
            (frames_axis(len(found.posteriors)), Axis("state", numbered(params.states))),
            View.HEATMAP,
        ),
        *_result_steps(params, _occupancy(params, found.posteriors)),
    ]


def _is_symbol(params: GradientParams) -> Array:
    """Return (states, symbols): 1 where the state stands for the symbol."""
    states = np.array(params.states)[:, None]
    return np.asarray(states == np.array(params.symbols), dtype=np.float64)


def _occupancy(params: GradientParams, posteriors: Array) -> Array:
    return posteriors @ _is_symbol(params)


def _result_steps(
    params: GradientParams, occupancy: Array, gradient: Array | None = None
) -> list[Step]:
    y = distributions(params)
    axes = (frames_axis(len(y)), Axis("symbol", params.symbols))
    gradient = y - occupancy if gradient is None else gradient
    share, value = shown(occupancy[0, 1]), shown(gradient[0, 1])
    return [
        Step(
            "occupancy",
            r"\sum_{s : l'_s = k} P(s, t)",
            occupancy,
            "The states of one symbol together: how often it should be said in this frame.",
            axes,
            View.HEATMAP,
        ),
        Step(
            "gradient",
            r"\frac{\partial L}{\partial a^t_k} = y^t_k - \sum_{s : l'_s = k} P(s, t)",
            gradient,
            "What is said minus what should be said: a logit rises where its number is negative.",
            axes,
            View.HEATMAP,
            f"gradient[1, {params.symbols[1]}] = {shown(y[0, 1])} − {share} = {value}",
        ),
    ]


def _right_occupancy(params: GradientParams) -> Array:
    return _occupancy(params, lattice_of(params, params.label).posteriors)


def _first_blank_only(params: GradientParams) -> Sequence[Step]:
    posteriors = lattice_of(params, params.label).posteriors.copy()
    posteriors[:, 2::2] = 0.0
    return _result_steps(params, _occupancy(params, posteriors))


def _other_sign(params: GradientParams) -> Sequence[Step]:
    occupancy = _right_occupancy(params)
    return _result_steps(params, occupancy, occupancy - distributions(params))


def _likeliest_state(params: GradientParams) -> Sequence[Step]:
    posteriors = lattice_of(params, params.label).posteriors
    hard = np.eye(posteriors.shape[1])[posteriors.argmax(axis=1)]
    return _result_steps(params, _occupancy(params, hard))


def _by_log_probs(params: GradientParams) -> Sequence[Step]:
    occupancy = _right_occupancy(params)
    return _result_steps(params, occupancy, -occupancy)


def _fresh(draw: np.random.Generator) -> GradientParams:
    """Draw two frames in tenths for one letter, so that there are three paths."""
    letter, other = draw.choice(list("abcde"), 2, replace=False)
    y = drawn_distributions(draw, 2, 3)
    return GradientParams(label=str(letter), others=str(other), probabilities=y.tolist())


demo = Demo(
    name="ctc-gradient",
    title="CTC: the gradient is what is said minus what should be said",
    look_for=f"That every row of the gradient sums to 0, and when {BLANK} is pushed down.",
    params=GradientParams,
    run=gradient_steps,
    mistakes={
        "first-blank-only": Mistake(
            "only the first of the blank's states counted", _first_blank_only
        ),
        "other-sign": Mistake("what should be said minus what is said", _other_sign),
        "likeliest-state": Mistake(
            "the likeliest state alone in place of all states by their share", _likeliest_state
        ),
        "by-log-probs": Mistake(
            "the gradient by the log-probabilities, without that of the softmax", _by_log_probs
        ),
    },
    asks=("occupancy", "gradient"),
    fresh=_fresh,
)
