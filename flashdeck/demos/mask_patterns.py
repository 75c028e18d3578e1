"""The demo `mask-patterns`: which attention is full, causal or across in each kind of model."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from flashdeck.demos.demo import Demo, Mistake, Params, Words
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Mask
from flashdeck.reference.masks import (
    causal_mask,
    decoder_only,
    encoder_decoder,
    encoder_only,
    full_mask,
)

SEEN = {"encoder": r"\text{all } j", "decoder": r"j \le i", "cross": r"\text{all } j"}
COUNTS = {"encoder": "n^2", "decoder": r"\frac{m (m + 1)}{2}", "cross": "m n"}
WHYS = {
    "encoder": "Each word sees the whole sequence: it was known before anything is computed.",
    "decoder": "Each word sees itself and what is before it: the rest is still to be written.",
    "cross": "Each word of the target sees the whole source; only padding would be hidden.",
}


class PatternParams(Params):
    """A kind of transformer and two texts.

    A model of one stack reads both as one sequence; an encoder-decoder reads the source and
    writes the target.
    """

    pattern: Literal["encoder-only", "decoder-only", "encoder-decoder"] = "encoder-decoder"
    source: Words = ("the", "cat", "sat")
    target: Words = ("le", "chat")


def pattern_steps(params: PatternParams) -> Sequence[Step]:
    """Return each mask of the pattern, and how many pairs it lets through."""
    return _steps(params, _masks(params))


def _masks(params: PatternParams) -> Mapping[str, Mask]:
    both = len(params.source) + len(params.target)
    if params.pattern == "encoder-only":
        return {"encoder": encoder_only(both)}
    if params.pattern == "decoder-only":
        return {"decoder": decoder_only(both)}
    return encoder_decoder(len(params.source), len(params.target))._asdict()


def _steps(params: PatternParams, masks: Mapping[str, Mask]) -> list[Step]:
    return [
        Step(
            "model",
            "",
            f"{params.pattern}: {' '.join(params.source)} → {' '.join(params.target)}",
            "Two stacks with a sequence each, or one stack that reads both as one sequence.",
            view=View.TEXT,
        ),
        *(
            Step(
                name,
                SEEN[name],
                mask.astype(np.float64),
                WHYS[name],
                _axes(params, name),
                View.HEATMAP,
            )
            for name, mask in masks.items()
        ),
        Step(
            "pairs",
            r", \quad ".join(COUNTS[name] for name in masks),
            np.array([float(mask.sum()) for mask in masks.values()]),
            "How many pairs of words each attention computes: the ones above, counted.",
            (Axis("attention", tuple(masks)),),
        ),
    ]


def _axes(params: PatternParams, name: str) -> tuple[Axis, Axis]:
    queries, keys = {
        "encoder": (params.source, params.source),
        "decoder": (params.target, params.target),
        "cross": (params.target, params.source),
    }[name]
    if params.pattern != "encoder-decoder":
        queries = keys = params.source + params.target
    return Axis("query", queries), Axis("key", keys)


def _changed(params: PatternParams, changes: Mapping[str, Mask]) -> Sequence[Step]:
    masks = _masks(params)
    fitting = {
        name: mask
        for name, mask in changes.items()
        if name in masks and masks[name].shape == mask.shape
    }
    return _steps(params, {**masks, **fitting})


def _causal_encoder(params: PatternParams) -> Sequence[Step]:
    return _changed(params, {"encoder": causal_mask(len(params.source))})


def _full_decoder(params: PatternParams) -> Sequence[Step]:
    return _changed(params, {"decoder": full_mask(len(params.target))})


def _causal_cross(params: PatternParams) -> Sequence[Step]:
    cross = causal_mask(len(params.target), len(params.source))
    return _changed(params, {"cross": cross})


def _fresh(draw: np.random.Generator) -> PatternParams:
    n, m = draw.choice([2, 3, 4, 5], size=2, replace=False).tolist()
    return PatternParams(source=tuple("abcde"[:n]), target=tuple("vwxyz"[:m]))


demo = Demo(
    name="mask-patterns",
    title="Encoder-only, decoder-only, encoder-decoder: their masks",
    look_for="Where the square is full, where it is a triangle, and where it is no square.",
    params=PatternParams,
    run=pattern_steps,
    mistakes={
        "causal-encoder": Mistake("a causal mask in the encoder as well", _causal_encoder),
        "full-decoder": Mistake("a decoder that sees what it has still to write", _full_decoder),
        "causal-cross": Mistake("a causal mask on the cross-attention", _causal_cross),
    },
    asks=("encoder", "decoder", "cross", "pairs"),
    fresh=_fresh,
)
