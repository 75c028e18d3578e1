"""The demo `transducer-lattice`: the loss of a transducer by forward and backward variables."""

from collections.abc import Callable, Sequence
from typing import Annotated, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.demo import Demo, Mistake, Params, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.symbols import (
    Letters,
    Probability,
    frames_axis,
    logarithms,
    loss_step,
    spelled,
    with_blank,
)
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Array
from flashdeck.reference.transducer import Transducer, joint, transducer

MOST_FRAMES = 8
Blanks = Annotated[
    list[Annotated[list[Probability], Field(min_length=2, max_length=7)]],
    Field(min_length=1, max_length=MOST_FRAMES),
]


class TransducerParams(Params):
    """A label, and a network drawn from a seed, or its probabilities of the blank.

    ``blanks`` has a row for each frame and a column for each number of letters written, from none
    to all; the next letter then gets the rest of each.
    """

    label: Letters = "ab"
    frames: Annotated[int, Field(ge=1, le=MOST_FRAMES)] = 3
    seed: Seed = 428
    blanks: Blanks | None = None

    @model_validator(mode="after")
    def _blanks_fit(self) -> Self:
        wanted = len(self.label) + 1
        for row in self.blanks or ():
            if len(row) != wanted:
                raise ValueError(
                    f"blanks has a row of {len(row)}: give {wanted}, for none to all letters of"
                    f" {self.label}"
                )
        return self


class _Moves(NamedTuple):
    """The probabilities (frames, 1 + letters) of the two ways out of each place.

    From the last column no letter leads on: 0.
    """

    blank: Array
    letter: Array


def _networks(params: TransducerParams) -> tuple[Array, Array]:
    """Return what is drawn: transcription (frames, symbols), prediction (1 + letters, symbols)."""
    draw = np.random.default_rng(params.seed)
    symbols = len(with_blank(params.label))
    shapes = ((params.frames, symbols), (len(params.label) + 1, symbols))
    transcription, prediction = (draw.standard_normal(shape).round(1) + 0.0 for shape in shapes)
    return transcription, prediction


def _log_probs(params: TransducerParams) -> tuple[Array, list[int]]:
    """Return (frames, 1 + letters, classes) and the label's classes."""
    if params.blanks is None:
        symbols = with_blank(params.label)
        return joint(*_networks(params)), [symbols.index(letter) for letter in params.label]
    blanks = np.array(params.blanks)
    return logarithms(np.stack([blanks, 1 - blanks], axis=-1)), [1] * len(params.label)


def _moves(params: TransducerParams) -> _Moves:
    log_probs, label = _log_probs(params)
    letter = np.zeros(log_probs.shape[:2])
    for u, k in enumerate(label):
        letter[:, u] = np.exp(log_probs[:, u, k])
    return _Moves(np.exp(log_probs[..., 0]), letter)


def _lattice(params: TransducerParams) -> Transducer:
    return transducer(*_log_probs(params))


def _written(params: TransducerParams) -> Axis:
    prefixes = (spelled(params.label[:u]) for u in range(len(params.label) + 1))
    return Axis("written", tuple(prefixes))


def transducer_steps(params: TransducerParams) -> Sequence[Step]:
    """Return the steps from the networks to the loss."""
    found, moves = _lattice(params), _moves(params)
    alphas, betas = np.exp(found.alphas), np.exp(found.betas)
    axes = (frames_axis(len(alphas)), _written(params))
    return [
        *(_network_steps(params) if params.blanks is None else ()),
        Step(
            "blank",
            r"\varnothing(t, u)",
            moves.blank,
            "The blank writes nothing and moves on to the next frame.",
            axes,
        ),
        Step(
            "letter",
            "y(t, u)",
            moves.letter,
            "The next letter is written, and the frame stays; behind the last there is none.",
            axes,
        ),
        _alphas_step(params, alphas),
        _betas_step(params, betas),
        *_result_steps(float(alphas[-1, -1]), float(moves.blank[-1, -1])),
    ]


def _network_steps(params: TransducerParams) -> list[Step]:
    transcription, prediction = _networks(params)
    symbols = Axis("symbol", with_blank(params.label))
    return [
        Step(
            "transcription",
            "f_t",
            transcription,
            "What one network hears in each frame.",
            (frames_axis(params.frames), symbols),
        ),
        Step(
            "prediction",
            "g_u",
            prediction,
            "What another expects after the letters written so far: CTC has no such network.",
            (_written(params), symbols),
        ),
        Step(
            "probabilities",
            r"P(k | t, u) = \text{softmax}_k(f_t^k + g_u^k)",
            np.exp(joint(transcription, prediction)),
            "Both are added: a distribution for every frame and every number of letters written.",
            (frames_axis(params.frames), _written(params), symbols),
        ),
    ]


