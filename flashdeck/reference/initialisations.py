r"""First values for $W_{hh}$, and how its singular values drift once training moves it.

The gradient keeps its norm over any distance where all singular values of the Jacobian are 1. An
orthogonal $W_{hh}$ begins so, and the identity with ReLU where the states are positive; nothing in
gradient descent keeps it so.
"""

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.bptt import backward
from flashdeck.reference.checks import Array, Sizes
from flashdeck.reference.gradients import singular_values
from flashdeck.reference.rnn import Activation, Weights, checked, forward


def orthogonal(n_hidden: int, draw: np.random.Generator) -> Array:  # (hidden, hidden)
    r"""Return a random $Q$ with $Q^\top Q = I$, uniform among all: A. Saxe et al., 2014.

    It is the Q of a QR factorisation with the signs of R's diagonal: F. Mezzadri, 2007.
    """
    q, r = np.linalg.qr(gaussian(n_hidden, draw))
    return np.asarray(q * np.where(np.diag(r) < 0, -1.0, 1.0))


def identity(n_hidden: int, scale: float = 1.0) -> Array:  # (hidden, hidden)
    """Return ``scale`` times I, the IRNN with ReLU and biases of 0: Q. V. Le et al., 2015."""
    return np.eye(_counted(n_hidden)) * scale


def gaussian(
    n_hidden: int, draw: np.random.Generator, gain: float = 1.0
) -> Array:  # (hidden, hidden)
    r"""Return entries from $N(0, g^2 / n)$ for ``gain`` g: X. Glorot and Y. Bengio, 2010.

    The spectral radius is about g, but the largest singular value about 2 g and the least about 0.
    """
    n = _counted(n_hidden)
    return np.asarray(draw.standard_normal((n, n)) * (gain / np.sqrt(n)))


def spectral_drift(
    x: ArrayLike,
    target: ArrayLike,
    weights: Weights,
    rate: float,
    updates: int,
    activation: Activation = "tanh",
) -> Array:  # (updates + 1, hidden)
    r"""Return the singular values of $W_{hh}$ before and after each update of gradient descent.

    The loss is $\frac{1}{2 N} \sum \lVert h_T - \text{target} \rVert^2$ over the N sequences of
    ``x`` (time, batch..., input); ``target`` is (batch..., hidden), ``rate`` the learning rate.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "time", "batch...", "input")
    weights = checked(weights, sizes)
    target = sizes.floats("target", target, "batch...", "hidden")
    found = [singular_values(weights.w_hh)]
    d_h = np.zeros((sizes["time"], *target.shape))
    for _ in range(updates):
        h = forward(x, weights, activation=activation)
        d_h[-1] = (h[-1] - target) / (target.size // sizes["hidden"])
        gradient = backward(x, h, weights, d_h, activation).weights
        weights = Weights(*(w - rate * d_w for w, d_w in zip(weights, gradient, strict=True)))
        found.append(singular_values(weights.w_hh))
    return np.stack(found)


def _counted(n_hidden: int) -> int:
    if n_hidden < 1:
        raise ValueError(f"n_hidden: {n_hidden}; expected at least 1")
    return n_hidden
