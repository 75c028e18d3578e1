"""The demo `rnn-shapes`: what goes in and what comes out, task by task."""

from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array
from flashdeck.demos.demo import Demo, Mistake, Params
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import rnn

Size = Annotated[int, Field(ge=1, le=64)]
Task = Literal["sentiment", "caption", "entities", "translation"]


class ShapesParams(Params):
    """A task and the sizes of its network.

    ``length`` counts the outputs of a caption or a translation, which the input does not fix.
    """

    task: Task = "sentiment"
    time: Size = 5
    length: Size = 3
    batch: Size = 2
    n_input: Size = 4
    n_hidden: Size = 6
    n_output: Size = 2


class Shape(NamedTuple):
    """How a task uses the network: its name, a picture, and why."""

    name: str
    picture: str
    why: str


SHAPES: dict[Task, Shape] = {
    "sentiment": Shape(
        "many-to-one",
        "            y\n            ↑\nh → h → h → h\n↑   ↑   ↑   ↑\nx   x   x   x",
        "The verdict waits for the whole sentence, so only the last state is read.",
    ),
    "caption": Shape(
        "one-to-many",
        "y   y   y   y\n↑   ↑   ↑   ↑\nh → h → h → h\n↑   ↑   ↑   ↑\nx   x   x   x (the same)",
        "One picture, one word a step; what to say next is in the state.",
    ),
    "entities": Shape(
        "many-to-many, aligned",
        "y   y   y   y\n↑   ↑   ↑   ↑\nh → h → h → h\n↑   ↑   ↑   ↑\nx   x   x   x",
        "Each word gets its tag at once.",
    ),
    "translation": Shape(
        "many-to-many, unaligned",
        "            y   y   y\n            ↑   ↑   ↑\nh → h → h → s → s → s\n↑   ↑   ↑\nx   x   x",
        "The whole sentence is read first, then the answer written, of another length.",
    ),
}


def _weights(n_input: int, n_hidden: int) -> rnn.Weights:
    return rnn.Weights(
        np.zeros((n_hidden, n_input)), np.zeros((n_hidden, n_hidden)), np.zeros(n_hidden)
    )


def _input_shape(params: ShapesParams) -> tuple[int, int, int]:
    steps = 1 if params.task == "caption" else params.time
    return steps, params.batch, params.n_input


def output_of(params: ShapesParams) -> Array:  # (outputs, batch, n_output)
    """Return what the task's network gives for an input of zeros: its shape is the point."""
    x = np.zeros(_input_shape(params))
    weights = _weights(params.n_input, params.n_hidden)
    readout = rnn.Readout(np.zeros((params.n_output, params.n_hidden)), np.zeros(params.n_output))
    if params.task == "sentiment":
        return rnn.many_to_one(x, weights, readout)[None]
    if params.task == "caption":
        return rnn.one_to_many(x[0], params.length, weights, readout)
    if params.task == "entities":
        return rnn.many_to_many(x, weights, readout)
    decoder = _weights(params.n_hidden, params.n_hidden)
    return rnn.many_to_many_unaligned(x, params.length, weights, decoder, readout)


def layer_sizes(params: ShapesParams) -> tuple[int, int]:
    """Return the numbers of all recurrent layers and of the output layer."""
    recurrent = rnn.parameter_count(params.n_input, params.n_hidden)
    if params.task == "translation":
        recurrent += rnn.parameter_count(params.n_hidden, params.n_hidden)
    return recurrent, params.n_output * (params.n_hidden + 1)


def shapes_steps(params: ShapesParams) -> Sequence[Step]:
    """Return the shape of the task, of its input, states and output, and its parameters."""
    shape = SHAPES[params.task]
    return [
        Step("shape", "", f"{shape.name}\n\n{shape.picture}", shape.why, view=View.TEXT),
        _shape_step("input", _input_shape(params), "What is read.", "n_input"),
        _state_step(params),
        _output_step(output_of(params).shape),
        _parameter_step(params, layer_sizes(params)),
    ]


def _shape_step(name: str, shape: Sequence[int], why: str, features: str) -> Step:
    axes = Axis("axis", ("steps", "batch", features))
    return Step(name, "", np.array(shape, dtype=np.float64), why, (axes,))


def _state_step(params: ShapesParams) -> Step:
    steps = {"caption": params.length, "translation": params.time + params.length}
    shape = (steps.get(params.task, params.time), params.batch, params.n_hidden)
    return _shape_step("states", shape, "A state at every step, read or not.", "n_hidden")


def _output_step(shape: Sequence[int]) -> Step:
    return _shape_step("output", shape, "One output for each state that is read.", "n_output")


def _parameter_step(params: ShapesParams, sizes: tuple[int, int], times: int = 1) -> Step:
    total = times * sizes[0] + sizes[1]
    return Step(
        "parameters",
        r"n_h (n_x + n_h + 1) + n_y (n_h + 1)",
        np.array(float(total)),
        "All steps share one set of weights, so the number of steps does not appear."
        + (" Encoder and decoder have a set each." if params.task == "translation" else ""),
        view=View.SCALAR,
        filled=f"parameters = {sizes[0]} + {sizes[1]} = {total}",
    )


def _weights_each_step(params: ShapesParams) -> Sequence[Step]:
    return [_parameter_step(params, layer_sizes(params), times=params.time)]


def _no_recurrent_weights(params: ShapesParams) -> Sequence[Step]:
    recurrent, readout = layer_sizes(params)
    layers = 2 if params.task == "translation" else 1
    return [_parameter_step(params, (recurrent - layers * params.n_hidden**2, readout))]


def _other_outputs(params: ShapesParams) -> Sequence[Step]:
    """Read one state where all are read, and all where one is."""
    right = output_of(params).shape
    return [_output_step((params.time if right[0] == 1 else 1, *right[1:]))]


def _fresh(draw: np.random.Generator) -> ShapesParams:
    tasks: tuple[Task, ...] = ("sentiment", "caption", "entities", "translation")
    time, length, batch, n_input, n_output = (int(n) for n in draw.integers(2, 6, 5))
    return ShapesParams(
        task=tasks[int(draw.integers(len(tasks)))],
        time=time,
        length=length,
        batch=batch,
        n_input=n_input,
        n_hidden=int(draw.integers(3, 11)),
        n_output=n_output,
    )


demo = Demo(
    name="rnn-shapes",
    title="Shapes of recurrent networks, by task",
    look_for="Which steps are read, and that the parameters do not grow with the sentence.",
    params=ShapesParams,
    run=shapes_steps,
    mistakes={
        "weights-each-step": Mistake(
            "a set of weights of its own for every step", _weights_each_step
        ),
        "no-recurrent-weights": Mistake(
            "the count without the recurrent matrix W_hh", _no_recurrent_weights
        ),
        "other-outputs": Mistake(
            "one output where there is one a step, or one a step where there is one",
            _other_outputs,
        ),
    },
    asks=("output", "parameters"),
    fresh=_fresh,
)
