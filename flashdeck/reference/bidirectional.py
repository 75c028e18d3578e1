r"""Bidirectional recurrent networks: M. Schuster and K. K. Paliwal, 1997.

One layer reads $x_1 \ldots x_T$, another $x_T \ldots x_1$. At each step their states stand side by
side, $h_t = [\overrightarrow{h_t}; \overleftarrow{h_t}]$, which so knows both past and future; the
whole sequence must be there before the first of them is known. The layers may be of any recurrent
kind, given as functions of the input: ``lambda x: lstm.forward(x, weights).h[1:]``.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Sizes, floats

Layer = Callable[[Array], Array]
"""From the input (time, batch..., input) to the states (time, batch..., hidden)."""


class HasInputGradient(Protocol):
    """What the ``backward`` of a recurrent layer returns."""

    @property
    def x(self) -> Array:
        """The gradient by the input (time, batch..., input)."""


LayerGradients = TypeVar("LayerGradients", bound=HasInputGradient)
Pullback = Callable[[Array, Array], LayerGradients]
"""From the input and the gradient by the states to the layer's gradients."""


class States(NamedTuple):
    """The states of both layers, each in the order of the input, and of both together."""

    forwards: Array  # (time, batch..., hidden)
    backwards: Array  # (time, batch..., hidden)
    h: Array  # (time, batch..., hidden of both)


def forward(x: ArrayLike, forwards: Layer, backwards: Layer) -> States:
    r"""Return $[\overrightarrow{h_t}; \overleftarrow{h_t}]$ for ``x`` (time, batch..., input).

    Raises ValueError for an empty sequence and for NaN.
    """
    x = floats("x", x, "time", "...", "input")
    past, future = forwards(x), backwards(x[::-1])[::-1]
    return States(past, future, np.concatenate([past, future], axis=-1))


def backward(
    x: ArrayLike,
    d_h: ArrayLike,
    forwards: "Pullback[LayerGradients]",
    backwards: "Pullback[LayerGradients]",
) -> tuple[Array, LayerGradients, LayerGradients]:
    """Return the gradient by ``x`` and those of both layers, given by their pullbacks.

    ``d_h`` (time, batch..., 2 hidden) is the gradient by the states of both. The second layer's
    own ``x`` runs backwards, as it read it.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "time", "batch...", "input")
    d_past, d_future = np.split(
        sizes.floats("d_h", d_h, "time", "batch...", "2 hidden"), 2, axis=-1
    )
    past, future = forwards(x, d_past), backwards(x[::-1], d_future[::-1])
    return past.x + future.x[::-1], past, future
