"""The demo `mlm-loss`: the loss of masked language modelling, at the selected positions alone."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.demo import Demo, Mistake, Params, Seed, Words
from flashdeck.demos.filled import shown
from flashdeck.demos.symbols import check_distribution, drawn_distributions
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Array
from flashdeck.reference.mlm import MaskedLoss, masked_loss

MOST_WORDS = 8

Positions = Annotated[
    tuple[Annotated[int, Field(ge=1, le=MOST_WORDS)], ...],
    Field(min_length=1, max_length=MOST_WORDS),
]
Possible = Annotated[float, Field(gt=0, le=1)]
"""A probability whose logarithm is finite."""
Predictions = Annotated[
    list[Annotated[list[Possible], Field(min_length=1, max_length=MOST_WORDS)]],
    Field(min_length=1, max_length=MOST_WORDS),
]


class LossParams(Params):
    """A sentence, the positions that are predicted, counted from 1, and the model's distributions.

    ``probabilities`` has a row for each position and a column for each word once; without it they
    are drawn from a seed.
    """

    tokens: Annotated[Words, Field(max_length=MOST_WORDS)] = ("the", "cat", "sat", "down")
    selected: Positions = (2, 4)
    seed: Seed = 0
    probabilities: Predictions | None = None

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """Each word once, in the order of the columns."""
        return tuple(dict.fromkeys(self.tokens))

    @model_validator(mode="after")
    def _all_fit(self) -> Self:
        count = len(self.tokens)
        if max(self.selected) > count or len(set(self.selected)) < len(self.selected):
            raise ValueError(f"selected needs different positions from 1 to {count}")
        if self.probabilities is not None and len(self.probabilities) != count:
            raise ValueError(f"probabilities has {len(self.probabilities)} rows: give {count}")
        for row in self.probabilities or ():
            check_distribution("probabilities", row, self.vocabulary)
        return self


def _probabilities(params: LossParams) -> Array:
    if params.probabilities is not None:
        return np.array(params.probabilities)
    draw = np.random.default_rng(params.seed)
    return drawn_distributions(draw, len(params.tokens), len(params.vocabulary))


def _found(params: LossParams, selected: Sequence[int]) -> MaskedLoss:
    """Return the reference's loss, with these positions selected."""
    tokens = [params.vocabulary.index(token) for token in params.tokens]
    chosen = [place in selected for place in range(1, len(tokens) + 1)]
    return masked_loss(np.log(_probabilities(params)), tokens, chosen)


def loss_steps(params: LossParams) -> Sequence[Step]:
    """Return the steps from the distributions to the loss and its gradient."""
    probabilities, found = _probabilities(params), _found(params, params.selected)
    axes = (_positions(params), Axis("word", params.vocabulary))
    return [
        Step(
            "probabilities",
            r"P(k | \hat{x})",
            probabilities,
            "What the model gives at each position for every word, from both sides of it.",
            axes,
        ),
        Step(
            "selected",
            "M",
            np.array(
                [place in params.selected for place in range(1, len(params.tokens) + 1)], float
            ),
            "The positions that are predicted are marked 1.",
            (_positions(params),),
            View.HEATMAP,
        ),
        Step(
            "right_word",
            r"P(x_i | \hat{x})",
            _of_right_words(params),
            "What the word that stood there has got.",
            (_positions(params),),
        ),
        _losses_step(params, found.position_losses),
        _loss_step(found.position_losses, len(params.selected)),
        _gradient_step(params, found.gradient),
    ]


def _positions(params: LossParams) -> Axis:
    return Axis("position", tuple(f"{i} {token}" for i, token in enumerate(params.tokens, 1)))


def _of_right_words(params: LossParams) -> Array:
    columns = [params.vocabulary.index(token) for token in params.tokens]
    return _probabilities(params)[np.arange(len(columns)), columns]


def _losses_step(params: LossParams, losses: Array) -> Step:
    first = params.selected[0] - 1
    place, right = _positions(params).labels[first], shown(_of_right_words(params)[first])
    return Step(
        "position_losses",
        r"-\ln P(x_i | \hat{x}), \; i \in M",
        losses,
        "Only the selected positions are asked; elsewhere the model may say what it likes.",
        (_positions(params),),
        filled=f"position_losses[{place}] = −ln {right} = {shown(losses[first])}",
    )


def _loss_step(losses: Array, count: int) -> Step:
    terms = " + ".join(shown(loss) for loss in losses if loss)
    total = float(losses.sum() / count)
    return Step(
        "loss",
        r"-\frac{1}{|M|} \sum_{i \in M} \ln P(x_i | \hat{x})",
        np.asarray(total),
        "The mean over what was asked, however long the sentence is.",
        filled=f"loss = ({terms or '0'}) / {count} = {shown(total)}",
    )


def _gradient_step(params: LossParams, gradient: Array) -> Step:
    first, count = params.selected[0] - 1, len(params.selected)
    word = params.vocabulary.index(params.tokens[first])
    right, value = shown(_of_right_words(params)[first]), shown(gradient[first, word])
    place = f"{_positions(params).labels[first]}, {params.vocabulary[word]}"
    return Step(
        "gradient",
        r"\frac{P(k | \hat{x}) - [k = x_i]}{|M|}",
        gradient,
        "The right word's logit is pulled up, all others down; a row of 0 teaches nothing.",
        (_positions(params), Axis("word", params.vocabulary)),
        View.HEATMAP,
        f"gradient[{place}] = ({right} − 1) / {count} = {value}",
    )


def _every_position(params: LossParams) -> Sequence[Step]:
    found = _found(params, range(1, len(params.tokens) + 1))
    return [
        _losses_step(params, found.position_losses),
        _loss_step(found.position_losses, len(params.tokens)),
        _gradient_step(params, found.gradient),
    ]


def _mean_of_all(params: LossParams) -> Sequence[Step]:
    found, count = _found(params, params.selected), len(params.tokens)
    shares = len(params.selected) / count
    return [
        _loss_step(found.position_losses, count),
        _gradient_step(params, found.gradient * shares),
    ]


def _logarithm_of_mean(params: LossParams) -> Sequence[Step]:
    places = np.array(params.selected) - 1
    mean = _of_right_words(params)[places].mean()
    return [_loss_step(np.array([-np.log(mean)]), 1)]


def _fresh(draw: np.random.Generator) -> LossParams:
    """Draw distributions over three words in tenths, and two positions."""
    selected = sorted(draw.choice([1, 2, 3], 2, replace=False).tolist())
    y = drawn_distributions(draw, 3, 3)
    return LossParams(tokens=("dogs", "chase", "cats"), selected=selected, probabilities=y.tolist())


demo = Demo(
    name="mlm-loss",
    title="Masked language modelling: the loss of the selected positions",
    look_for="That positions that were not selected have neither a loss nor a gradient.",
    params=LossParams,
    run=loss_steps,
    mistakes={
        "every-position": Mistake(
            "every position counted, not only those selected", _every_position
        ),
        "mean-of-all": Mistake(
            "the sum divided by all positions instead of the selected ones", _mean_of_all
        ),
        "logarithm-of-mean": Mistake(
            "the logarithm of the mean probability instead of the mean of the logarithms",
            _logarithm_of_mean,
        ),
    },
    asks=("position_losses", "loss", "gradient"),
    fresh=_fresh,
)
