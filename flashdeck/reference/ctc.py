r"""Connectionist temporal classification (CTC): A. Graves et al., ICML 2006.

A network gives every frame $t$ a distribution $y^t$ over the classes, one of them the blank. A path
$\pi$ names one class a frame and has $p(\pi|x) = \prod_t y^t_{\pi_t}$ (eq. 2). The probability of
the labels $l$ is the sum over all paths that collapse to them, and the forward-backward algorithm
computes it in $O(T U)$ without listing them.

The states $s$ are those of $l'$: the $U$ labels with a blank before, between and after, $2U + 1$ in
all. Labels stand at the odd $s$, counted from 0. Probabilities are natural logarithms throughout.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Integers, Mask, Sizes
from flashdeck.reference.label_checks import (
    check_listing,
    checked_labels,
    checked_lengths,
    checked_log_probs,
)

Symbol = TypeVar("Symbol")


class CTC(NamedTuple):
    """Every intermediate value of one CTC loss.

    ``extended`` (batch..., states) is $l'$; ``alphas``, ``betas`` and ``posteriors`` are
    (batch..., time, states); ``losses`` (batch...); ``gradient`` (batch..., time, classes).
    After the end of a shorter sequence the logarithms are -inf, the others 0.
    """

    extended: Integers
    alphas: Array
    betas: Array
    losses: Array
    posteriors: Array
    gradient: Array


def collapse(path: Iterable[Symbol], blank: object = 0) -> tuple[Symbol, ...]:
    r"""Return $\mathcal{B}(\pi)$: merge repeats first, then remove blanks (section 3.1)."""
    return tuple(symbol for symbol, _ in groupby(path) if symbol != blank)


def extended_labels(labels: ArrayLike, blank: int = 0) -> Integers:
    """Return $l'$ (batch..., 2 U + 1): ``labels`` (batch..., U) amid blanks (section 4.1)."""
    inner = np.asarray(labels)
    extended = np.full((*inner.shape[:-1], 2 * inner.shape[-1] + 1), blank, dtype=np.int64)
    extended[..., 1::2] = inner
    return extended


def least_frames(labels: Iterable[object]) -> int:
    """Return how many frames these labels need: one each, and a blank between equal neighbours."""
    sequence = list(labels)
    return len(sequence) + sum(a == b for a, b in pairwise(sequence))


