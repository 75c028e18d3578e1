"""The demo `blockwise-attention`: one row of attention, some keys at a time, by online softmax."""

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import (
    Array,
    Vector,
    check_matrix,
    check_vector,
    drawn,
    entries,
    given_or,
)
from flashdeck.demos.demo import MOST_TOKENS, Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step
from flashdeck.reference.blockwise import blockwise_attention
from flashdeck.reference.functions import softmax


class BlockwiseParams(Params):
    """The scores of one query with each word's key, the words' values, and the size of a block."""

    tokens: Words = ("the", "cat", "sat", "on", "the", "mat")
    block: Annotated[int, Field(ge=1, le=MOST_TOKENS)] = 2
    seed: Seed = 33
    scores: Vector | None = None
    values: Matrix | None = None

    @model_validator(mode="after")
    def _lengths_fit(self) -> Self:
        check_vector("scores", self.scores, len(self.tokens))
        check_matrix("values", self.values, len(self.tokens), len((self.values or [[]])[0]))
        return self


class _Held(NamedTuple):
    """What is held after each block: (blocks,), (blocks,), (blocks,) and (blocks, d_v)."""

    maximum: Array
    decay: Array
    normaliser: Array
    numerator: Array


def _inputs(params: BlockwiseParams) -> tuple[Array, Array]:
    """Return the scores (n,) and the values (n, d_v)."""
    draw, n = np.random.default_rng(params.seed), len(params.tokens)
    scores, values = drawn(draw, n), drawn(draw, n, 2)
    return given_or(params.scores, scores), given_or(params.values, values)


def _blocks(params: BlockwiseParams) -> Iterator[slice]:
    n = len(params.tokens)
    return (slice(start, min(n, start + params.block)) for start in range(0, n, params.block))


def _held(params: BlockwiseParams, *, rescaled: bool = True) -> _Held:
    """Return what is held after each block (M. Milakov and N. Gimelshein, 2018, algorithm 3)."""
    scores, values = _inputs(params)
    top, total, numerator = -np.inf, 0.0, np.zeros(values.shape[1])
    found = list[tuple[float, float, float, Array]]()
    for block in _blocks(params):
        new_top = max(top, float(scores[block].max()))
        decay = float(np.exp(top - new_top)) if rescaled or not found else 1.0
        powers = np.exp(scores[block] - new_top)
        total = decay * total + float(powers.sum())
        numerator = decay * numerator + powers @ values[block]
        found.append((new_top, decay, total, numerator))
        top = new_top
    return _Held(*(np.array(column) for column in zip(*found, strict=True)))


def blockwise_steps(params: BlockwiseParams) -> Sequence[Step]:
    """Return what is held after each block, and the output at the end."""
    scores, values = _inputs(params)
    word = Axis("key", params.tokens)
    output = blockwise_attention(
        [[1.0]], scores[:, None], values, scale=1.0, key_block=params.block
    )
    return [
        Step("scores", "s_j", scores, "One query's scores, which are never held at once.", (word,)),
        Step(
            "values", "v_j", values, "What each word hands over.", (word, entries(values.shape[1]))
        ),
        *_held_steps(params, _held(params)),
        _output_step(params, output[0]),
        Step(
            "at_once",
            r"\text{softmax}(s) V",
            softmax(scores) @ values,
            "The same with all scores at once: nothing was lost.",
            (entries(values.shape[1]),),
        ),
    ]


def _block_axis(params: BlockwiseParams) -> Axis:
    return Axis("after", tuple(" ".join(params.tokens[block]) for block in _blocks(params)))


def _held_steps(params: BlockwiseParams, held: _Held) -> list[Step]:
    after = _block_axis(params)
    return [
        Step(
            "maximum",
            r"m_b = \max(m_{b-1}, \max_j s_j)",
            held.maximum,
            "The largest score so far; without it the powers overflow.",
            (after,),
        ),
        Step(
            "decay",
            r"e^{m_{b-1} - m_b}",
            held.decay,
            "What was summed relative to the old maximum shrinks when a larger one comes.",
            (after,),
        ),
        Step(
            "normaliser",
            r"\ell_b = e^{m_{b-1} - m_b} \ell_{b-1} + \sum_j e^{s_j - m_b}",
            held.normaliser,
            "The softmax's denominator for the keys so far.",
            (after,),
            filled=_normaliser_filled(params, held),
        ),
        Step(
            "numerator",
            r"o_b = e^{m_{b-1} - m_b} o_{b-1} + \sum_j e^{s_j - m_b} v_j",
            held.numerator,
            "The weighted sum of the values so far: as wide as one value, however long the text.",
            (after, entries(held.numerator.shape[1])),
        ),
    ]


def _normaliser_filled(params: BlockwiseParams, held: _Held) -> str:
    scores, blocks = _inputs(params)[0], list(_blocks(params))
    powers = " + ".join(f"exp({shown(x - held.maximum[-1])})" for x in scores[blocks[-1]])
    before = held.normaliser[-2] if len(blocks) > 1 else 0.0
    decayed = f"{shown(held.decay[-1])}·{shown(before)}"
    last = _block_axis(params).labels[-1]
    return f"normaliser[{last}] = {decayed} + {powers} = {shown(held.normaliser[-1])}"


def _output_step(params: BlockwiseParams, output: Array) -> Step:
    held = _held(params)
    return Step(
        "output",
        r"\frac{o}{\ell}",
        output,
        "Divided once, at the very end.",
        (entries(len(output)),),
        filled=f"output[1] = {shown(held.numerator[-1, 0])} / {shown(held.normaliser[-1])}"
        f" = {shown(output[0])}",
    )


def _not_rescaled(params: BlockwiseParams) -> Sequence[Step]:
    held = _held(params, rescaled=False)
    output = held.numerator[-1] / held.normaliser[-1]
    return [*_held_steps(params, held), _output_step(params, output)]


def _blocks_averaged(params: BlockwiseParams) -> Sequence[Step]:
    scores, values = _inputs(params)
    outputs = [softmax(scores[block]) @ values[block] for block in _blocks(params)]
    return [_output_step(params, np.mean(outputs, axis=0))]


def _fresh(draw: np.random.Generator) -> BlockwiseParams:
    """Draw two blocks of two, of which the second has the larger maximum."""
    scores = (*draw.integers(0, 2, 2).tolist(), 2, int(draw.integers(0, 3)))
    values = draw.integers(0, 7, (4, 1)).tolist()
    return BlockwiseParams(tokens=tuple("abcd"), block=2, scores=scores, values=values)


demo = Demo(
    name="blockwise-attention",
    title="Attention block by block: the online softmax",
    look_for="How what was summed shrinks when a larger score comes, and that the end is exact.",
    params=BlockwiseParams,
    run=blockwise_steps,
    mistakes={
        "not-rescaled": Mistake(
            "the sums of earlier blocks not rescaled to the new maximum", _not_rescaled
        ),
        "blocks-averaged": Mistake(
            "a softmax inside each block, and the blocks' outputs averaged", _blocks_averaged
        ),
    },
    asks=("maximum", "normaliser", "numerator", "output"),
    fresh=_fresh,
)
