"""The demo `generation`: a text word by word, with four ways to choose the next."""

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from flashdeck.demos.bigrams import Bigrams, Text, bigrams, counts_step
from flashdeck.demos.demo import Demo, Mistake, Params, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Array
from flashdeck.reference.functions import softmax
from flashdeck.reference.generation import Generated, greedy, sample
from flashdeck.reference.sampling import nucleus, top_k, with_temperature

CAT = "the cat sat . the dog sat . the cat ran . the cat saw the dog . a dog ran ."


class GenerationParams(Params):
    """A text to learn from, and how the next word is chosen from what may follow.

    The temperature is not used by `greedy`, ``k`` by `top-k` only and ``p`` by `nucleus` only.
    """

    text: Text = tuple(CAT.split())
    strategy: Literal["greedy", "temperature", "top-k", "nucleus"] = "top-k"
    temperature: Annotated[float, Field(ge=0.05, le=10, allow_inf_nan=False)] = 0.5
    k: Annotated[int, Field(ge=1, le=20)] = 2
    p: Annotated[float, Field(ge=0.01, le=1, allow_inf_nan=False)] = 0.8
    longest: Annotated[int, Field(ge=1, le=12)] = 8
    seed: Seed = 1


def _kept(params: GenerationParams, logits: Array, temperature: float) -> Array:
    """Return the logits of the words that may be drawn, all others at -inf."""
    if params.strategy == "greedy":
        return top_k(logits, 1)
    shaped = with_temperature(logits, temperature)
    if params.strategy == "top-k":
        return top_k(shaped, params.k)
    return nucleus(shaped, params.p) if params.strategy == "nucleus" else shaped


def _generated(params: GenerationParams, model: Bigrams) -> Generated:
    if params.strategy == "greedy":
        return greedy(model.next_logits, (0,), 0, params.longest)
    return sample(
        model.next_logits,
        (0,),
        0,
        params.longest,
        np.random.default_rng(params.seed),
        temperature=params.temperature,
        k=params.k if params.strategy == "top-k" else None,
        p=params.p if params.strategy == "nucleus" else None,
    )


def generation_steps(params: GenerationParams) -> Sequence[Step]:
    """Return the model, its choices at each step before and after shaping, and the text."""
    model = bigrams(params.text)
    found = _generated(params, model)
    logits = _logits(model, found)
    return [
        Step("rule", "", _rule(params), "How the next word is chosen.", view=View.TEXT),
        counts_step(model, "How often each word follows each: all that this model has learned."),
        _probabilities_step(model, found, softmax(logits)),
        _shaped_step(model, found, softmax(_shaped(params, logits, params.temperature))),
        Step(
            "written",
            r"y_1 \ldots y_T",
            model.spelled(found.tokens),
            "The most probable word each time."
            if params.strategy == "greedy"
            else "Drawn from the rows above; another seed writes another text.",
        ),
        _sequence_step(np.exp(found.log_prob), _factors(model, found)),
    ]


def _rule(params: GenerationParams) -> str:
    heat = f"P^(1/{shown(params.temperature)}), made to sum to 1"
    return {
        "greedy": "greedy: the most probable word",
        "temperature": f"temperature: drawn from {heat}",
        "top-k": f"top-k: drawn from the {params.k} most probable words of {heat}",
        "nucleus": f"nucleus: drawn from the fewest words of {heat} that hold"
        f" {shown(params.p)} of it",
    }[params.strategy]


def _logits(model: Bigrams, found: Generated) -> Array:  # (written, vocabulary)
    return np.stack([model.next_logits((word,)) for word in _before(found)])


def _before(found: Generated) -> tuple[int, ...]:
    """Return the word before each that was written, the end of a sentence before the first."""
    return (0, *found.tokens[:-1])


def _shaped(params: GenerationParams, logits: Array, temperature: float) -> Array:
    return np.stack([_kept(params, row, temperature) for row in logits])


def _axes(model: Bigrams, found: Generated) -> tuple[Axis, Axis]:
    before = tuple(f"{t}: {model.words[word]}" for t, word in enumerate(_before(found), 1))
    return Axis("after", before), Axis("comes", model.words)


