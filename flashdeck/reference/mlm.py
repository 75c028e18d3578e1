r"""Masked language modelling: J. Devlin et al., BERT, 2018, section 3.1 and appendix A.1.

A model reads a text of which some tokens are hidden, and learns $P(x_i | x_{\backslash i})$ from
both sides of each. Only the selected positions are predicted; of them most show the mask token, but
some a random one and some their own, so that no visible token is safe to trust or to ignore.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Integers, Mask, Sizes
from flashdeck.reference.functions import log_softmax

SELECTED = 0.15
"""The fraction of a sequence's tokens that are predicted."""
MASKED = 0.8
"""The probability that a selected token is read as the mask token."""
RANDOM = 0.1
"""The probability that a selected token is read as a random one; else it is read unchanged."""


class MaskedTokens(NamedTuple):
    """What the model reads, and which positions it is asked for: both (batch..., time)."""

    inputs: Integers
    selected: Mask


class MaskedLoss(NamedTuple):
    r"""The loss, each position's part of it, and its gradient.

    ``position_losses`` (batch..., time), $-\log P(x_i | x_{\backslash i})$ where selected and 0
    elsewhere; ``loss`` (), their mean over the selected positions; ``gradient`` of the loss by the
    logits (batch..., time, classes), 0 where not selected.
    """

    position_losses: Array
    loss: Array
    gradient: Array


def mask_tokens(
    tokens: ArrayLike,
    mask_token: int,
    classes: int,
    rng: np.random.Generator,
    eligible: ArrayLike | None = None,
) -> MaskedTokens:
    """Select 15% of the tokens of each sequence, and hide 80% of them behind the mask token.

    ``tokens`` (batch..., time) are below ``classes``. Of n tokens round(0.15 n) are selected, but
    at least one; each is then, by a draw of its own, read as ``mask_token`` (80%), as any of the
    classes (10%) or unchanged (10%). Where ``eligible`` (batch..., time) is False, as at padding
    and separators, nothing is selected or counted. Raises ValueError for shapes that do not fit,
    empty sequences and tokens out of range.
    """
    sizes = Sizes()
    original = sizes.integers("tokens", tokens, "batch...", "time", below=classes)
    sizes.integers("mask_token", mask_token, below=classes)
    allowed = np.ones(original.shape, dtype=np.bool_)
    if eligible is not None:
        allowed = _flags(sizes, "eligible", eligible)
    selected = _selection(allowed, rng)
    treatment = rng.random(original.shape)
    shown = np.where(
        treatment < MASKED + RANDOM, rng.integers(classes, size=original.shape), original
    )
    shown = np.where(treatment < MASKED, mask_token, shown)
    return MaskedTokens(np.where(selected, shown, original), selected)


def masked_loss(logits: ArrayLike, tokens: ArrayLike, selected: ArrayLike) -> MaskedLoss:
    r"""Return $\mathcal{L} = -\frac{1}{|M|} \sum_{i \in M} \log P(x_i | x_{\backslash i})$.

    $M$ are the positions that are ``selected`` (batch..., time), $P$ the softmax of the ``logits``
    (batch..., time, classes) and $x$ the original ``tokens`` (batch..., time). The gradient is
    $(P(k | x_{\backslash i}) - [k = x_i]) / |M|$ at those positions. Raises ValueError for shapes
    that do not fit, empty sequences, tokens out of range, NaN and infinities, and where nothing is
    selected.
    """
    sizes = Sizes()
    scores = sizes.floats("logits", logits, "batch...", "time", "classes")
    x = sizes.integers("tokens", tokens, "batch...", "time", below=sizes["classes"])
    chosen = _flags(sizes, "selected", selected)
    if not chosen.any():
        raise ValueError(f"selected: no position in shape {chosen.shape}; expected at least one")
    log_probs = log_softmax(scores)
    here = np.take_along_axis(log_probs, x[..., None], axis=-1)[..., 0]
    position_losses = np.where(chosen, 0.0 - here, 0.0)
    is_token = x[..., None] == np.arange(sizes["classes"])
    gradient = np.where(chosen[..., None], np.exp(log_probs) - is_token, 0.0) / chosen.sum()
    return MaskedLoss(position_losses, position_losses.sum() / chosen.sum(), gradient)


def _selection(allowed: Mask, rng: np.random.Generator) -> Mask:
    """Return (batch..., time), True at the right number of random positions of each sequence."""
    eligible = allowed.sum(axis=-1, keepdims=True)
    wanted = np.minimum(eligible, np.maximum(1, np.rint(SELECTED * eligible)))
    order = np.where(allowed, rng.random(allowed.shape), 2.0).argsort(axis=-1)
    return np.asarray(order.argsort(axis=-1) < wanted)


def _flags(sizes: Sizes, name: str, value: ArrayLike) -> Mask:
    """Return (batch..., time) of True and False, also where they are given as 1 and 0."""
    flags = np.asarray(value)
    whole = flags.astype(np.int64) if flags.dtype == np.bool_ else flags
    return sizes.integers(name, whole, "batch...", "time", below=2).astype(np.bool_)
