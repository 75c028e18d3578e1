"""The demo `seq2seq-bottleneck`: one context for the whole source, or a look at every state."""

from collections.abc import Sequence

import numpy as np

from flashdeck.demos.arrays import Array, Width, drawn, embedded, entries
from flashdeck.demos.demo import Demo, Mistake, Params, Seed, Words
from flashdeck.demos.filled import product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import alignment, gru

WAYS = Axis("decoder", ("fixed context", "attention"))


class BottleneckParams(Params):
    """The words of a source, read by a GRU with drawn weights."""

    tokens: Words = ("the", "old", "man", "who", "lived", "here", "has", "left")
    n_input: Width = 3
    n_hidden: Width = 4
    seed: Seed = 322


def encoded(params: BottleneckParams) -> tuple[Array, gru.Weights, Array]:
    """Return the inputs, the encoder's weights and the decoder's query, which looks at words."""
    x = embedded(params.tokens, params.n_input, params.seed)
    draw, rows = np.random.default_rng(params.seed), 3 * params.n_hidden
    w_x, w_h = drawn(draw, rows, params.n_input), drawn(draw, rows, params.n_hidden)
    weights = gru.Weights(w_x, w_h, np.zeros(rows), np.zeros(rows))
    return x, weights, 2 * drawn(draw, params.n_hidden)


def bottleneck_steps(params: BottleneckParams) -> Sequence[Step]:
    """Return the states, both contexts, how many numbers pass, and what each word can change."""
    x, weights, query = encoded(params)
    states = gru.forward(x, weights)
    h = states.h[1:]
    found = alignment.attend(alignment.dot_scores(query[None], h), h)
    word, unit = Axis("word", params.tokens), entries(params.n_hidden, "unit")
    return [
        Step(
            "states",
            "h_1, ..., h_S",
            h,
            "The encoder's state after each word.",
            (word, unit),
            View.HEATMAP,
        ),
        Step(
            "fixed_context",
            "c = h_S",
            h[-1],
            "Without attention the decoder gets the last state, however long the source is.",
            (unit,),
        ),
        _weight_step(params, found.weights[0]),
        _context_step(params, found.weights[0], h, found.context[0]),
        _fixed_step(np.full(len(params.tokens), float(params.n_hidden))),
        _attended_step(params, params.n_hidden * _lengths(params)),
        _influence_step(params),
    ]


def _weight_step(params: BottleneckParams, weights: Array) -> Step:
    return Step(
        "weights",
        r"\alpha = \text{softmax}(s^\top h_j)",
        weights,
        "With attention each output looks for itself; here is one look.",
        (Axis("word", params.tokens),),
        View.HEATMAP,
    )


def _context_step(params: BottleneckParams, weights: Array, h: Array, context: Array) -> Step:
    return Step(
        "attention_context",
        r"c = \sum_j \alpha_j h_j",
        context,
        "All states are at hand, each with its weight.",
        (entries(params.n_hidden, "unit"),),
        filled=f"attention_context[1] = {product_sum(weights, h[:, 0])} = {shown(context[0])}",
    )


def _lengths(params: BottleneckParams) -> Array:
    return np.arange(1.0, len(params.tokens) + 1)


def _fixed_step(numbers: Array) -> Step:
    return Step(
        "numbers_fixed",
        r"n_h",
        numbers,
        "How many numbers a fixed context hands over after so many words: that is the bottleneck.",
        (entries(len(numbers), "words"),),
    )


def _attended_step(params: BottleneckParams, numbers: Array) -> Step:
    count = len(params.tokens)
    return Step(
        "numbers_attended",
        r"S \cdot n_h",
        numbers,
        "With attention a state for each word is at hand: the room grows with the source.",
        (entries(count, "words"),),
        filled=f"numbers_attended[{count}] = {count}·{params.n_hidden} = {shown(numbers[-1])}",
    )


def influences(params: BottleneckParams) -> Array:  # (2, words)
    r"""Return $\lVert \partial c / \partial x_j \rVert$ for both contexts, the query held fixed."""
    x, weights, query = encoded(params)
    units = np.eye(params.n_hidden)  # a batch of one gradient for each entry of the context
    x = np.repeat(x[:, None], params.n_hidden, axis=1)
    states = gru.forward(x, weights)
    h = np.swapaxes(states.h[1:], 0, 1)  # (unit, word, hidden)
    last = np.zeros_like(states.h[1:])
    last[-1] = units
    queries = np.broadcast_to(query, (params.n_hidden, 1, params.n_hidden))
    found = alignment.attend(alignment.dot_scores(queries, h), h)
    d_scores, d_values = alignment.attend_backward(found, h, units[:, None])
    looked = np.swapaxes(d_values + np.swapaxes(d_scores, 1, 2) * query, 0, 1)
    both = [gru.backward(x, states, weights, d_h).x for d_h in (last, looked)]
    return np.stack([np.linalg.norm(d_x, axis=(1, 2)) for d_x in both])


def _influence_step(params: BottleneckParams) -> Step:
    return Step(
        "influence",
        r"\left\lVert \frac{\partial c}{\partial x_j} \right\rVert",
        influences(params),
        "How much the context changes with each word: the last state hears the last words most.",
        (WAYS, Axis("word", params.tokens)),
        View.LINE,
    )


def _growing(params: BottleneckParams) -> Sequence[Step]:
    return [_fixed_step(params.n_hidden * _lengths(params))]


def _one_number_a_word(params: BottleneckParams) -> Sequence[Step]:
    return [_attended_step(params, _lengths(params))]


def _not_growing(params: BottleneckParams) -> Sequence[Step]:
    return [_attended_step(params, np.full(len(params.tokens), float(params.n_hidden)))]


def _mean(params: BottleneckParams) -> Sequence[Step]:
    x, weights, query = encoded(params)
    h = gru.forward(x, weights).h[1:]
    found = alignment.attend(alignment.dot_scores(query[None], h), h)
    return [_context_step(params, found.weights[0], h, h.mean(axis=0))]


def _fresh(draw: np.random.Generator) -> BottleneckParams:
    """Draw two or three words and two units, so that a context is a short sum."""
    return BottleneckParams(
        tokens=("a", "b", "c")[: int(draw.integers(2, 4))],
        n_hidden=int(draw.integers(2, 4)),
        seed=int(draw.integers(100_000)),
    )


demo = Demo(
    name="seq2seq-bottleneck",
    title="The bottleneck of a fixed context, and attention",
    look_for="The longer the source, the less of its first words is left in the fixed context.",
    params=BottleneckParams,
    run=bottleneck_steps,
    mistakes={
        "growing-context": Mistake("a fixed context that grows with the source", _growing),
        "one-number-a-word": Mistake(
            "one number a word through attention, not a state a word", _one_number_a_word
        ),
        "not-growing": Mistake(
            "one state through attention too, when it looks at all of them", _not_growing
        ),
        "mean-context": Mistake("the plain mean of the states as the context", _mean),
    },
    asks=("attention_context", "numbers_fixed", "numbers_attended"),
    fresh=_fresh,
)
