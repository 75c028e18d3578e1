"""The recurrent systems as functions from named arrays to named arrays.

Each takes what was given (inputs, first states, weights, the gradient by the output) and returns
the output and every gradient. PyTorch's side of the same names is ``recurrent_in_torch``.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flashdeck.reference import (
    alignment,
    bidirectional,
    bptt,
    gradients,
    gru,
    lstm,
    rnn,
    seq2seq,
)

Array = NDArray[Any]
Named = dict[str, Array]

ONE_CELL = 5e-15
FORWARD = 1e-13
GRADIENT = 1e-12
"""The differences allowed, relative to the largest value of an array."""


class Sizes(NamedTuple):
    """The lengths of one case's axes; ``other_time`` is that of a decoder."""

    time: int
    batch: int
    n_input: int
    n_hidden: int
    other_time: int = 2
    n_output: int = 3


def rnn_weights(given: Named, prefix: str = "") -> rnn.Weights:
    return rnn.Weights(*(given[prefix + name] for name in ("w_xh", "w_hh", "b_h")))


def lstm_weights(given: Named, prefix: str = "") -> lstm.Weights:
    return lstm.Weights(given[prefix + "w"], given[prefix + "b"])


def gru_weights(given: Named, prefix: str = "") -> gru.Weights:
    return gru.Weights(*(given[prefix + name] for name in ("w_x", "w_h", "b_x", "b_h")))


def rnn_cell(given: Named) -> Named:
    return {"output": rnn.step(given["x"], given["h_0"], rnn_weights(given))}


def lstm_cell(given: Named) -> Named:
    found = lstm.step(given["x"], given["h_0"], given["c_0"], lstm_weights(given))
    return {"output": found.h, "output.c": found.c}


def gru_cell(given: Named) -> Named:
    return {"output": gru.step(given["x"], given["h_0"], gru_weights(given)).h}


def rnn_sequence(given: Named, activation: rnn.Activation) -> Named:
    weights = rnn_weights(given)
    h = rnn.forward(given["x"], weights, given["h_0"], activation)
    found = bptt.backward(given["x"], h, weights, given["grad_output"], activation)
    return {"output": h[1:], "grad.x": found.x, "grad.h_0": found.h_0} | _grads(found.weights)


def lstm_sequence(given: Named) -> Named:
    weights = lstm_weights(given)
    states = lstm.forward(given["x"], weights, given["h_0"], given["c_0"])
    found = lstm.backward(given["x"], states, weights, given["grad_output"], given["grad_c"])
    first = {"grad.x": found.x, "grad.h_0": found.h_0, "grad.c_0": found.c_0}
    return {"output": states.h[1:], "output.c": states.c[-1]} | first | _grads(found.weights)


def gru_sequence(given: Named) -> Named:
    weights = gru_weights(given)
    states = gru.forward(given["x"], weights, given["h_0"])
    found = gru.backward(given["x"], states, weights, given["grad_output"])
    first = {"grad.x": found.x, "grad.h_0": found.h_0}
    return {"output": states.h[1:]} | first | _grads(found.weights)


def both_rnn(given: Named) -> Named:
    def layer(weights: rnn.Weights) -> bidirectional.Layer:
        return lambda x: rnn.forward(x, weights)[1:]

    def pull(weights: rnn.Weights) -> bidirectional.Pullback[bptt.Gradients]:
        return lambda x, d_h: bptt.backward(x, rnn.forward(x, weights), weights, d_h)

    return _both(given, [rnn_weights(given, side) for side in SIDES], layer, pull)


def both_lstm(given: Named) -> Named:
    def layer(weights: lstm.Weights) -> bidirectional.Layer:
        return lambda x: lstm.forward(x, weights).h[1:]

    def pull(weights: lstm.Weights) -> bidirectional.Pullback[lstm.Gradients]:
        return lambda x, d_h: lstm.backward(x, lstm.forward(x, weights), weights, d_h)

    return _both(given, [lstm_weights(given, side) for side in SIDES], layer, pull)


