"""The demo `mlm-masking`: which tokens BERT predicts, and what it reads in their places."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.demo import Demo, Mistake, Params, Seed, Words
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Integers
from flashdeck.reference.mlm import MASKED, RANDOM, SELECTED, mask_tokens

MASK = "[MASK]"
DRAWINGS = 2000
SENTENCE = ("the", "cat", "sat", "on", "the", "mat", "and", "the", "dog", "lay", "on", "it")
SHARES = (MASKED, RANDOM, 1 - MASKED - RANDOM)


class MaskingParams(Params):
    """A sentence to be masked, and the size of a text whose split is to be counted."""

    tokens: Words = SENTENCE
    seed: Seed = 15
    text_length: Annotated[int, Field(ge=1, le=10**9)] = 1000


def masking_steps(params: MaskingParams) -> Sequence[Step]:
    """Return the steps from a sentence to what is read, and to the split of a whole text."""
    vocabulary = _vocabulary(params)
    tokens = np.array([vocabulary.index(token) for token in params.tokens])
    return [
        Step("tokens", "x", " ".join(params.tokens), "The sentence as it was written."),
        *_masked_steps(params, vocabulary, tokens),
        _shares_step(params, tokens, len(vocabulary)),
        Step(
            "text_length",
            "n",
            np.asarray(float(params.text_length)),
            "In a longer text the shares come close to what they should be.",
        ),
        _predicted_step(params, _predicted(params)),
        _split_step(params, [_predicted(params) * share for share in SHARES]),
    ]


def _masked_steps(params: MaskingParams, vocabulary: Sequence[str], tokens: Integers) -> list[Step]:
    """Return what is selected in the sentence, what is read in its place and what is asked for."""
    found = mask_tokens(tokens, 0, len(vocabulary), np.random.default_rng(params.seed))
    asked = (
        token if chosen else "·"
        for token, chosen in zip(params.tokens, found.selected, strict=True)
    )
    return [
        Step(
            "selected",
            r"M, \; |M| = \text{round}(0.15 n)",
            found.selected.astype(np.float64),
            f"At random {SELECTED:.0%} of the tokens are to be predicted, but at least one.",
            (Axis("word", params.tokens),),
            View.HEATMAP,
        ),
        Step(
            "inputs",
            r"\hat{x}",
            " ".join(vocabulary[token] for token in found.inputs),
            f"Of those {MASKED:.0%} are read as {MASK}, {RANDOM:.0%} as any word, and the rest as"
            " they are.",
        ),
        Step(
            "targets",
            r"x_i, \; i \in M",
            " ".join(asked),
            "The loss asks for the selected words, changed or not, and for no others.",
        ),
    ]


def _vocabulary(params: MaskingParams) -> list[str]:
    return [MASK, *dict.fromkeys(token for token in params.tokens if token != MASK)]


def _shares_step(params: MaskingParams, tokens: Integers, classes: int) -> Step:
    """Return what became of the selected tokens when the sentence is masked many times."""
    batch = np.tile(tokens, (DRAWINGS, 1))
    found = mask_tokens(batch, 0, classes, np.random.default_rng(params.seed))
    read, was = found.inputs[found.selected], batch[found.selected]
    mask, same = (read == 0) & (was != 0), read == was
    counts = np.array([mask.sum(), (~mask & ~same).sum(), same.sum()])
    return Step(
        "shares",
        "",
        counts / counts.sum(),
        f"Over {DRAWINGS} drawings; a random word is by chance the old one or {MASK}, the more"
        f" often as there are only {classes} words here.",
        (Axis("read as", (MASK, "another word", "itself")),),
    )


def _predicted(params: MaskingParams) -> float:
    return SELECTED * params.text_length


def _predicted_step(params: MaskingParams, predicted: float) -> Step:
    total = shown(_predicted(params), 10)
    return Step(
        "predicted",
        "0.15 n",
        np.asarray(round(predicted, 9)),
        "So many tokens the loss asks for, whatever is read in their places.",
        filled=f"predicted = 0.15·{params.text_length} = {total}",
    )


def _split_step(params: MaskingParams, split: Sequence[float]) -> Step:
    predicted, mask = shown(_predicted(params), 10), shown(_predicted(params) * MASKED, 10)
    return Step(
        "split",
        r"0.15 n \cdot (0.8, \; 0.1, \; 0.1)",
        np.array(split).round(9),
        "What to expect of those predicted; the others are read as they are, and not counted.",
        (Axis("read as", (MASK, "random", "unchanged")),),
        filled=f"split[{MASK}] = 0.8·{predicted} = {mask}",
    )


def _of_all(params: MaskingParams) -> Sequence[Step]:
    return [_split_step(params, [params.text_length * share for share in SHARES])]


def _all_masked(params: MaskingParams) -> Sequence[Step]:
    return [_split_step(params, [_predicted(params), 0.0, 0.0])]


def _masked_predicted(params: MaskingParams) -> Sequence[Step]:
    return [_predicted_step(params, _predicted(params) * MASKED)]


def _fresh(draw: np.random.Generator) -> MaskingParams:
    """Draw a text of which every share is a whole number."""
    return MaskingParams(text_length=int(draw.integers(1, 51)) * 200)


demo = Demo(
    name="mlm-masking",
    title="Masked language modelling: 80, 10 and 10 of 15 percent",
    look_for=f"That what is predicted need not be {MASK}: some of it is read unchanged.",
    params=MaskingParams,
    run=masking_steps,
    mistakes={
        "of-all": Mistake("80, 10 and 10 percent of all tokens, not of those selected", _of_all),
        "all-masked": Mistake(f"every selected token read as {MASK}", _all_masked),
        "masked-predicted": Mistake(
            f"only the tokens read as {MASK} counted as predicted", _masked_predicted
        ),
    },
    asks=("predicted", "split"),
    fresh=_fresh,
)