def alignments(labels: Sequence[int], frames: int, blank: int = 0) -> Iterator[tuple[int, ...]]:
    r"""Give every path of ``frames`` classes in $\mathcal{B}^{-1}(l)$, one after the other.

    With $r$ pairs of equal neighbours there are $\binom{T + U - r}{2U}$: soon too many to list.
    Raises ValueError for a blank among the labels and for less than one frame.
    """
    check_listing(labels, frames, blank)
    extended = [blank, *(symbol for label in labels for symbol in (label, blank))]
    moves = [_moves(extended, state) for state in range(len(extended))]
    due = [least_frames(labels[state // 2 :]) - state % 2 for state in range(len(extended))]
    paths: list[tuple[int, ...]] = [(state,) for state in (1, 0) if state < len(extended)]
    while paths:
        path = paths.pop()
        left = frames - len(path)
        if left == 0 and due[path[-1]] == 0:
            yield tuple(extended[state] for state in path)
        elif due[path[-1]] <= left:
            paths.extend((*path, state) for state in reversed(moves[path[-1]]))


def _moves(extended: Sequence[int], state: int) -> list[int]:
    """Return the states that may follow: stay, step, or skip a blank between unequal labels."""
    skips = state % 2 == 1 and extended[state + 2 : state + 3] not in ([], [extended[state]])
    return [state, *range(state + 1, min(state + 2 + skips, len(extended)))]


def ctc_loss(
    log_probs: ArrayLike,
    labels: ArrayLike,
    blank: int = 0,
    *,
    frame_lengths: ArrayLike | None = None,
    label_lengths: ArrayLike | None = None,
) -> Array:
    r"""Return $-\ln p(l|x) = -\ln \sum_{\pi \in \mathcal{B}^{-1}(l)} p(\pi|x)$, (batch...).

    Takes what ``ctc`` takes and raises what it raises. The loss is infinite where the frames are
    fewer than ``least_frames(labels)``, or where every path meets a class with log-probability
    -inf (eq. 3 and 12).
    """
    lattice = _lattice(log_probs, labels, blank, frame_lengths, label_lengths)
    return _loss(_forward(lattice.emissions, lattice.labels))


def ctc(
    log_probs: ArrayLike,
    labels: ArrayLike,
    blank: int = 0,
    *,
    frame_lengths: ArrayLike | None = None,
    label_lengths: ArrayLike | None = None,
) -> CTC:
    r"""Return the CTC loss with its forward and backward variables and its gradient.

    ``log_probs`` (batch..., time, classes); ``labels`` (batch..., U), never the blank, possibly
    none; the lengths (batch...) say how many frames and labels of each count, all by default.

    - $\alpha_t(s) = y^t_{l'_s} (\alpha_{t-1}(s) + \alpha_{t-1}(s-1) + \alpha_{t-1}(s-2))$, the last
      term only where $l'_s$ is a label and not $l'_{s-2}$ (eq. 6 and 7);
    - $\beta_t(s)$: the same, read backwards in time and state (eq. 10 and 11);
    - posteriors: $P(s, t | l) = \alpha_t(s) \beta_t(s) / (y^t_{l'_s} p(l|x))$ (eq. 14);
    - gradient: $y^t_k - \sum_{s: l'_s = k} P(s, t | l)$, by the logits whose log-softmax the
      ``log_probs`` are (eq. 16). By the ``log_probs`` themselves it is the second term alone.

    Where the loss is infinite, as with more labels than the frames allow, posteriors and gradient
    do not exist and are NaN. Raises ValueError for shapes that do not fit, empty sequences, classes
    and lengths out of range, blanks among the labels, NaN and +inf.
    """
    lattice = _lattice(log_probs, labels, blank, frame_lengths, label_lengths)
    there, back = _forward(
        np.stack([lattice.emissions, lattice.emissions[..., ::-1, ::-1]]),
        np.stack([lattice.labels, lattice.labels[..., ::-1]]),
    )
    losses = _loss(there)
    within = lattice.within[..., None]  # (batch..., time, 1)
    alphas = np.where(within, there[..., 1:-1, :], -np.inf)
    betas = np.where(within, back[..., -2:0:-1, ::-1], -np.inf)
    posteriors = _posteriors(alphas, betas, lattice.emissions[..., 1:-1, :], losses)
    extended = extended_labels(lattice.labels, blank)
    columns = np.arange(lattice.log_probs.shape[-1])
    is_class = (extended[..., None] == columns).astype(np.float64)  # (batch..., states, classes)
    gradient = np.where(within, np.exp(lattice.log_probs), 0.0) - posteriors @ is_class
    return CTC(extended, alphas, betas, losses, posteriors, gradient)


class _Lattice(NamedTuple):
    """Checked arguments, and ``emissions`` (batch..., 1 + time + 1, states): log of $y^t_{l'_s}$.

    The frame before the first lets a path begin in state 0 only. The frame after the last, like
    every frame after a sequence's end, lets it rest in its last state only, with probability 1.
    """

    log_probs: Array  # (batch..., time, classes)
    labels: Integers  # (batch..., U)
    within: Mask  # (batch..., time)
    emissions: Array


def _lattice(
    log_probs: ArrayLike,
    labels: ArrayLike,
    blank: int,
    frame_lengths: ArrayLike | None,
    label_lengths: ArrayLike | None,
) -> _Lattice:
    sizes = Sizes()
    y = checked_log_probs(sizes, log_probs, blank, "batch...", "time", "classes")
    inner, written = checked_labels(sizes, labels, label_lengths, blank)
    frames = checked_lengths(sizes, "frame_lengths", frame_lengths, 1, sizes["time"])
    within = np.arange(sizes["time"]) < frames[..., None]
    states = np.arange(2 * inner.shape[-1] + 1)
    end = 2 * written[..., None]  # (batch..., 1) the last state
    emissions = np.full((*sizes.batch(), sizes["time"] + 2, states.size), -np.inf)
    emissions[..., 0, 0] = 0.0
    emissions[..., 1:, :] = np.where(states == end, 0.0, -np.inf)[..., None, :]
    chosen = np.take_along_axis(y, extended_labels(inner, blank)[..., None, :], axis=-1)
    real = np.where((states <= end)[..., None, :], chosen, -np.inf)
    np.copyto(emissions[..., 1:-1, :], real, where=within[..., None])
    return _Lattice(y, inner, within, emissions)


def _forward(emissions: Array, labels: Integers) -> Array:
    """Return log alpha (..., frames, states) from log y (..., frames, states) (eq. 6 and 7).

    Every sum of probabilities is a ``logaddexp``, so that nothing underflows.
    """
    frames, states = emissions.shape[-2:]
    alphas = np.full((*emissions.shape[:-1], states + 2), -np.inf)  # s - 1 and s - 2 exist for all
    alphas[..., 0, 2:] = emissions[..., 0, :]
    may_skip = np.full(labels.shape, -np.inf)  # 0 where l'_s is not l'_{s-2}
    may_skip[..., 1:][labels[..., 1:] != labels[..., :-1]] = 0.0
    for t in range(1, frames):
        before = alphas[..., t - 1, :]
        total = np.logaddexp(before[..., 2:], before[..., 1:-1])  # stay or step
        at_labels = total[..., 1::2]
        np.logaddexp(at_labels, before[..., 1:-2:2] + may_skip, out=at_labels)
        np.add(total, emissions[..., t, :], out=alphas[..., t, 2:])
    return alphas[..., 2:]


def _loss(alphas: Array) -> Array:
    """Return -ln p(l|x): in the frame after the last, the last state alone is reached (eq. 8)."""
    return np.asarray(0.0 - alphas[..., -1, :].max(axis=-1))


def _posteriors(alphas: Array, betas: Array, emissions: Array, losses: Array) -> Array:
    """Return (batch..., time, states); 0 where the class is impossible, NaN where all is."""
    counted_once = np.where(np.isneginf(emissions), 0.0, emissions)  # alpha and beta both count y
    loss = np.where(np.isinf(losses), np.nan, losses)[..., None, None]
    return np.asarray(np.exp(alphas + betas - counted_once + loss))
