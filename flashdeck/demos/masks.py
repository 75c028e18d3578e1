"""The demos `causal-mask` and `padding-mask`: what may not be looked at, and how it is hidden."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, check_matrix, drawn, entries, given_or
from flashdeck.demos.attention import softmax_filled
from flashdeck.demos.demo import Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Mask
from flashdeck.reference.functions import softmax
from flashdeck.reference.masks import causal_mask, padding_mask

PAD = "<pad>"


class CausalParams(Params):
    """Words and the score of each pair, given or drawn."""

    tokens: Words = ("I", "like", "green", "tea")
    seed: Seed = 2
    scores: Matrix | None = None

    @model_validator(mode="after")
    def _scores_fit(self) -> Self:
        check_matrix("scores", self.scores, len(self.tokens), len(self.tokens))
        return self


class PaddingParams(Params):
    """Sentences of one batch, and in each the scores of one query with every key."""

    sentences: Annotated[tuple[Words, ...], Field(min_length=1, max_length=4)] = (
        ("I", "like", "green", "tea"),
        ("tea", "please"),
    )
    seed: Seed = 4
    scores: Matrix | None = None

    @model_validator(mode="after")
    def _scores_fit(self) -> Self:
        check_matrix("scores", self.scores, len(self.sentences), self.longest)
        return self

    @property
    def longest(self) -> int:
        """The length to which the sentences are padded."""
        return max(map(len, self.sentences))


def causal_steps(params: CausalParams) -> Sequence[Step]:
    """Return the scores, the mask, and the weights that are left."""
    mask = causal_mask(len(params.tokens))
    return [*_mask_steps(params, mask), *_weight_steps(params, _masked(_scores(params), mask))]


def _scores(params: CausalParams) -> Array:
    n = len(params.tokens)
    return given_or(params.scores, drawn(np.random.default_rng(params.seed), n, n))


def _masked(scores: Array, mask: Mask, hidden: float = -np.inf) -> Array:
    return np.where(mask, scores, hidden)


def _square(params: CausalParams) -> tuple[Axis, Axis]:
    return Axis("query", params.tokens), Axis("key", params.tokens)


def _mask_steps(params: CausalParams, mask: Mask) -> list[Step]:
    return [
        Step(
            "scores",
            "S",
            _scores(params),
            "The scaled score of each query with each key, the future among them.",
            _square(params),
        ),
        Step(
            "mask",
            r"j \le i",
            mask.astype(np.float64),
            "1 where a word may look: at itself and at what stands before it.",
            _square(params),
            View.HEATMAP,
        ),
        Step(
            "seen",
            "i",
            mask.sum(axis=1).astype(np.float64),
            "How many keys each word sees: one more at each place.",
            (Axis("query", params.tokens),),
        ),
    ]


def _weight_steps(params: CausalParams, masked: Array, weights: Array | None = None) -> list[Step]:
    weights = softmax(masked) if weights is None else weights
    last = len(params.tokens) // 2  # a row in the middle shows both what is seen and what is not
    where = f"weights[{params.tokens[last]}, {params.tokens[0]}]"
    return [
        Step(
            "masked",
            r"S + M, \quad M_{ij} = -\infty \text{ for } j > i",
            masked,
            "What comes later gets the score -∞ before the softmax.",
            _square(params),
        ),
        Step(
            "weights",
            r"\text{softmax}(S + M)",
            weights,
            "Since exp(-∞) = 0 the future weighs nothing, and each row still sums to 1.",
            _square(params),
            View.HEATMAP,
            softmax_filled(where, masked[last]) if np.isfinite(masked[last, 0]) else "",
        ),
    ]


def _causal_zeroed_after(params: CausalParams) -> Sequence[Step]:
    mask, scores = causal_mask(len(params.tokens)), _scores(params)
    return _weight_steps(params, _masked(scores, mask), softmax(scores) * mask)


def _causal_score_zero(params: CausalParams) -> Sequence[Step]:
    mask = causal_mask(len(params.tokens))
    return _weight_steps(params, _masked(_scores(params), mask, hidden=0.0))


def _not_oneself(params: CausalParams) -> Sequence[Step]:
    mask = np.tri(len(params.tokens), k=-1, dtype=np.bool_)
    return [*_mask_steps(params, mask), *_weight_steps(params, _masked(_scores(params), mask))]


def _future_only(params: CausalParams) -> Sequence[Step]:
    mask = causal_mask(len(params.tokens)).T
    return [*_mask_steps(params, mask), *_weight_steps(params, _masked(_scores(params), mask))]


def _fresh_causal(draw: np.random.Generator) -> CausalParams:
    return CausalParams(tokens=("a", "b", "c"), scores=draw.integers(-1, 3, (3, 3)).tolist())


def padding_steps(params: PaddingParams) -> Sequence[Step]:
    """Return the padded batch, its mask, and what one query of each sentence attends to."""
    mask = _padding(params)
    scores = _padded_scores(params)
    lines = (words + (PAD,) * (params.longest - len(words)) for words in params.sentences)
    return [
        Step(
            "batch",
            "",
            "\n".join(" ".join(line) for line in lines),
            "The sentences of a batch are padded to one length, so that they make one array.",
        ),
        Step(
            "mask",
            r"j \le n_b",
            mask.astype(np.float64),
            "1 where a key is a word: the same for every query and head, hence the shape"
            " (batch, 1, 1, keys).",
            _batch(params),
            View.HEATMAP,
        ),
        Step(
            "scores",
            "s",
            scores,
            "The scores of one query in each sentence: padding has some too.",
            _batch(params),
        ),
        *_padding_results(params, _masked(scores, mask)),
    ]


def _padding(params: PaddingParams) -> Mask:
    lengths = [len(words) for words in params.sentences]
    return padding_mask(lengths, params.longest)[:, 0]


def _padded_scores(params: PaddingParams) -> Array:
    draw = np.random.default_rng(params.seed)
    return given_or(params.scores, drawn(draw, len(params.sentences), params.longest))


def _batch(params: PaddingParams) -> tuple[Axis, Axis]:
    return entries(len(params.sentences), "sentence"), entries(params.longest, "key")


def _padding_results(
    params: PaddingParams, masked: Array, weights: Array | None = None
) -> list[Step]:
    weights = softmax(masked) if weights is None else weights
    shortest = int(np.argmin([len(words) for words in params.sentences]))
    hidden = np.where(_padding(params), 0.0, weights).sum(axis=1)
    return [
        Step(
            "weights",
            r"\text{softmax}(s + M)",
            weights,
            "Padded keys have the score -∞ and weigh nothing.",
            _batch(params),
            View.HEATMAP,
            softmax_filled(f"weights[{shortest + 1}, 1]", masked[shortest]),
        ),
        Step(
            "on_padding",
            r"\sum_{j > n_b} a_j",
            hidden,
            "The attention that goes to padding; were it not 0, a sentence's result would depend on"
            " how long the others are.",
            _batch(params)[:1],
        ),
    ]


def _padding_zeroed_after(params: PaddingParams) -> Sequence[Step]:
    mask, scores = _padding(params), _padded_scores(params)
    return _padding_results(params, _masked(scores, mask), softmax(scores) * mask)


def _padding_score_zero(params: PaddingParams) -> Sequence[Step]:
    return _padding_results(params, _masked(_padded_scores(params), _padding(params), hidden=0.0))


def _padding_seen(params: PaddingParams) -> Sequence[Step]:
    return _padding_results(params, _padded_scores(params))


def _fresh_padding(draw: np.random.Generator) -> PaddingParams:
    scores = draw.integers(-1, 3, (2, 3)).tolist()
    shorter = ("d", "e")[: int(draw.integers(1, 3))]
    return PaddingParams(sentences=(("a", "b", "c"), shorter), scores=scores)


causal = Demo(
    name="causal-mask",
    title="The causal mask: no look at the future",
    look_for="The triangle of -∞ before the softmax, and rows that sum to 1 all the same.",
    params=CausalParams,
    run=causal_steps,
    mistakes={
        "zeroed-after": Mistake(
            "the future's weights set to 0 after the softmax, so that the rows no longer sum to 1",
            _causal_zeroed_after,
        ),
        "score-zero": Mistake(
            "the future's scores set to 0 instead of -∞: exp(0) = 1 still counts",
            _causal_score_zero,
        ),
        "not-oneself": Mistake("a mask that hides the word itself too", _not_oneself),
        "future-only": Mistake("the mask turned round: only the future is seen", _future_only),
    },
    asks=("mask", "seen", "weights"),
    fresh=_fresh_causal,
)

padding = Demo(
    name="padding-mask",
    title="The padding mask: no attention to what is no word",
    look_for="The columns that are hidden: the same keys for each query of a sentence.",
    params=PaddingParams,
    run=padding_steps,
    mistakes={
        "zeroed-after": Mistake(
            "the padding's weights set to 0 after the softmax, so that the rest does not sum to 1",
            _padding_zeroed_after,
        ),
        "score-zero": Mistake(
            "the padding's scores set to 0 instead of -∞: exp(0) = 1 still counts",
            _padding_score_zero,
        ),
        "unmasked": Mistake("the softmax over the padding as well", _padding_seen),
    },
    asks=("mask", "weights"),
    fresh=_fresh_padding,
)
