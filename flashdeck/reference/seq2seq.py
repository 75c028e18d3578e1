r"""Encoder and decoder around one context vector: K. Cho et al., 2014; I. Sutskever et al., 2014.

The encoder reads $x_1 \ldots x_S$ into its last state, the context $c = h_S$, of the same size
however long the input is. The decoder starts from it, $s_0 = c$, reads $y_0 \ldots y_{T-1}$ and
scores what comes next: $p(y_t \mid y_{<t}, x) = \mathrm{softmax}(W_{hy} s_t + b_y)$. Both are
GRUs. All that the output knows of the input, and all the gradient that the encoder gets, passes
through c.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference import gru, rnn
from flashdeck.reference.bptt import outer_sum
from flashdeck.reference.checks import Array, Integers, Sizes, floats
from flashdeck.reference.functions import log_softmax, softmax
from flashdeck.reference.rnn import Readout, rows


class Weights(NamedTuple):
    """The weights of both networks, of one hidden size, and of the output layer."""

    encoder: gru.Weights
    decoder: gru.Weights
    readout: Readout


class States(NamedTuple):
    """Every value of one pass.

    ``context`` (batch..., hidden) is the encoder's last state; ``logits`` is (target_time,
    batch..., output).
    """

    encoder: gru.States
    context: Array
    decoder: gru.States
    logits: Array


class Gradients(NamedTuple):
    """The gradients by both inputs, by the context and by the weights, in their shapes."""

    x: Array
    y: Array
    context: Array
    weights: Weights


def forward(x: ArrayLike, y: ArrayLike, weights: Weights) -> States:
    """Return the scores for what follows each target, the targets before it being given.

    ``x`` (source_time, batch..., input) is read by the encoder, ``y`` (target_time, batch...,
    target_input) by the decoder: what to start with, then all targets but the last (teacher
    forcing). Raises ValueError for shapes that do not fit and for NaN.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "source_time", "batch...", "input")
    y = sizes.floats("y", y, "target_time", "batch...", "target_input")
    encoder = gru.forward(x, weights.encoder)
    context = encoder.h[-1]
    decoder = gru.forward(y, weights.decoder, context)
    return States(encoder, context, decoder, rnn.output(decoder.h[1:], weights.readout))


def log_likelihood(logits: ArrayLike, labels: ArrayLike) -> Array:  # (batch...)
    r"""Return $\log p(y \mid x) = \sum_t \log p(y_t \mid y_{<t}, x)$ of the ``labels``.

    ``logits`` is (target_time, batch..., output), ``labels`` (target_time, batch...) of integers.
    """
    logits, labels = _labelled(logits, labels)
    chosen = np.take_along_axis(log_softmax(logits), labels[..., None], axis=-1)[..., 0]
    return np.asarray(chosen.sum(axis=0))


def d_logits(logits: ArrayLike, labels: ArrayLike) -> Array:  # like logits
    r"""Return the gradient of $-\log p(y \mid x)$ by the logits: $\mathrm{softmax} - [y_t]$."""
    logits, labels = _labelled(logits, labels)
    return softmax(logits) - np.eye(logits.shape[-1])[labels]


def backward(
    x: ArrayLike, y: ArrayLike, states: States, weights: Weights, d_logits: ArrayLike
) -> Gradients:
    """Return the gradients from ``d_logits`` (target_time, batch..., output).

    The decoder's gradient by its first state is the only one that the encoder sees.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "source_time", "batch...", "input")
    d_y = sizes.floats("d_logits", d_logits, "target_time", "batch...", "output")
    w_hy = sizes.floats("w_hy", weights.readout.w_hy, "output", "hidden")
    s = sizes.floats("states.decoder.h", states.decoder.h, "target_time + 1", "batch...", "hidden")
    decoder = gru.backward(y, states.decoder, weights.decoder, d_y @ w_hy)
    d_h = np.zeros_like(states.encoder.h[1:])
    d_h[-1] = decoder.h_0
    encoder = gru.backward(x, states.encoder, weights.encoder, d_h)
    readout = Readout(outer_sum(d_y, s[1:]), rows(d_y).sum(axis=0))
    return Gradients(
        encoder.x, decoder.x, decoder.h_0, Weights(encoder.weights, decoder.weights, readout)
    )


def translate(
    x: ArrayLike, embeddings: ArrayLike, weights: Weights, start: int, end: int, limit: int
) -> list[int]:
    """Return the tokens that the decoder writes when its own likeliest token is its next input.

    ``x`` (source_time, input) is one sequence, ``embeddings`` (output, target_input) the decoder's
    input for each token. It begins as after ``start`` and ends with ``end``, which is left out, or
    after ``limit`` tokens, at a length of its own.
    """
    sizes = Sizes()
    inputs = sizes.floats("embeddings", embeddings, "output", "target_input")
    for name, token in (("start", start), ("end", end)):
        sizes.integers(name, token, below=sizes["output"])
    state = gru.forward(floats("x", x, "source_time", "input"), weights.encoder).h[-1]
    written, token = list[int](), start
    while len(written) < limit:
        state = gru.step(inputs[token], state, weights.decoder).h
        token = int(rnn.output(state, weights.readout).argmax())
        if token == end:
            break
        written.append(token)
    return written


def _labelled(logits: ArrayLike, labels: ArrayLike) -> tuple[Array, Integers]:
    sizes = Sizes()
    scores = sizes.floats("logits", logits, "target_time", "batch...", "output")
    return scores, sizes.integers(
        "labels", labels, "target_time", "batch...", below=sizes["output"]
    )
