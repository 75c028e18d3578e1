"""Autoregressive generation: one token at a time, each fed back, until the end token.

The model is a function from the tokens so far to the logits (vocabulary,) of the next one; what
generates stands here and in ``beam_search``, and serves recurrent and transformer decoders alike.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array
from flashdeck.reference.functions import log_softmax
from flashdeck.reference.sampling import checked_logits, nucleus, top_k, with_temperature

NextLogits = Callable[[tuple[int, ...]], ArrayLike]
"""From the tokens so far, the start among them, to the logits (vocabulary,) of the next."""


class Generated(NamedTuple):
    r"""One generated sequence.

    ``tokens`` without the start, with the end token if it was reached; ``log_prob``
    $\sum_t \log P(y_t \mid y_{<t})$ under the model; ``ended`` whether by the end token.
    """

    tokens: tuple[int, ...]
    log_prob: float
    ended: bool


def greedy(next_logits: NextLogits, start: Sequence[int], end: int, longest: int) -> Generated:
    """Return the sequence that takes the most probable token each time, of equals the first.

    It stops after the token ``end`` or after ``longest`` tokens.
    """
    return _generated(next_logits, start, end, longest, lambda logits: int(np.argmax(logits)))


def sample(
    next_logits: NextLogits,
    start: Sequence[int],
    end: int,
    longest: int,
    rng: np.random.Generator,
    *,
    temperature: float = 1.0,
    k: int | None = None,
    p: float | None = None,
) -> Generated:
    """Return a sequence of drawn tokens, until ``end`` or ``longest``.

    The logits go through the temperature, then only the ``k`` largest, then the nucleus of ``p``.
    ``log_prob`` is that of the model itself, not of the distribution that was drawn from.
    """

    def choose(logits: Array) -> int:
        shaped = with_temperature(logits, temperature)
        shaped = shaped if k is None else top_k(shaped, k)
        return drawn(shaped if p is None else nucleus(shaped, p), rng)

    return _generated(next_logits, start, end, longest, choose)


def drawn(logits: Array, rng: np.random.Generator) -> int:
    r"""Return a token drawn from the softmax of ``logits`` (vocabulary,), by E. J. Gumbel's trick.

    The largest of $z_i + g_i$ with $g_i = -\log(-\log u_i)$ is token i with probability
    $\mathrm{softmax}(z)_i$. C. J. Maddison, D. Tarlow and T. Minka, A* sampling, 2014, section 2.
    """
    return int(np.argmax(logits + rng.gumbel(size=logits.shape)))


def next_log_probs(next_logits: NextLogits, prefix: tuple[int, ...]) -> Array:
    """Return the log-probabilities (vocabulary,) of the token after ``prefix``."""
    return log_softmax(_logits(next_logits, prefix))


def _generated(
    next_logits: NextLogits,
    start: Sequence[int],
    end: int,
    longest: int,
    choose: Callable[[Array], int],
) -> Generated:
    checked_longest(longest)
    begun = tuple(start)
    tokens: tuple[int, ...] = ()
    log_prob = 0.0
    while len(tokens) < longest:
        logits = _logits(next_logits, begun + tokens)
        token = choose(logits)
        log_prob += float(log_softmax(logits)[token])
        tokens += (token,)
        if token == end:
            return Generated(tokens, log_prob, ended=True)
    return Generated(tokens, log_prob, ended=False)


def checked_longest(longest: int) -> None:
    """Raise ValueError unless at least one token is to be generated."""
    if longest < 1:
        raise ValueError(f"longest: {longest}; expected at least 1 token")


def _logits(next_logits: NextLogits, prefix: tuple[int, ...]) -> Array:
    logits = np.asarray(next_logits(prefix), dtype=np.float64)
    if logits.ndim != 1:
        raise ValueError(f"next_logits: shape {logits.shape}; expected (vocabulary,)")
    return checked_logits("next_logits", logits)
