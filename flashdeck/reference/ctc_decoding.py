r"""From CTC's distributions to labels: the best path, and prefix beam search over the best labels.

The labels are those that maximise $p(l|x)$, a sum over paths (A. Graves et al., ICML 2006, eq. 4).
Of all $C^T$ paths neither decoder looks at more than a few.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Integers, Sizes
from flashdeck.reference.ctc import collapse
from flashdeck.reference.label_checks import checked_log_probs


class BestPath(NamedTuple):
    """The most probable path, one class a frame, the labels it collapses to, and its ln p."""

    path: tuple[int, ...]
    labels: tuple[int, ...]
    log_prob: float


class Hypothesis(NamedTuple):
    """Labels and the ln of the probability that the search found for them, at most ln p(l|x)."""

    labels: tuple[int, ...]
    log_prob: float


def greedy_decode(log_probs: ArrayLike, blank: int = 0) -> BestPath:
    r"""Return $\mathcal{B}(\pi^*)$, $\pi^*_t = \arg\max_k y^t_k$: the best class of every frame.

    ``log_probs`` (time, classes); of equal classes the first counts. The best path need not spell
    the best labels, whose probability is a sum over many paths (section 3.2). Raises ValueError for
    another shape, an empty sequence, a blank out of range, NaN and +inf.
    """
    y = checked_log_probs(Sizes(), log_probs, blank, "time", "classes")
    path = tuple(y.argmax(axis=-1).tolist())
    return BestPath(path, collapse(path, blank), float(y.max(axis=-1).sum()))


def prefix_beam_search(log_probs: ArrayLike, width: int, blank: int = 0) -> list[Hypothesis]:
    r"""Return at most ``width`` labels, the most probable first, by prefix beam search.

    Every frame of ``log_probs`` (time, classes) extends the prefixes kept so far, and the best
    ``width`` of the results are kept. A prefix $l$ has two probabilities, of its paths that end in
    a blank and in its last label $e$ (A. Hannun et al., First-pass large vocabulary continuous
    speech recognition using bi-directional recurrent DNNs, 2014, algorithm 1, no language model):

    - $p_b(l, t) = y^t_b (p_b(l, t-1) + p_{nb}(l, t-1))$
    - $p_{nb}(l, t) = y^t_e p_{nb}(l, t-1)$ for the paths that stay on $e$, plus
      $y^t_e p(l', t-1)$ for the prefix $l'$ that lacks only $e$; where $l'$ ends in $e$ too, only
      its paths that end in a blank count, as others would merge.

    With a width that holds every prefix the result is exact. Labels without any probability are
    left out, so that nothing may be left. Raises what ``greedy_decode`` raises, and ValueError for
    a width below 1.
    """
    y = checked_log_probs(Sizes(), log_probs, blank, "time", "classes")
    if width < 1:
        raise ValueError(f"width: {width}; expected at least 1")
    trie = _Trie()
    beam = _Beam(
        np.zeros(1, np.int64), np.full(1, -1), np.full(1, blank), np.zeros(1), np.full(1, -np.inf)
    )
    for frame in y:
        beam = _extended(beam, frame, width, blank, trie)
    totals = np.logaddexp(beam.ends_in_blank, beam.ends_in_label)
    best_first = np.argsort(-totals, kind="stable")
    return [Hypothesis(trie.labels(int(beam.nodes[i])), float(totals[i])) for i in best_first]


class _Beam(NamedTuple):
    """The prefixes kept, each (kept,): its node, its parent's, its last label, ln p_b and ln p_nb.

    The empty prefix is node 0, has the parent -1 and counts the blank as its last label.
    """

    nodes: Integers
    parents: Integers
    last: Integers
    ends_in_blank: Array
    ends_in_label: Array


class _Trie:
    """Prefixes as nodes, one for each, so that equal prefixes meet again as equal numbers."""

    def __init__(self) -> None:
        self._children: dict[tuple[int, int], int] = {}
        self._above = [(0, 0)]  # each node's parent and last label; the root has neither

    def add(self, parents: Integers, labels: Integers) -> Integers:
        """Return the nodes (n,) that extend the ``parents`` (n,) by the ``labels`` (n,)."""
        nodes = []
        for key in zip(parents.tolist(), labels.tolist(), strict=True):
            nodes.append(self._children.setdefault(key, len(self._above)))
            if nodes[-1] == len(self._above):
                self._above.append(key)
        return np.array(nodes, dtype=np.int64)

    def labels(self, node: int) -> tuple[int, ...]:
        """Return the labels on the way from the root to ``node``."""
        found = []
        while node:
            node, label = self._above[node]
            found.append(label)
        return tuple(reversed(found))


def _extended(beam: _Beam, frame: Array, width: int, blank: int, trie: _Trie) -> _Beam:
    """Return the best prefixes after one more ``frame`` (classes,)."""
    nodes, parents, last, ends_in_blank, ends_in_label = beam
    either = np.logaddexp(ends_in_blank, ends_in_label)
    longer = either[:, None] + frame  # (kept, classes), each prefix with each class behind it
    longer[np.arange(len(last)), last] = ends_in_blank + frame[last]  # others would merge
    longer[:, blank] = -np.inf
    blanked = either + frame[blank]
    stayed = ends_in_label + frame[last]
    child, parent = (parents[:, None] == nodes).nonzero()  # a longer prefix that is kept already
    stayed[child] = np.logaddexp(stayed[child], longer[parent, last[child]])
    longer[parent, last[child]] = -np.inf

    scores = np.concatenate([np.logaddexp(blanked, stayed), longer.ravel()])
    best = _best(scores, width)
    same = best[best < len(nodes)]
    grown = best[best >= len(nodes)] - len(nodes)
    origin, label = np.divmod(grown, len(frame))
    return _Beam(
        np.concatenate([nodes[same], trie.add(nodes[origin], label)]),
        np.concatenate([parents[same], nodes[origin]]),
        np.concatenate([last[same], label]),
        np.concatenate([blanked[same], np.full(len(grown), -np.inf)]),
        np.concatenate([stayed[same], longer.ravel()[grown]]),
    )


def _best(scores: Array, width: int) -> Integers:
    """Return where the ``width`` highest scores are, those of -inf left out, in rising order."""
    if len(scores) > width:
        best = np.sort(np.argpartition(scores, -width)[-width:])
    else:
        best = np.arange(len(scores))
    return best[scores[best] > -np.inf]
