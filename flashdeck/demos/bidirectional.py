"""The demo `bidirectional`: one layer reads the words from the left, another from the right."""

from collections.abc import Sequence

import numpy as np

from flashdeck.demos.arrays import Array, Width, embedded, entries
from flashdeck.demos.demo import Demo, Mistake, Params, Seed, Words
from flashdeck.demos.filled import factor, product_sum, shown
from flashdeck.demos.rnn_step import drawn_weights
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import bidirectional as reference
from flashdeck.reference import rnn


class BidirectionalParams(Params):
    """Words with a drawn vector each, and two recurrent layers with weights of their own."""

    tokens: Words = ("he", "said", "Teddy", "bears", "are", "soft")
    n_input: Width = 2
    n_hidden: Width = 2
    seed: Seed = 10


def _read(params: BidirectionalParams) -> tuple[Array, rnn.Weights, rnn.Weights]:
    draw = np.random.default_rng(params.seed)
    x = embedded(params.tokens, params.n_input, params.seed)
    left, right = (drawn_weights(params.n_input, params.n_hidden, draw) for _ in range(2))
    return x, left, right


def _states(weights: rnn.Weights, x: Array) -> Array:
    return rnn.forward(x, weights)[1:]


def bidirectional_steps(params: BidirectionalParams) -> Sequence[Step]:
    """Return the states of both layers, and both side by side."""
    x, left, right = _read(params)
    found = reference.forward(x, lambda x: _states(left, x), lambda x: _states(right, x))
    word = Axis("word", params.tokens)
    return [
        Step("x", "x_t", x, "One vector a word.", (word, entries(params.n_input))),
        *_weight_steps(params, right),
        *_state_steps(params, found.forwards, found.backwards),
    ]


def _weight_steps(params: BidirectionalParams, right: rnn.Weights) -> list[Step]:
    unit = entries(params.n_hidden, "unit")
    return [
        Step(
            "w_hh_back",
            r"W_{hh}^{\leftarrow}",
            right.w_hh,
            "The second layer has weights of its own.",
            (unit, unit),
        ),
        Step(
            "input_parts_back",
            r"W_{xh}^{\leftarrow} x_t + b_h^{\leftarrow}",
            _read(params)[0] @ right.w_xh.T + right.b_h,
            "What each word adds to the second layer.",
            (Axis("word", params.tokens), unit),
        ),
    ]


def _state_steps(params: BidirectionalParams, forwards: Array, backwards: Array) -> list[Step]:
    word, unit = Axis("word", params.tokens), entries(params.n_hidden, "unit")
    both = Axis("unit", tuple(f"{arrow}{i}" for arrow in "→←" for i in unit.labels))
    return [
        Step(
            "forwards",
            r"\overrightarrow{h_t}",
            forwards,
            "At each word, all that stands to its left is known.",
            (word, unit),
            View.HEATMAP,
        ),
        Step(
            "backwards",
            r"\overleftarrow{h_t} = \tanh(W_{hh}^{\leftarrow} \overleftarrow{h_{t+1}}"
            r" + W_{xh}^{\leftarrow} x_t + b_h^{\leftarrow})",
            backwards,
            "Read from the last word, written in the order of the words: each knows what follows.",
            (word, unit),
            View.HEATMAP,
            _backwards_filled(params, backwards),
        ),
        Step(
            "h",
            r"[\overrightarrow{h_t}; \overleftarrow{h_t}]",
            np.concatenate([forwards, backwards], axis=-1),
            "Side by side: twice the size, and every word sees the whole sentence.",
            (word, both),
            View.HEATMAP,
        ),
    ]


def _backwards_filled(params: BidirectionalParams, backwards: Array) -> str:
    x, _, right = _read(params)
    after = backwards[1] if len(backwards) > 1 else np.zeros(params.n_hidden)
    part = float(right.w_xh[0] @ x[0] + right.b_h[0])
    return (
        f"backwards[{params.tokens[0]}, 1] = tanh({product_sum(right.w_hh[0], after)} + "
        f"{factor(part)}) = {shown(backwards[0, 0])}"
    )


def _not_turned_back(params: BidirectionalParams) -> Sequence[Step]:
    x, left, right = _read(params)
    return _state_steps(params, _states(left, x), _states(right, x[::-1]))


def _both_from_the_left(params: BidirectionalParams) -> Sequence[Step]:
    x, left, right = _read(params)
    return _state_steps(params, _states(left, x), _states(right, x))


def _shared_weights(params: BidirectionalParams) -> Sequence[Step]:
    x, left, _ = _read(params)
    return _state_steps(params, _states(left, x), _states(left, x[::-1])[::-1])


def _fresh(draw: np.random.Generator) -> BidirectionalParams:
    """Draw one unit over three words with one number each."""
    seed = int(draw.integers(100_000))
    return BidirectionalParams(tokens=("a", "b", "c"), n_input=1, n_hidden=1, seed=seed)


demo = Demo(
    name="bidirectional",
    title="A bidirectional network",
    look_for="Change the last word: the forward half of the first word stays, the other changes.",
    params=BidirectionalParams,
    run=bidirectional_steps,
    mistakes={
        "not-turned-back": Mistake(
            "the second layer's states in the order it read them, not turned back",
            _not_turned_back,
        ),
        "both-from-the-left": Mistake("both layers reading from the left", _both_from_the_left),
        "shared-weights": Mistake("one set of weights for both directions", _shared_weights),
    },
    asks=("backwards", "h"),
    fresh=_fresh,
)
