"""The demo `beam-search`: the most probable beginnings are carried on together."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.bigrams import Bigrams, Text, bigrams, counts_step
from flashdeck.demos.demo import Demo, Mistake, Params
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.beam_search import beam_rounds, beam_search
from flashdeck.reference.checks import Array
from flashdeck.reference.generation import Generated, greedy

OWL = "the cat sat . the owl sat . the fox sat . a dog ran . a dog ran ."


class BeamParams(Params):
    """A text to learn from, how many beginnings are kept, and how much long texts are favoured."""

    text: Text = tuple(OWL.split())
    width: Annotated[int, Field(ge=1, le=6)] = 2
    longest: Annotated[int, Field(ge=1, le=8)] = 5
    length_penalty: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] = 0.0


def _found(params: BeamParams, model: Bigrams) -> tuple[Generated, ...]:
    return beam_search(
        model.next_logits, (0,), 0, params.longest, params.width, params.length_penalty
    )


def _greedy(params: BeamParams, model: Bigrams) -> Generated:
    return greedy(model.next_logits, (0,), 0, params.longest)


def beam_steps(params: BeamParams) -> Sequence[Step]:
    """Return the best text, how it was found, and what greedy choice would have found."""
    model = bigrams(params.text)
    found, alone = _found(params, model), _greedy(params, model)
    return [
        Step(
            "rule",
            "",
            f"width {params.width}, at most {params.longest} words",
            "In each round every beginning is tried with every next word, and so many are kept.",
            view=View.TEXT,
        ),
        counts_step(model, "How often each word follows each; P(b | a) is the share of its row."),
        *_best_steps(model, found[0]),
        Step(
            "rounds",
            "",
            _rounds(params, model),
            "What each round kept, best first: the winner need not lead at the start.",
            view=View.TEXT,
        ),
        Step(
            "kept",
            r"P(y)",
            np.exp([sequence.log_prob for sequence in found]),
            "The probability of each text that was found.",
            (Axis("text", tuple(model.spelled(sequence.tokens) for sequence in found)),),
        ),
        Step(
            "against_greedy",
            r"P(y_{greedy}), \quad P(y_{beam})",
            np.exp([alone.log_prob, found[0].log_prob]),
            f"Greedy takes the best word each time and writes “{model.spelled(alone.tokens)}”.",
            (Axis("search", ("greedy", f"beam {params.width}")),),
        ),
    ]


def _factors(model: Bigrams, found: Generated) -> Array:
    pairs = zip((0, *found.tokens[:-1]), found.tokens, strict=True)
    return np.array([model.probabilities[pair] for pair in pairs])


def _best_steps(model: Bigrams, found: Generated, probability: float | None = None) -> list[Step]:
    factors = _factors(model, found)
    probability = float(factors.prod()) if probability is None else probability
    return [
        Step(
            "best",
            r"\text{argmax}_y P(y)",
            model.spelled(found.tokens),
            "The most probable text among those that were tried.",
            view=View.TEXT,
        ),
        Step(
            "probability",
            r"\prod_t P(y_t | y_{t-1})",
            np.asarray(probability),
            "The product over all its words, the end among them.",
            view=View.SCALAR,
            filled=f"{'·'.join(map(shown, factors))} = {shown(float(factors.prod()))}",
        ),
    ]


def _rounds(params: BeamParams, model: Bigrams) -> str:
    rounds = beam_rounds(model.next_logits, (0,), 0, params.longest, params.width)
    return "\n".join(
        f"{number}: " + " | ".join(_with_probability(model, sequence) for sequence in kept)
        for number, kept in enumerate(rounds, 1)
    )


def _with_probability(model: Bigrams, found: Generated) -> str:
    return f"{model.spelled(found.tokens)} {shown(float(np.exp(found.log_prob)), 3)}"


def _only_greedy(params: BeamParams) -> Sequence[Step]:
    model = bigrams(params.text)
    return _best_steps(model, _greedy(params, model))


def _added(params: BeamParams) -> Sequence[Step]:
    model = bigrams(params.text)
    found = _found(params, model)[0]
    return _best_steps(model, found, float(_factors(model, found).sum()))


def _per_word(params: BeamParams) -> Sequence[Step]:
    model = bigrams(params.text)
    found = _found(params, model)[0]
    return _best_steps(model, found, float(_factors(model, found).mean()))


def _fresh(draw: np.random.Generator) -> BeamParams:
    """Draw a text whose most frequent first word leads into many improbable sentences."""
    nouns = [str(noun) for noun in draw.permutation(["cat", "dog", "owl", "fox", "hen"])]
    many = int(draw.integers(3, 5))
    verb, other = (str(verb) for verb in draw.permutation(["sat", "ran", "hid"])[:2])
    text = [word for noun in nouns[:many] for word in ("the", noun, verb, ".")]
    text += ["a", nouns[many], other, "."] * int(draw.integers(2, many))
    return BeamParams(text=tuple(text))


demo = Demo(
    name="beam-search",
    title="Beam search: several beginnings at once",
    look_for="A beginning that comes second in the first round and wins in the end.",
    params=BeamParams,
    run=beam_steps,
    mistakes={
        "greedy": Mistake("the most probable word each time, which is greedy", _only_greedy),
        "added": Mistake("the probabilities of the words added instead of multiplied", _added),
        "per-word": Mistake("the mean of the words' probabilities", _per_word),
    },
    asks=("best", "probability"),
    fresh=_fresh,
)
