"""The demo `transducer-greedy`: a transducer that reads and writes, one symbol after the other."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from math import exp
from typing import Annotated, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.demo import Demo, Mistake, Params, Seed
from flashdeck.demos.filled import factor, shown
from flashdeck.demos.symbols import MOST_SYMBOLS, NOTHING, Letters, frames_axis, spelled, with_blank
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Array
from flashdeck.reference.ctc import collapse
from flashdeck.reference.functions import log_softmax
from flashdeck.reference.transducer import GreedyPath, greedy_decode

MOST_FRAMES = 8
DRAWN_ROWS = 4
MOST_FRESH = 3
Logit = Annotated[float, Field(ge=-100, le=100)]
Logits = Annotated[
    list[Annotated[list[Logit], Field(min_length=2, max_length=MOST_SYMBOLS)]],
    Field(min_length=1, max_length=MOST_FRAMES),
]


class GreedyParams(Params):
    """The letters that may be written, and a network given by its logits, or drawn from a seed.

    ``transcription`` has a row for each frame. ``prediction`` has one for each number of letters
    written, and its last row is for all that are more: a stand-in for a network that reads the
    letters themselves. The columns are the blank and the letters.
    """

    letters: Letters = "ab"
    frames: Annotated[int, Field(ge=1, le=MOST_FRAMES)] = 3
    most_per_frame: Annotated[int, Field(ge=1, le=4)] = 3
    seed: Seed = 8
    transcription: Logits | None = None
    prediction: Logits | None = None

    @model_validator(mode="after")
    def _logits_fit(self) -> Self:
        symbols = with_blank(self.letters)
        for name in ("transcription", "prediction"):
            for row in getattr(self, name) or ():
                if len(row) != len(symbols):
                    raise ValueError(
                        f"{name} has a row of {len(row)}: give one number for each of"
                        f" {' '.join(symbols)}"
                    )
        return self


class _Networks(NamedTuple):
    """Logits (frames, symbols), and (rows, symbols) by how many letters are written."""

    transcription: Array
    prediction: Array


class _Run(NamedTuple):
    """What was written, and the places it was written in: each a frame and the labels before."""

    found: GreedyPath
    places: list[tuple[int, tuple[int, ...]]]


def _networks(params: GreedyParams) -> _Networks:
    draw = np.random.default_rng(params.seed)
    symbols = len(with_blank(params.letters))
    rows = (params.frames, DRAWN_ROWS)
    drawn = [draw.standard_normal((n, symbols)).round(1) + 0.0 for n in rows]
    given = (params.transcription, params.prediction)
    return _Networks(
        *(new if rows is None else np.array(rows) for rows, new in zip(given, drawn, strict=True))
    )


def _decoded(networks: _Networks, most_per_frame: int) -> _Run:
    places: list[tuple[int, tuple[int, ...]]] = []

    def log_probs_at(t: int, labels: tuple[int, ...]) -> Array:
        places.append((t, labels))
        return log_softmax(_scores(networks, [(t, labels)])[0])

    frames = len(networks.transcription)
    return _Run(greedy_decode(log_probs_at, frames, 0, most_per_frame), places)


def _scores(networks: _Networks, places: list[tuple[int, tuple[int, ...]]]) -> Array:
    """Return the logits (places, symbols) that the two networks have together."""
    f, g = networks
    return np.stack([f[t] + g[min(len(labels), len(g) - 1)] for t, labels in places])


def greedy_steps(params: GreedyParams) -> Sequence[Step]:
    """Return the steps from the two networks to the labels."""
    networks = _networks(params)
    run = _decoded(networks, params.most_per_frame)
    symbols = with_blank(params.letters)
    scores = _scores(networks, run.places)
    rows = len(networks.prediction)
    return [
        Step(
            "transcription",
            "f_t",
            networks.transcription,
            "What one network hears in each frame.",
            (frames_axis(len(networks.transcription)), Axis("symbol", symbols)),
        ),
        Step(
            "prediction",
            "g_u",
            networks.prediction,
            "What another expects after so many letters, the last row also after more.",
            (Axis("written", tuple(map(str, range(rows)))), Axis("symbol", symbols)),
        ),
        *_written_steps(params, run.found.path, run.found.labels),
        _scores_step(params, run, scores),
        Step(
            "probabilities",
            r"P(k | t, u) = \text{softmax}_k(f_t^k + g_u^k)",
            np.exp(log_softmax(scores)),
            "In each place the likeliest symbol is taken.",
            (_places_axis(params, run), Axis("symbol", symbols)),
            View.HEATMAP,
        ),
        _probability_step(run, scores),
    ]


def _places_axis(params: GreedyParams, run: _Run) -> Axis:
    return Axis("place", tuple(f"{t + 1}: {_spelled(params, labels)}" for t, labels in run.places))


def _spelled(params: GreedyParams, classes: Sequence[int]) -> str:
    symbols = with_blank(params.letters)
    return spelled(symbols[k] for k in classes)


def _scores_step(params: GreedyParams, run: _Run, scores: Array) -> Step:
    symbols, networks = with_blank(params.letters), _networks(params)
    f, g = networks.transcription[0, 0], networks.prediction[0, 0]
    return Step(
        "scores",
        "f_t^k + g_u^k",
        scores,
        "Each place is a frame and what was written before; a letter leads on in the same frame, a"
        " blank to the next.",
        (_places_axis(params, run), Axis("symbol", symbols)),
        filled=f"scores[1: {NOTHING}, {symbols[0]}] = {shown(f)} + {factor(g)} = {shown(f + g)}",
    )


def _written_steps(params: GreedyParams, path: Sequence[int], labels: Sequence[int]) -> list[Step]:
    return [
        Step(
            "path",
            "",
            _spelled(params, path),
            "Of both together the likeliest symbol: a blank ends its frame, before it stand at most"
            f" {params.most_per_frame} letters.",
        ),
        Step(
            "labels",
            "",
            _spelled(params, labels),
            "The blanks go; nothing is merged, so a doubled letter needs no blank.",
        ),
    ]


def _probability_step(run: _Run, scores: Array) -> Step:
    each = np.exp(log_softmax(scores))[np.arange(len(scores)), run.found.path]
    product = "·".join(shown(p, 3) for p in each)
    total = exp(run.found.log_prob)
    return Step(
        "path_probability",
        r"\prod_i P(k_i | t_i, u_i)",
        np.asarray(total),
        "That of this path alone: others may write the same labels.",
        filled=f"path_probability = {product} = {shown(total)}",
    )


def _as_ctc(params: GreedyParams) -> Sequence[Step]:
    networks = _networks(params)
    labels: tuple[int, ...] = ()
    path = []
    for t in range(len(networks.transcription)):
        path.append(int(_scores(networks, [(t, labels)])[0].argmax()))
        labels = tuple(k for k in path if k)
    return _written_steps(params, path, labels)


def _merged(params: GreedyParams) -> Sequence[Step]:
    path = _decoded(_networks(params), params.most_per_frame).found.path
    return _written_steps(params, path, collapse(path))[1:]


def _no_prediction(params: GreedyParams) -> Sequence[Step]:
    networks = _networks(params)
    deaf = networks._replace(prediction=np.zeros_like(networks.prediction))
    right, wrong = (
        _decoded(networks, params.most_per_frame),
        _decoded(deaf, params.most_per_frame).found,
    )
    return [
        _scores_step(params, right, _scores(deaf, right.places)),
        *_written_steps(params, wrong.path, wrong.labels),
    ]


def _fresh(draw: np.random.Generator) -> GreedyParams:
    """Draw whole logits until a letter is doubled, no frame is cut short and no choice a draw."""
    letters = "".join(draw.choice(list("abcde"), 2, replace=False))
    while True:
        networks = _Networks(*draw.integers(-3, 4, (2, 3, 3)).astype(np.float64))
        run = _decoded(networks, MOST_FRESH + 1)
        first, second = np.sort(_scores(networks, run.places), axis=1)[:, :-3:-1].T
        written = [len(list(same)) for k, same in groupby(run.found.path, bool) if k]
        doubled = any(a == b != 0 for a, b in pairwise(run.found.path))
        if doubled and max(written) <= MOST_FRESH and (first > second).all():
            return GreedyParams(
                letters=letters,
                transcription=networks.transcription.tolist(),
                prediction=networks.prediction.tolist(),
                most_per_frame=MOST_FRESH + 1,
            )


demo = Demo(
    name="transducer-greedy",
    title="Transducer: reading and writing by the likeliest symbol",
    look_for="How a letter, once written, changes the next choice in the very same frame.",
    params=GreedyParams,
    run=greedy_steps,
    mistakes={
        "as-ctc": Mistake("one symbol a frame: a letter moves on too, as in CTC", _as_ctc),
        "merged": Mistake("repeats merged, as in CTC", _merged),
        "no-prediction": Mistake(
            "the transcription alone, as if nothing had been written", _no_prediction
        ),
    },
    asks=("scores", "path", "labels"),
    fresh=_fresh,
)