def both_gru(given: Named) -> Named:
    def layer(weights: gru.Weights) -> bidirectional.Layer:
        return lambda x: gru.forward(x, weights).h[1:]

    def pull(weights: gru.Weights) -> bidirectional.Pullback[gru.Gradients]:
        return lambda x, d_h: gru.backward(x, gru.forward(x, weights), weights, d_h)

    return _both(given, [gru_weights(given, side) for side in SIDES], layer, pull)


def encoder_decoder(given: Named) -> Named:
    weights = seq2seq.Weights(
        gru_weights(given, "encoder."),
        gru_weights(given, "decoder."),
        rnn.Readout(given["w_hy"], given["b_y"]),
    )
    states = seq2seq.forward(given["x"], given["y"], weights)
    d_logits = seq2seq.d_logits(states.logits, given["labels"])
    found = seq2seq.backward(given["x"], given["y"], states, weights, d_logits)
    return (
        {
            "output": states.logits,
            "output.log_likelihood": seq2seq.log_likelihood(states.logits, given["labels"]),
            "grad.x": found.x,
            "grad.y": found.y,
        }
        | _grads(found.weights.encoder, "encoder.")
        | _grads(found.weights.decoder, "decoder.")
        | _grads(found.weights.readout)
    )


def additive_attention(given: Named) -> Named:
    queries, keys = given["queries"], given["keys"]
    scores = alignment.additive_scores(queries, keys, given["w_a"], given["u_a"], given["v_a"])
    found = alignment.attend(scores, keys)
    d_scores, d_values = alignment.attend_backward(found, keys, given["grad_output"])
    return {"output": found.context, "grad.scores": d_scores, "grad.values": d_values}


def general_attention(given: Named) -> Named:
    scores = alignment.general_scores(given["queries"], given["keys"], given["w"])
    return {"output": alignment.attend(scores, given["keys"]).context}


def clipping(given: Named) -> Named:
    names = sorted(given)
    for_all = [given[name] for name in names]
    by_norm = gradients.clip_by_norm(for_all, max_norm=1.0, epsilon=1e-6)
    by_value = gradients.clip_by_value(for_all, limit=0.5)
    return {
        "output": np.array(gradients.global_norm(for_all)),
        **{f"output.norm.{name}": each for name, each in zip(names, by_norm, strict=True)},
        **{f"output.value.{name}": each for name, each in zip(names, by_value, strict=True)},
    }


SYSTEMS: dict[str, Callable[[Named], Named]] = {
    "rnn cell": rnn_cell,
    "lstm cell": lstm_cell,
    "gru cell": gru_cell,
    "rnn tanh": lambda given: rnn_sequence(given, "tanh"),
    "rnn relu": lambda given: rnn_sequence(given, "relu"),
    "lstm": lstm_sequence,
    "gru": gru_sequence,
    "bidirectional rnn": both_rnn,
    "bidirectional lstm": both_lstm,
    "bidirectional gru": both_gru,
    "seq2seq": encoder_decoder,
    "additive attention": additive_attention,
    "general attention": general_attention,
    "clipping": clipping,
}
SIDES = ("forwards.", "backwards.")


def drawn(system: str, sizes: Sizes, seed: int) -> Named:
    """Return what is given to ``system``: numbers of two decimals."""
    rng = np.random.default_rng(seed)
    given: Named = {
        name: rng.standard_normal(shape) for name, shape in _shapes(system, sizes).items()
    }
    for name, array in given.items():
        if name.rpartition(".")[2].startswith("w"):  # a matrix of weights
            array *= 1.5 / np.sqrt(array.shape[-1])
        np.round(array, 2, out=array)
    if system == "seq2seq":
        labelled = (sizes.other_time, sizes.batch)
        given["labels"] = rng.integers(sizes.n_output, size=labelled)
    return given


