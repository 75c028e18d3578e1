r"""The transducer (RNN-T): A. Graves, Sequence transduction with recurrent neural networks, 2012.

A path starts at frame $t = 0$ with $u = 0$ labels written. A label moves it from $(t, u)$ to
$(t, u + 1)$, a blank to $(t + 1, u)$; it ends by the blank of the last frame with all labels
written. So $T$ frames and $U$ labels take $T + U$ symbols, in $\binom{T + U - 1}{U}$ ways.

What this adds over CTC: the distribution at $(t, u)$ also sees the labels written so far, so that
labels depend on each other even when the input is known; one frame may write many labels, so that
there may be more labels than frames; and only blanks are removed, so that a label twice in a row
needs no blank between. Probabilities are natural logarithms throughout; $t$ and $u$ count from 0.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Integers, Mask, Sizes
from flashdeck.reference.functions import log_softmax
from flashdeck.reference.label_checks import (
    check_listing,
    checked_labels,
    checked_lengths,
    checked_log_probs,
)


class Transducer(NamedTuple):
    """Every intermediate value of one transducer loss.

    ``alphas``, ``betas`` and ``posteriors`` are (batch..., time, U + 1); ``losses`` (batch...);
    ``gradient`` (batch..., time, U + 1, classes). Outside the lattice of a shorter sequence the
    logarithms are -inf, the others 0.
    """

    alphas: Array
    betas: Array
    losses: Array
    posteriors: Array
    gradient: Array


class GreedyPath(NamedTuple):
    """The symbols chosen one after the other, the labels among them, and the ln p of all."""

    path: tuple[int, ...]
    labels: tuple[int, ...]
    log_prob: float


def joint(transcription: ArrayLike, prediction: ArrayLike) -> Array:
    r"""Return $\ln P(k|t,u)$ with $P(k|t,u) = \mathrm{softmax}_k(f_t^k + g_u^k)$ (eq. 12 and 13).

    ``transcription`` $f$ (batch..., time, classes) reads the input, ``prediction`` $g$
    (batch..., U + 1, classes) the labels written so far; the result is (batch..., time, U + 1,
    classes). Raises ValueError for shapes that do not fit, empty sequences, NaN and infinities.
    """
    sizes = Sizes()
    f = sizes.floats("transcription", transcription, "batch...", "time", "classes")
    g = sizes.floats("prediction", prediction, "batch...", "places", "classes")
    return log_softmax(f[..., :, None, :] + g[..., None, :, :])


def alignments(labels: Sequence[int], frames: int, blank: int = 0) -> Iterator[tuple[int, ...]]:
    """Give every path of T + U symbols that writes ``labels``, one after the other.

    Raises ValueError for a blank among the labels and for less than one frame.
    """
    check_listing(labels, frames, blank)
    length = frames + len(labels)
    for places in combinations(range(length - 1), len(labels)):  # the last symbol is a blank
        path = [blank] * length
        for place, label in zip(places, labels, strict=True):
            path[place] = label
        yield tuple(path)


def transducer_loss(
    log_probs: ArrayLike,
    labels: ArrayLike,
    blank: int = 0,
    *,
    frame_lengths: ArrayLike | None = None,
    label_lengths: ArrayLike | None = None,
) -> Array:
    r"""Return $-\ln P(y|x)$ (batch...): minus the ln of the sum over all paths (eq. 1 and 17).

    Takes what ``transducer`` takes and raises what it raises.
    """
    lattice = _lattice(log_probs, labels, blank, frame_lengths, label_lengths)
    return np.asarray(0.0 - _forward(lattice.blanks, lattice.emits)[..., -1, -1])


def transducer(
    log_probs: ArrayLike,
    labels: ArrayLike,
    blank: int = 0,
    *,
    frame_lengths: ArrayLike | None = None,
    label_lengths: ArrayLike | None = None,
) -> Transducer:
    r"""Return the transducer loss with its forward and backward variables and its gradient.

    ``log_probs`` (batch..., time, U + 1, classes), as ``joint`` gives them; ``labels``
    (batch..., U), never the blank, possibly none; the lengths (batch...) say how many frames and
    labels of each count, all by default. With $\varnothing(t,u)$ the probability of the blank at
    $(t,u)$ and $y(t,u)$ that of the next label:

    - $\alpha(t,u) = \alpha(t-1,u) \varnothing(t-1,u) + \alpha(t,u-1) y(t,u-1)$ (eq. 16);
    - $\beta(t,u) = \beta(t+1,u) \varnothing(t,u) + \beta(t,u+1) y(t,u)$ (eq. 18);
    - posteriors: $\alpha(t,u) \beta(t,u) / P(y|x)$, that a path passes $(t,u)$; they sum to 1
      over each diagonal $t + u$ (eq. 19);
    - gradient: $\alpha(t,u) (P(k|t,u) \beta(t,u) - P(k|t,u) \beta') / P(y|x)$, by the logits whose
      log-softmax the ``log_probs`` are, where $\beta'$ is $\beta(t+1,u)$ for the blank,
      $\beta(t,u+1)$ for the next label and 0 for the rest (eq. 20). By the ``log_probs``
      themselves it is the second term alone.

    Where every path is impossible the loss is infinite, posteriors and gradient do not exist and
    are NaN. Raises ValueError for shapes that do not fit, empty sequences, classes and lengths out
    of range, blanks among the labels, NaN and +inf.
    """
    lattice = _lattice(log_probs, labels, blank, frame_lengths, label_lengths)
    there, back = _forward(lattice.blanks, lattice.emits), _backward(lattice.blanks, lattice.emits)
    losses = np.asarray(0.0 - there[..., -1, -1])
    alphas = np.where(lattice.within, there[..., :-1, :], -np.inf)
    betas = np.where(lattice.within, back[..., :-1, :], -np.inf)
    begun = alphas + np.where(np.isinf(losses), np.nan, losses)[..., None, None]
    posteriors = np.exp(begun + back[..., :-1, :])
    gradient = _gradient(lattice, blank, begun, back, posteriors)
    return Transducer(alphas, betas, losses, posteriors, gradient)


def greedy_decode(
    log_probs_at: Callable[[int, tuple[int, ...]], ArrayLike],
    frames: int,
    blank: int = 0,
    most_per_frame: int = 10,
) -> GreedyPath:
    """Return the path that takes the most probable symbol at every place of the lattice.

    ``log_probs_at(t, labels)`` gives (classes,) at frame t with these labels written: here the
    network sees what it has written itself. A label keeps the frame, a blank moves on to the next,
    and so do ``most_per_frame`` labels without one (its blank is then taken all the same), lest a
    network that never says blank write for ever. Raises ValueError for numbers below 1, another
    shape, a blank out of range, NaN and +inf.
    """
    for name, number in (("frames", frames), ("most_per_frame", most_per_frame)):
        if number < 1:
            raise ValueError(f"{name}: {number}; expected at least 1")
    path: list[int] = []
    labels: tuple[int, ...] = ()
    log_prob = 0.0
    sizes = Sizes()
    for t in range(frames):
        for written in range(most_per_frame + 1):
            given = checked_log_probs(sizes, log_probs_at(t, labels), blank, "classes")
            symbol = blank if written == most_per_frame else int(given.argmax())
            path.append(symbol)
            log_prob += float(given[symbol])
            if symbol == blank:
                break
            labels = (*labels, symbol)
    return GreedyPath(tuple(path), labels, log_prob)


class _Lattice(NamedTuple):
    """Checked arguments, and the ln of every move through (T + 1, U + 1) places.

    From its own end a shorter sequence moves on to the last place with probability 1.
    """

    log_probs: Array  # (batch..., time, U + 1, classes)
    labels: Integers  # (batch..., U)
    within: Mask  # (batch..., time, U + 1)
    blanks: Array  # (batch..., time, U + 1), from (t, u) to (t + 1, u)
    emits: Array  # (batch..., time + 1, U), from (t, u) to (t, u + 1)


def _lattice(
    log_probs: ArrayLike,
    labels: ArrayLike,
    blank: int,
    frame_lengths: ArrayLike | None,
    label_lengths: ArrayLike | None,
) -> _Lattice:
    sizes = Sizes()
    p = checked_log_probs(sizes, log_probs, blank, "batch...", "time", "places", "classes")
    y, written = checked_labels(sizes, labels, label_lengths, blank, str(sizes["places"] - 1))
    frames = checked_lengths(sizes, "frame_lengths", frame_lengths, 1, sizes["time"])
    n_labels = y.shape[-1]
    t, u = np.arange(sizes["time"] + 1)[:, None], np.arange(n_labels + 1)
    before_end, last = t < frames[..., None, None], written[..., None, None]
    within = (before_end & (u <= last))[..., :-1, :]
    resting = np.where(~before_end & (u == last), 0.0, -np.inf)[..., :-1, :]
    blanks = np.where(within, p[..., blank], resting)
    leaving = np.where((t == sizes["time"]) & (u >= last), 0.0, -np.inf)
    emits = np.broadcast_to(leaving, (*sizes.batch(), sizes["time"] + 1, n_labels + 1))[..., :-1]
    next_label = np.take_along_axis(p[..., :-1, :], y[..., None, :, None], axis=-1)[..., 0]
    emits = emits.copy()
    np.copyto(emits[..., :-1, :], next_label, where=within[..., 1:])
    return _Lattice(p, y, within, blanks, emits)


def _forward(blanks: Array, emits: Array) -> Array:
    """Return log alpha (..., T + 1, U + 1) of every place (eq. 16), one diagonal t + u at a time.

    ``blanks`` (..., T, U + 1) and ``emits`` (..., T + 1, U) are the ln of the moves.
    """
    rows, columns = emits.shape[-2], blanks.shape[-1]
    u = np.arange(columns)
    t = np.arange(rows + columns - 1)[:, None] - u  # (diagonals, columns)
    on_grid = (t >= 0) & (t < rows)
    arrivals = np.full((2, *blanks.shape[:-2], rows, columns), -np.inf)
    arrivals[0, ..., 1:, :], arrivals[1, ..., 1:] = blanks, emits
    by_blank, by_label = np.where(on_grid, arrivals[..., t.clip(0, rows - 1), u], -np.inf)
    alphas = np.full((*t.shape[:1], *blanks.shape[:-2], columns + 1), -np.inf)  # u - 1 exists
    alphas[0, ..., 1] = 0.0
    for n in range(1, len(t)):
        before = alphas[n - 1]
        alphas[n, ..., 1:] = np.logaddexp(
            before[..., 1:] + by_blank[..., n, :], before[..., :-1] + by_label[..., n, :]
        )
    return np.moveaxis(alphas, 0, -2)[..., np.arange(rows)[:, None] + u, u + 1]


def _backward(blanks: Array, emits: Array) -> Array:
    """Return log beta (..., T + 1, U + 1) of every place (eq. 18): alpha, read from the end."""
    return _forward(blanks[..., ::-1, ::-1], emits[..., ::-1, ::-1])[..., ::-1, ::-1]


def _gradient(lattice: _Lattice, blank: int, begun: Array, back: Array, posteriors: Array) -> Array:
    """Return the gradient by the logits (batch..., time, U + 1, classes) (eq. 20).

    ``begun`` is ln alpha / P(y|x) (batch..., time, U + 1), ``back`` is ln beta of every place.
    """
    gradient = np.exp(lattice.log_probs) * posteriors[..., None]
    gradient[~lattice.within] = 0.0
    gradient[..., blank] -= np.exp(begun + lattice.blanks + back[..., 1:, :])
    written = np.exp(begun[..., :-1] + lattice.emits[..., :-1, :] + back[..., :-1, 1:])
    place, rows = lattice.labels[..., None, :, None], gradient[..., :-1, :]
    here = np.take_along_axis(rows, place, axis=-1)
    np.put_along_axis(rows, place, here - written[..., None], axis=-1)
    return gradient
