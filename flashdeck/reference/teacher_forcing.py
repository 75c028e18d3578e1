"""What a decoder is fed while it learns: the truth, its own tokens, or a mixture.

R. J. Williams and D. Zipser, A learning algorithm for continually running fully recurrent neural
networks, 1989 (teacher forcing); S. Bengio et al., Scheduled sampling for sequence prediction with
recurrent neural networks, 2015.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from flashdeck.reference.checks import Array
from flashdeck.reference.generation import NextLogits, drawn, next_log_probs


class Run(NamedTuple):
    r"""A decoder's run along ``targets`` of length T.

    ``fed`` are the T tokens that the steps after each one see; ``predicted`` what the model would
    have said; ``from_teacher`` (T,) where the truth was fed; ``log_probs`` (T,) are
    $\log P(y_t \mid fed_{<t})$ of the targets, whose negative mean is the loss.
    """

    fed: tuple[int, ...]
    predicted: tuple[int, ...]
    from_teacher: tuple[bool, ...]
    log_probs: Array

    @property
    def loss(self) -> float:
        """The mean negative log-likelihood of the targets."""
        return float(-self.log_probs.mean())


def teacher_forcing(next_logits: NextLogits, start: Sequence[int], targets: Sequence[int]) -> Run:
    """Return the run in which each step sees the true tokens before it, as in training."""
    return scheduled_sampling(next_logits, start, targets, 1.0)


def free_running(next_logits: NextLogits, start: Sequence[int], targets: Sequence[int]) -> Run:
    """Return the run in which each step sees the model's own tokens, as when it is used."""
    return scheduled_sampling(next_logits, start, targets, 0.0)


def exposure_gap(next_logits: NextLogits, start: Sequence[int], targets: Sequence[int]) -> Array:
    """Return by how much the loss of each step (T,) grows when the model is fed its own tokens.

    0 at the first step; the exposure bias is that it grows from the first mistake on, in prefixes
    that training has never shown. M. Ranzato et al., Sequence level training with recurrent neural
    networks, 2016.
    """
    forced = teacher_forcing(next_logits, start, targets)
    return forced.log_probs - free_running(next_logits, start, targets).log_probs


def scheduled_sampling(
    next_logits: NextLogits,
    start: Sequence[int],
    targets: Sequence[int],
    teacher_probability: float,
    rng: np.random.Generator | None = None,
    *,
    draw: bool = False,
) -> Run:
    r"""Return the run in which each token fed is the truth with probability $\epsilon$.

    Otherwise it is the model's own: the most probable one, or with ``draw`` one drawn from its
    distribution (section 2.4). ``rng`` is needed where chance decides.
    """
    if not 0 <= teacher_probability <= 1:
        raise ValueError(f"teacher_probability: {teacher_probability}; expected 0 to 1")
    if not targets:
        raise ValueError("targets: length 0; expected at least one token")
    if rng is None and (draw or 0 < teacher_probability < 1):
        raise ValueError("rng: None; expected a generator where chance decides")
    chance = np.random.default_rng(0) if rng is None else rng
    fed: tuple[int, ...] = ()
    predicted, from_teacher, log_probs = [], [], []
    for target in targets:
        scores = next_log_probs(next_logits, tuple(start) + fed)
        if not 0 <= target < len(scores):
            raise ValueError(f"targets: {target}; expected tokens from 0 to {len(scores) - 1}")
        predicted.append(drawn(scores, chance) if draw else int(np.argmax(scores)))
        from_teacher.append(bool(chance.random() < teacher_probability))
        log_probs.append(scores[target])
        fed += (target if from_teacher[-1] else predicted[-1],)
    return Run(fed, tuple(predicted), tuple(from_teacher), np.array(log_probs))


def linear_decay(step: int, first: float, slope: float, least: float) -> float:
    r"""Return $\epsilon_i = \max(\epsilon, k - c i)$ after ``step`` i of the training."""
    return max(least, first - slope * step)


def exponential_decay(step: int, k: float) -> float:
    r"""Return $\epsilon_i = k^i$ with 0 < k < 1."""
    if not 0 < k < 1:
        raise ValueError(f"k: {k}; expected 0 < k < 1")
    return float(k**step)


def inverse_sigmoid_decay(step: int, k: float) -> float:
    r"""Return $\epsilon_i = k / (k + e^{i/k})$ with k >= 1."""
    if not k >= 1:
        raise ValueError(f"k: {k}; expected k >= 1")
    return float(1.0 / (1.0 + np.exp(min(step / k, 700.0)) / k))
