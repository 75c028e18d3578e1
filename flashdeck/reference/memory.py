r"""How long a gated memory lasts: F. Gers et al., 2000; R. Jozefowicz et al., 2015.

A state that is carried as $m_t = k_t \odot m_{t-1} + \ldots$ keeps $\prod k_t$ of what it held. The
gate k that keeps is the forget gate f of an LSTM and the update gate z of a GRU.
"""

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, floats


def path(gate: ArrayLike) -> Array:  # (time + 1, ...)
    r"""Return $\frac{\partial m_T}{\partial m_k} = \prod_{t=k+1}^{T} k_t$ for $k = 0 \ldots T$.

    ``gate`` (time, ...) holds $k_t$. This is the linear path alone, where $\frac{\partial
    m_t}{\partial m_{t-1}} = k_t$: what the gates themselves owe to the past is left out.
    """
    gate = floats("gate", gate, "time", "...")
    backwards = np.cumprod(np.concatenate([np.ones_like(gate[:1]), gate[::-1]]), axis=0)
    return np.asarray(backwards[::-1])


def kept(bias: ArrayLike, steps: ArrayLike) -> Array:
    r"""Return $\sigma(b)^n$: the share of a memory that is left after ``steps`` = n steps.

    The gate is what its ``bias`` b alone makes of it; bias and steps broadcast.
    """
    return np.exp(_log_gate(bias) * floats("steps", steps, "..."))


def horizon(bias: ArrayLike, share: float = 0.5) -> Array:
    r"""Return $\log s / \log \sigma(b)$: after how many steps only ``share`` = s is left."""
    if not 0 < share < 1:
        raise ValueError(f"share: {share}; expected a number between 0 and 1")
    return np.asarray(np.log(share) / _log_gate(bias))


def _log_gate(bias: ArrayLike) -> Array:
    r"""Return $\log \sigma(b) = -\log(1 + e^{-b})$, exact also where the gate is nearly 1."""
    return -np.logaddexp(0.0, -floats("bias", bias, "..."))
