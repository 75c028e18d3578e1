"""Beam search: the most probable beginnings are carried on together.

I. Sutskever, O. Vinyals and Q. V. Le, Sequence to sequence learning with neural networks, 2014,
section 3.2.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from flashdeck.reference.generation import (
    Generated,
    NextLogits,
    checked_longest,
    next_log_probs,
)


def beam_search(
    next_logits: NextLogits,
    start: Sequence[int],
    end: int,
    longest: int,
    width: int,
    length_penalty: float = 0.0,
) -> tuple[Generated, ...]:
    r"""Return up to ``width`` sequences, best first.

    Each round extends every sequence of the beam by every token and keeps the ``width`` most
    probable; those that reached ``end`` leave the beam. What is left after ``longest`` tokens
    counts too. Sequences are compared by $\log P(y) / lp(y)$, see ``length_norm``. With width 1 it
    is greedy; with a beam as wide as there are sequences it finds the best of all.
    """
    rounds = list(beam_rounds(next_logits, start, end, longest, width))
    ended = [sequence for kept in rounds for sequence in kept if sequence.ended]
    ranked = sorted(
        ended + [sequence for sequence in rounds[-1] if not sequence.ended],
        key=lambda sequence: sequence.log_prob / length_norm(len(sequence.tokens), length_penalty),
        reverse=True,
    )
    return tuple(ranked[:width])


def beam_rounds(
    next_logits: NextLogits, start: Sequence[int], end: int, longest: int, width: int
) -> Iterator[tuple[Generated, ...]]:
    """Yield what each round of ``beam_search`` keeps, best first; what has ended goes no further.

    There are no rounds after ``longest``, nor after one in which all have ended.
    """
    checked_longest(longest)
    if width < 1:
        raise ValueError(f"width: {width}; expected at least 1")
    beam = [Generated((), 0.0, ended=False)]
    for _ in range(longest):
        best = _extended(next_logits, tuple(start), end, beam, width)
        yield tuple(best)
        beam = [sequence for sequence in best if not sequence.ended]
        if not beam:
            return


def length_norm(length: int, alpha: float) -> float:
    r"""Return $lp(y) = (5 + |y|)^\alpha / 6^\alpha$: 1 for $\alpha = 0$, which favours the short.

    Y. Wu et al., Google's neural machine translation system, 2016, eq. (14).
    """
    return float(((5.0 + length) / 6.0) ** alpha)


def _extended(
    next_logits: NextLogits, start: tuple[int, ...], end: int, beam: list[Generated], width: int
) -> list[Generated]:
    """Return the ``width`` most probable extensions of the beam by one token, best first."""
    totals = np.stack(
        [next_log_probs(next_logits, start + found.tokens) + found.log_prob for found in beam]
    )  # (beam, vocabulary)
    best = np.argsort(-totals, axis=None, kind="stable")[:width]
    extensions = []
    for row, token in zip(*np.unravel_index(best, totals.shape), strict=True):
        if np.isfinite(total := float(totals[row, token])):
            tokens = (*beam[row].tokens, int(token))
            extensions.append(Generated(tokens, total, ended=int(token) == end))
    return extensions