def assert_same(system: str, ours: Named, theirs: Named) -> None:
    """Hold every array against its tolerance, relative to its largest value.

    A gradient that is 0 but for rounding is measured by a thousandth of the largest gradient.
    """
    assert ours.keys() == theirs.keys()
    forward = ONE_CELL if system.endswith(("cell", "attention", "clipping")) else FORWARD
    sizes = [np.abs(array).max() for name, array in theirs.items() if name.startswith("grad")]
    least = max(sizes, default=0.0) / 1000
    for name, array in ours.items():
        assert array.shape == theirs[name].shape
        assert array.dtype == theirs[name].dtype == np.float64
        difference = np.abs(array - theirs[name]).max()
        largest = np.abs(theirs[name]).max()
        if name.startswith("grad"):
            assert difference <= GRADIENT * max(largest, least), name
        else:
            assert difference <= forward * largest, name


def _both(given: Named, weights: list[Any], layer: Any, pull: Any) -> Named:
    past, future = weights
    x = given["x"]
    found = bidirectional.forward(x, layer(past), layer(future))
    d_x, *sides = bidirectional.backward(x, given["grad_output"], pull(past), pull(future))
    grads = [_grads(side.weights, name) for side, name in zip(sides, SIDES, strict=True)]
    return {"output": found.h, "grad.x": d_x} | grads[0] | grads[1]


def _grads(weights: Any, prefix: str = "") -> Named:
    return {f"grad.{prefix}{name}": array for name, array in weights._asdict().items()}


def _shapes(system: str, sizes: Sizes) -> dict[str, tuple[int, ...]]:
    time, batch, n_input, n_hidden, other_time, n_output = sizes
    if system == "clipping":
        return {"a": (time, n_input), "b": (n_hidden,), "c": (1,)}
    if system.endswith("attention"):
        return {
            "queries": (batch, other_time, n_hidden),
            "keys": (batch, time, n_input),
            "w": (n_hidden, n_input),
            "w_a": (n_output, n_hidden),
            "u_a": (n_output, n_input),
            "v_a": (n_output,),
            "grad_output": (batch, other_time, n_input),
        }
    states = (batch, n_hidden)
    if system.endswith("cell"):
        kind = system.split()[0]
        first = {"x": (batch, n_input), "h_0": states, "c_0": states}
        return first | weight_shapes(kind, n_input, n_hidden)
    inputs = (time, batch, n_input)
    if system == "seq2seq":
        return {
            "x": inputs,
            "y": (other_time, batch, n_output),
            **weight_shapes("gru", n_input, n_hidden, "encoder."),
            **weight_shapes("gru", n_output, n_hidden, "decoder."),
            "w_hy": (n_output, n_hidden),
            "b_y": (n_output,),
        }
    if system.startswith("bidirectional"):
        kind = system.split()[1]
        sides = [weight_shapes(kind, n_input, n_hidden, side) for side in SIDES]
        return {"x": inputs, "grad_output": (time, batch, 2 * n_hidden)} | sides[0] | sides[1]
    return {
        "x": inputs,
        "h_0": states,
        "c_0": states,
        "grad_output": (time, *states),
        "grad_c": states,
        **weight_shapes(system.split()[0], n_input, n_hidden),
    }


def weight_shapes(
    kind: str, n_input: int, n_hidden: int, prefix: str = ""
) -> dict[str, tuple[int, ...]]:
    """Return the shapes of one layer's weights under their names."""
    shapes: dict[str, dict[str, tuple[int, ...]]] = {
        "rnn": {"w_xh": (n_hidden, n_input), "w_hh": (n_hidden, n_hidden), "b_h": (n_hidden,)},
        "lstm": {"w": (4 * n_hidden, n_input + n_hidden), "b": (4 * n_hidden,)},
        "gru": {
            "w_x": (3 * n_hidden, n_input),
            "w_h": (3 * n_hidden, n_hidden),
            "b_x": (3 * n_hidden,),
            "b_h": (3 * n_hidden,),
        },
    }
    return {prefix + name: shape for name, shape in shapes[kind].items()}