def _probabilities_step(model: Bigrams, found: Generated, probabilities: Array) -> Step:
    return Step(
        "probabilities",
        r"P(b | a) = \frac{n(a, b)}{\sum_c n(a, c)}",
        probabilities,
        "What may come next, at each step of the text: a row for each word written.",
        _axes(model, found),
        View.HEATMAP,
        _probability_filled(model, found),
    )


def _probability_filled(model: Bigrams, found: Generated) -> str:
    before, after = _before(found)[0], found.tokens[0]
    count, total = model.counts[before, after], model.counts[before].sum()
    words = model.words
    return (
        f"P({words[after]} | {words[before]}) = {shown(count)} / {shown(total)}"
        f" = {shown(count / total)}"
    )


def _shaped_step(model: Bigrams, found: Generated, shaped: Array) -> Step:
    return Step(
        "shaped",
        r"\text{softmax}\left(\frac{z}{T}\right) \text{ of the words that are kept}",
        shaped,
        "Sharper below temperature 1, flatter above; what is cut off gives its share to the rest.",
        _axes(model, found),
        View.HEATMAP,
    )


def _factors(model: Bigrams, found: Generated) -> Array:
    pairs = zip(_before(found), found.tokens, strict=True)
    return np.array([model.probabilities[pair] for pair in pairs])


def _sequence_step(probability: float, factors: Array) -> Step:
    return Step(
        "probability",
        r"\prod_t P(y_t | y_{t-1})",
        np.asarray(float(probability)),
        "Under the model itself, as it was before any shaping.",
        view=View.SCALAR,
        filled=f"{'·'.join(map(shown, factors))} = {shown(float(factors.prod()))}",
    )


def _not_renormalised(params: GenerationParams) -> Sequence[Step]:
    model = bigrams(params.text)
    found = _generated(params, model)
    logits = _logits(model, found)
    kept = np.isfinite(_shaped(params, logits, params.temperature))
    warm = 1.0 if params.strategy == "greedy" else params.temperature
    return [_shaped_step(model, found, np.where(kept, softmax(logits / warm), 0.0))]


def _multiplied(params: GenerationParams) -> Sequence[Step]:
    model = bigrams(params.text)
    found = _generated(params, model)
    shaped = _shaped(params, _logits(model, found), 1.0 / params.temperature)
    return [_shaped_step(model, found, softmax(shaped))]


def _temperature_ignored(params: GenerationParams) -> Sequence[Step]:
    model = bigrams(params.text)
    found = _generated(params, model)
    return [_shaped_step(model, found, softmax(_shaped(params, _logits(model, found), 1.0)))]


def _added(params: GenerationParams) -> Sequence[Step]:
    model = bigrams(params.text)
    factors = _factors(model, _generated(params, model))
    return [_sequence_step(float(factors.sum()), factors)]


def _joint(params: GenerationParams) -> Sequence[Step]:
    model = bigrams(params.text)
    found = _generated(params, model)
    rows = model.counts[list(_before(found))]
    return [_probabilities_step(model, found, rows / model.counts.sum())]


def _fresh(draw: np.random.Generator) -> GenerationParams:
    """Draw sentences in which three words follow `the`, each a different number of times."""
    subjects = draw.permutation(["cat", "dog", "owl", "fox"])[:3]
    text = list[str]()
    for subject, count in zip(subjects, draw.permutation([1, 2, 3]), strict=True):
        for verb in draw.choice(["sat", "ran"], size=count):
            text += ["the", str(subject), str(verb), "."]
    seed = int(draw.integers(1_000))
    return GenerationParams(text=tuple(text), temperature=0.5, k=2, longest=3, seed=seed)


demo = Demo(
    name="generation",
    title="Writing word by word: greedy, temperature, top-k, nucleus",
    look_for="What temperature does to a row, what top-k and nucleus cut off, and what is drawn.",
    params=GenerationParams,
    run=generation_steps,
    mistakes={
        "not-renormalised": Mistake(
            "the words that are kept not made to sum to 1 again", _not_renormalised
        ),
        "multiplied": Mistake("the logits multiplied by the temperature, not divided", _multiplied),
        "temperature-ignored": Mistake("the temperature left out", _temperature_ignored),
        "added": Mistake("the probabilities of the words added instead of multiplied", _added),
        "joint": Mistake(
            "the count over all pairs of the text instead of those that begin with this word",
            _joint,
        ),
    },
    asks=("probabilities", "shaped", "probability"),
    fresh=_fresh,
)
