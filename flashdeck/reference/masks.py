r"""Who may look at whom: masks are True where a query sees a key, and never know of heads.

A mask is (..., n_queries, n_keys) or broadcasts to it. A. Vaswani et al., Attention is all you
need, 2017, section 3.2.3: what may not be seen has the score $-\infty$ before the softmax.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Mask, Sizes


class EncoderDecoderMasks(NamedTuple):
    """The three masks of an encoder-decoder.

    ``encoder`` (..., n_source, n_source), ``decoder`` (..., n_target, n_target) and ``cross``
    (..., n_target, n_source).
    """

    encoder: Mask
    decoder: Mask
    cross: Mask


def full_mask(n_queries: int, n_keys: int | None = None) -> Mask:
    """Return the mask (n_queries, n_keys) with which every query sees every key."""
    return np.ones(_lengths(n_queries, n_keys), dtype=np.bool_)


def causal_mask(n_queries: int, n_keys: int | None = None) -> Mask:
    """Return the mask (n_queries, n_keys) that is True where query i may see key j: j <= i."""
    return np.tri(*_lengths(n_queries, n_keys), dtype=np.bool_)


def sliding_window_mask(n: int, before: int, after: int) -> Mask:
    r"""Return the mask (n, n) with which query i sees the keys $i - before \le j \le i + after$.

    I. Beltagy et al., Longformer: the long-document transformer, 2020, section 3.1: a window of w
    is ``before = after = w // 2``, its causal form has ``after = 0``.
    """
    if before < 0 or after < 0:
        raise ValueError(f"before, after: {before}, {after}; expected whole numbers >= 0")
    _lengths(n, None)
    offset = np.arange(n) - np.arange(n)[:, None]  # (n_queries, n_keys), j - i
    return np.asarray((-before <= offset) & (offset <= after))


def padding_mask(lengths: ArrayLike, n_keys: int) -> Mask:
    """Return the mask (..., 1, n_keys) that hides the keys from ``lengths`` (...) on.

    Every query of one sequence sees the same keys, hence the axis of length 1.
    """
    _lengths(n_keys, None)
    known = Sizes().integers("lengths", lengths, "...", below=n_keys + 1)
    return np.asarray(np.arange(n_keys) < known[..., None, None])


def combined(*masks: Mask) -> Mask:
    """Return the mask with which a query sees what all of ``masks`` let it see."""
    seen = np.asarray(True)
    for number, mask in enumerate(masks, start=1):
        known = _boolean(f"mask {number}", mask)
        try:
            seen = seen & known
        except ValueError as error:
            raise ValueError(
                f"mask {number}: shape {known.shape}; expected to broadcast with {seen.shape}"
            ) from error
    return seen


def encoder_only(n: int, lengths: ArrayLike | None = None) -> Mask:
    """Return the pattern of BERT (..., n, n): each token sees the whole sequence but its padding.

    ``lengths`` (...) are the lengths without padding.
    """
    return _without_padding(full_mask(n), lengths)


def decoder_only(n: int, lengths: ArrayLike | None = None) -> Mask:
    """Return the pattern of GPT (..., n, n): each token sees itself and what is before it."""
    return _without_padding(causal_mask(n), lengths)


def encoder_decoder(
    n_source: int,
    n_target: int,
    source_lengths: ArrayLike | None = None,
    target_lengths: ArrayLike | None = None,
) -> EncoderDecoderMasks:
    """Return the pattern of the original transformer: full, causal, and full across."""
    return EncoderDecoderMasks(
        encoder_only(n_source, source_lengths),
        decoder_only(n_target, target_lengths),
        _without_padding(full_mask(n_target, n_source), source_lengths),
    )


def fitting_mask(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """Return ``mask`` broadcast to scores of ``shape``; raises ValueError where it does not fit."""
    known = _boolean("mask", mask)
    try:
        return np.broadcast_to(known, shape)
    except ValueError as error:
        raise ValueError(
            f"mask: shape {known.shape}; expected one that broadcasts to the scores {shape}"
        ) from error


def _boolean(name: str, mask: Mask) -> Mask:
    known = np.asarray(mask)
    if known.dtype != np.bool_:
        raise ValueError(
            f"{name}: {known.dtype} in shape {known.shape}; "
            "expected bool, True where a query may look"
        )
    return known


def _without_padding(mask: Mask, lengths: ArrayLike | None) -> Mask:
    return mask if lengths is None else combined(mask, padding_mask(lengths, mask.shape[-1]))


def _lengths(n_queries: int, n_keys: int | None) -> tuple[int, int]:
    both = n_queries, n_queries if n_keys is None else n_keys
    if min(both) < 1:
        raise ValueError(f"mask: shape {both}; expected at least one query and one key")
    return both
