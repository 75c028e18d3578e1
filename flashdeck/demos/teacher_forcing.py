"""The demo `teacher-forcing`: a decoder fed with the truth, and one fed with its own words."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.bigrams import END, Bigrams, Text, bigrams, counts_step
from flashdeck.demos.demo import Demo, Mistake, Params, Words
from flashdeck.demos.filled import factor, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Array
from flashdeck.reference.teacher_forcing import Run, free_running, teacher_forcing

CATS = "the cat sat . the cat sat . the cat sat . a dog ran . a dog ran ."
ADDED = 1.0
"""Added to every count, so that no word is impossible and every loss finite."""


class ForcingParams(Params):
    """A text to learn from, and the sentence that the decoder ought to say, of the same words."""

    text: Text = tuple(CATS.split())
    target: Words = ("a", "dog", "ran", END)

    @model_validator(mode="after")
    def _words_are_known(self) -> Self:
        unknown = [word for word in self.target if word not in (*self.text, END)]
        if unknown:
            raise ValueError(f"target has words that text has not: {', '.join(unknown)}")
        return self


class _Both(NamedTuple):
    """The model, the target as tokens, and both runs along it."""

    model: Bigrams
    target: tuple[int, ...]
    forced: Run
    free: Run


def _both(params: ForcingParams) -> _Both:
    model = bigrams(params.text, ADDED)
    target = tuple(model.words.index(word) for word in params.target)
    return _Both(
        model,
        target,
        teacher_forcing(model.next_logits, (0,), target),
        free_running(model.next_logits, (0,), target),
    )


def forcing_steps(params: ForcingParams) -> Sequence[Step]:
    """Return what both decoders see, what they give the target, and their losses."""
    both = _both(params)
    forced, free = np.exp(both.forced.log_probs), np.exp(both.free.log_probs)
    return [
        counts_step(
            both.model,
            "How often each word follows each, and one more for all, so that nothing is impossible;"
            " P(b | a) is the share of its row.",
        ),
        Step(
            "target",
            r"y_1 \ldots y_T",
            " ".join(params.target),
            "What ought to be said; both decoders begin after a dot.",
            view=View.TEXT,
        ),
        _fed_step("forced_fed", both.model, both.forced, "the truth, whatever was predicted."),
        _forced_step(params, both, forced),
        _fed_step("free_fed", both.model, both.free, "its own most probable one each time."),
        Step(
            "free",
            r"P(y_t | \hat{y}_{t-1})",
            free,
            "From the first wrong word on it answers for a text that is not the target.",
            (_targets(params),),
        ),
        _losses_step(np.array([-np.log(forced).mean(), -np.log(free).mean()]), forced),
        Step(
            "gap",
            r"\ln \frac{P(y_t | y_{t-1})}{P(y_t | \hat{y}_{t-1})}",
            both.forced.log_probs - both.free.log_probs,
            "The exposure bias: 0 at the first step, and where both decoders see the same word.",
            (_targets(params),),
            View.LINE,
        ),
    ]


def _targets(params: ForcingParams) -> Axis:
    return Axis("target", tuple(f"{t}: {word}" for t, word in enumerate(params.target, 1)))


def _fed_step(name: str, model: Bigrams, run: Run, why: str) -> Step:
    seen = model.spelled((0, *run.fed[:-1]))
    return Step(name, "", seen, f"The word before, as each step sees it: {why}", view=View.TEXT)


def _forced_step(params: ForcingParams, both: _Both, forced: Array) -> Step:
    count, total = both.model.counts[0, both.target[0]], both.model.counts[0].sum()
    return Step(
        "forced",
        r"P(y_t | y_{t-1})",
        forced,
        "The probability of each target after the true word before it.",
        (_targets(params),),
        filled=f"P({params.target[0]} | {END}) = {shown(count)} / {shown(total)}"
        f" = {shown(count / total)}",
    )


def _losses_step(losses: Array, forced: Array) -> Step:
    terms = " + ".join(f"ln {shown(p)}" for p in forced)
    return Step(
        "losses",
        r"-\frac{1}{T} \sum_t \ln P(y_t)",
        losses,
        "Training sees the first, use sees the second: hence the gap between both.",
        (Axis("fed with", ("the truth", "its own words")),),
        filled=f"losses[the truth] = −({terms}) / {len(forced)} = {factor(float(losses[0]))}",
    )


def _own_words(params: ForcingParams) -> Sequence[Step]:
    both = _both(params)
    free = np.exp(both.free.log_probs)
    loss = -np.log(free).mean()
    return [_forced_step(params, both, free), _losses_step(np.array([loss, loss]), free)]


def _not_shifted(params: ForcingParams) -> Sequence[Step]:
    both = _both(params)
    seen = np.array([both.model.probabilities[word, word] for word in both.target])
    losses = np.array([-np.log(seen).mean(), -both.free.log_probs.mean()])
    return [_forced_step(params, both, seen), _losses_step(losses, seen)]


def _summed(params: ForcingParams) -> Sequence[Step]:
    both = _both(params)
    losses = np.array([-both.forced.log_probs.sum(), -both.free.log_probs.sum()])
    return [_losses_step(losses, np.exp(both.forced.log_probs))]


def _fresh(draw: np.random.Generator) -> ForcingParams:
    """Draw a text of two words that begin sentences; the rarer one begins the target."""
    one, other = (str(noun) for noun in draw.permutation(["cat", "dog", "owl"])[:2])
    lines = [["the", one, "sat", END]] * int(draw.integers(2, 4)) + [["a", other, "ran", END]]
    text = tuple(word for line in lines for word in line)
    return ForcingParams(text=text, target=("a", one if draw.random() < 0.5 else other, END))


demo = Demo(
    name="teacher-forcing",
    title="Teacher forcing and free running",
    look_for="From the first wrong word on the two decoders no longer see the same.",
    params=ForcingParams,
    run=forcing_steps,
    mistakes={
        "own-words": Mistake("the decoder fed with its own words in training", _own_words),
        "not-shifted": Mistake(
            "the targets not shifted: each step sees the word that it has to predict", _not_shifted
        ),
        "summed": Mistake("the sum over the words instead of their mean", _summed),
    },
    asks=("forced", "losses"),
    fresh=_fresh,
)
