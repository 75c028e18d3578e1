"""How the learned layers' weights are drawn before training."""

import numpy as np

from flashdeck.reference.checks import Array


def glorot(rng: np.random.Generator, *shape: int) -> Array:
    r"""Return weights (..., fan_in, fan_out) drawn from $U(-a, a)$, $a = \sqrt{6 / (in + out)}$.

    Leading axes are heads, whose matrices count as one: fan_out is that of all of them. X. Glorot
    and Y. Bengio, Understanding the difficulty of training deep feedforward networks, 2010,
    eq. (16).
    """
    *heads, fan_in, fan_out = shape
    bound = np.sqrt(6.0 / (fan_in + fan_out * int(np.prod(heads))))
    return rng.uniform(-bound, bound, shape)
