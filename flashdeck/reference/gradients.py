r"""Vanishing and exploding gradients: R. Pascanu et al., On the difficulty of training RNNs, 2013.

The gradient of a loss at step t by an earlier state is a product of Jacobians, eq. (5):
$\frac{\partial h_t}{\partial h_k} = \prod_{i=k+1}^{t} \frac{\partial h_i}{\partial h_{i-1}}
= \prod \mathrm{diag}(\phi'(a_i)) W_{hh}$, whose norm is at most
$(\gamma \sigma_{\max}(W_{hh}))^{t-k}$ where $\gamma$ bounds $\phi'$ (1 for tanh and ReLU).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Sizes, floats
from flashdeck.reference.rnn import Activation, slope


def jacobians(
    h: ArrayLike, w_hh: ArrayLike, activation: Activation = "tanh"
) -> Array:  # (time, batch..., hidden, hidden)
    r"""Return $\frac{\partial h_t}{\partial h_{t-1}} = \mathrm{diag}(\phi'(a_t)) W_{hh}$, each t.

    ``h`` (time + 1, batch..., hidden) are the states that `rnn.forward` returned. Backpropagation
    multiplies by the transpose, which has the same norm.
    """
    sizes = Sizes()
    w_hh = sizes.floats("w_hh", w_hh, "hidden", "hidden")
    h = sizes.floats("h", h, "time + 1", "batch...", "hidden")
    return slope(h[1:], activation)[..., None] * w_hh


def products(steps: ArrayLike) -> Array:  # (time + 1, batch..., hidden, hidden)
    r"""Return $\frac{\partial h_T}{\partial h_k}$ for $k = 0 \ldots T$, the last one being $I$.

    ``steps`` (time, batch..., hidden, hidden) are the `jacobians`. Where these grow or shrink for
    hundreds of steps, `log_norms` stays finite and this does not.
    """
    steps = Sizes().floats("steps", steps, "time", "batch...", "hidden", "hidden")
    found = np.empty((len(steps) + 1, *steps.shape[1:]))
    found[-1] = np.eye(steps.shape[-1])
    for k in range(len(steps) - 1, -1, -1):
        np.matmul(found[k + 1], steps[k], out=found[k])
    return found


def log_norms(steps: ArrayLike) -> Array:  # (time + 1, batch...)
    r"""Return $\log \lVert \frac{\partial h_T}{\partial h_k} \rVert_2$ for $k = 0 \ldots T$.

    The product is brought back to norm 1 after every step and the logarithms are summed, so that
    no length over- or underflows; -inf where the product is 0.
    """
    steps = Sizes().floats("steps", steps, "time", "batch...", "hidden", "hidden")
    found = np.zeros(steps.shape[:-2])
    found = np.concatenate([found, np.zeros_like(found[:1])])
    product = np.broadcast_to(np.eye(steps.shape[-1]), steps.shape[1:])
    for k in range(len(steps) - 1, -1, -1):
        product = product @ steps[k]
        norm = spectral_norm(product)
        with np.errstate(divide="ignore"):  # the logarithm of a product that is 0
            found[k] = found[k + 1] + np.log(norm)
        product = product / np.where(norm > 0, norm, 1.0)[..., None, None]
    return found


def spectral_norm(matrix: ArrayLike) -> Array:  # (...)
    r"""Return $\lVert M \rVert_2 = \sigma_{\max}(M)$, the largest singular value."""
    return singular_values(matrix)[..., 0]


def singular_values(matrix: ArrayLike) -> Array:  # (..., min(rows, columns))
    """Return the singular values of each matrix (..., rows, columns), the largest first."""
    matrix = floats("matrix", matrix, "...", "rows", "columns")
    return np.asarray(np.linalg.svd(matrix, compute_uv=False), dtype=np.float64)


def log_bound(w_hh: ArrayLike, steps: ArrayLike, gamma: float = 1.0) -> Array:  # like steps
    r"""Return $\log (\gamma \sigma_{\max}(W_{hh}))^{t-k}$ for $t - k$ = ``steps`` of any shape.

    Below 1 the gradient must vanish; above 1 it may explode, but need not (section 2.1).
    """
    rate = gamma * float(spectral_norm(floats("w_hh", w_hh, "hidden", "hidden")))
    far = floats("steps", steps, "...")
    with np.errstate(divide="ignore"):
        return np.where(far == 0, 0.0, np.where(far == 0, 1.0, far) * np.log(rate))


def global_norm(gradients: Sequence[ArrayLike]) -> float:
    r"""Return $\lVert g \rVert_2$ of all numbers of all gradients taken together."""
    arrays = [floats("gradients", gradient, "...") for gradient in gradients]
    largest = max((float(np.abs(array).max()) for array in arrays), default=0.0)
    if largest == 0.0:
        return 0.0
    norms = [float(np.linalg.norm(array / largest)) for array in arrays]
    return largest * float(np.linalg.norm(norms))


def clip_by_norm(
    gradients: Sequence[ArrayLike], max_norm: float, epsilon: float = 0.0
) -> list[Array]:
    r"""Return $g \cdot \min(1, \theta / \lVert g \rVert)$ with one norm for all gradients.

    ``max_norm`` is $\theta$: Pascanu et al., algorithm 1. The direction stays. PyTorch's
    ``clip_grad_norm_`` adds an ``epsilon`` of 1e-6 to the norm.
    """
    if not max_norm > 0:
        raise ValueError(f"max_norm: {max_norm}; expected a number above 0")
    norm = global_norm(gradients) + epsilon
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    return [np.asarray(gradient, dtype=np.float64) * factor for gradient in gradients]


def clip_by_value(gradients: Sequence[ArrayLike], limit: float) -> list[Array]:
    r"""Return each number $g_i$ brought into $[-\ell, \ell]$; the direction may change.

    ``limit`` is $\ell$: T. Mikolov, Statistical language models based on neural networks, 2012.
    """
    if not limit > 0:
        raise ValueError(f"limit: {limit}; expected a number above 0")
    arrays = [floats("gradients", gradient, "...") for gradient in gradients]
    return [np.clip(array, -limit, limit) for array in arrays]