def _alphas_step(params: TransducerParams, alphas: Array) -> Step:
    moves, written = _moves(params), _written(params).labels
    filled = ""
    if len(alphas) > 1:
        before, left = f"{shown(alphas[-2, -1])}·{shown(moves.blank[-2, -1])}", alphas[-1, -2]
        total = shown(alphas[-2, -1] * moves.blank[-2, -1] + left * moves.letter[-1, -2])
        place = f"{len(alphas)}, {written[-1]}"
        filled = f"alphas[{place}] = {before} + {shown(left)}·{shown(moves.letter[-1, -2])}"
        filled += f" = {total}"
    return Step(
        "alphas",
        r"\alpha(t, u) = \alpha(t-1, u) \varnothing(t-1, u) + \alpha(t, u-1) y(t, u-1)",
        alphas,
        "What all ways to this place have: by a blank from the frame before, or by a letter in the"
        " same frame.",
        (frames_axis(len(alphas)), _written(params)),
        View.GRID,
        filled,
    )


def _betas_step(params: TransducerParams, betas: Array) -> Step:
    moves, filled = _moves(params), ""
    if len(betas) > 1:
        below, right = betas[1, 0], betas[0, 1]
        blank, letter = moves.blank[0, 0], moves.letter[0, 0]
        total = shown(below * blank + right * letter)
        filled = f"betas[1, {_written(params).labels[0]}] = {shown(below)}·{shown(blank)}"
        filled += f" + {shown(right)}·{shown(letter)} = {total}"
    return Step(
        "betas",
        r"\beta(t, u) = \beta(t+1, u) \varnothing(t, u) + \beta(t, u+1) y(t, u)",
        betas,
        "What all ways from this place to the end have; in the first place, that is everything.",
        (frames_axis(len(betas)), _written(params)),
        View.GRID,
        filled,
    )


def _result_steps(alpha: float, blank: float) -> list[Step]:
    total = alpha * blank
    return [
        Step(
            "probability",
            r"p(l) = \alpha(T, U) \varnothing(T, U)",
            np.asarray(total),
            "All letters are written, and the last blank leaves the last frame.",
            filled=f"probability = {shown(alpha)}·{shown(blank)} = {shown(total)}",
        ),
        loss_step(total, "Each of the paths has as many symbols as there are frames and letters."),
    ]


Combine = Callable[[float, float], float]
"""From the way by a blank and the way by a letter to the value of one place."""


def _recomputed(
    params: TransducerParams, combine: Combine, *, as_ctc: bool = False
) -> Sequence[Step]:
    """Return the variables as ``combine`` makes each from its neighbours.

    ``as_ctc`` lets a letter move on to the next frame as well.
    """
    moves = _moves(params)
    frames, places = moves.blank.shape
    alphas, betas = np.zeros((2, frames + 1, places + 1))  # a border of 0 behind the last
    alphas[0, 0], betas[frames - 1, places - 1] = 1.0, moves.blank[-1, -1]
    for t, u in list(np.ndindex(frames, places))[1:]:
        from_letter = t - as_ctc, u - 1
        by_letter = alphas[from_letter] * moves.letter[from_letter] if min(from_letter) >= 0 else 0
        by_blank = alphas[t - 1, u] * moves.blank[t - 1, u] if t else 0
        alphas[t, u] = combine(by_blank, by_letter)
    for t, u in list(np.ndindex(frames, places))[-2::-1]:
        by_letter = betas[t + as_ctc, u + 1] * moves.letter[t, u]
        betas[t, u] = combine(betas[t + 1, u] * moves.blank[t, u], by_letter)
    return [_alphas_step(params, alphas[:-1, :-1]), _betas_step(params, betas[:-1, :-1])]


def _as_ctc(params: TransducerParams) -> Sequence[Step]:
    return _recomputed(params, lambda blank, letter: blank + letter, as_ctc=True)


def _largest_term(params: TransducerParams) -> Sequence[Step]:
    return _recomputed(params, max)


def _no_last_blank(params: TransducerParams) -> Sequence[Step]:
    return _result_steps(float(np.exp(_lattice(params).alphas[-1, -1])), 1.0)


def _fresh(draw: np.random.Generator) -> TransducerParams:
    """Draw the blank's probabilities in tenths, for two or three frames and two letters."""
    blanks = draw.integers(2, 9, (int(draw.integers(2, 4)), 3)) / 10
    label = "".join(draw.choice(list("abcde"), 2, replace=False))
    return TransducerParams(label=label, blanks=blanks.tolist())


demo = Demo(
    name="transducer-lattice",
    title="Transducer: forward and backward through the lattice",
    look_for="How a blank goes on to the next frame, while a letter stays in its frame.",
    params=TransducerParams,
    run=transducer_steps,
    mistakes={
        "as-ctc": Mistake("a letter that moves on to the next frame, as in CTC", _as_ctc),
        "largest-term": Mistake("the larger of the two ways instead of their sum", _largest_term),
        "no-last-blank": Mistake("the blank that leaves the last frame forgotten", _no_last_blank),
    },
    asks=("alphas", "betas", "probability", "loss"),
    fresh=_fresh,
)
