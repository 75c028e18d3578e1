"""Problems from demos: solvable from what is shown, and wrong answers give themselves away."""

import re
from collections.abc import Sequence

import numpy as np
import pytest

from flashdeck.demos import Axis, Demo, Mistake, Params, Step, demo_named, demo_names
from flashdeck.demos.problem import draw_question, fence_question
from flashdeck.errors import DemoError
from flashdeck.questions import (
    AnswerKind,
    NotAnAnswerError,
    Question,
    can_be_told_apart,
    judge,
    value_text,
)


class Pair(Params):
    """Two numbers."""

    a: float = 1.0
    b: float = 1.0
    seed: int = 0


def steps(a: float, b: float, total: float, mean: float) -> Sequence[Step]:
    return [
        Step("numbers", "", np.array([a, b]), "Given.", (Axis("number", ("a", "b")),)),
        Step("total", "a + b", np.array(total), "Their sum."),
        Step("mean", r"\frac{a + b}{2}", np.array(mean), "Half of it."),
    ]


def right(params: Pair) -> Sequence[Step]:
    total = params.a + params.b
    return steps(params.a, params.b, total, total / 2)


def unhalved(params: Pair) -> Sequence[Step]:
    total = params.a + params.b
    return steps(params.a, params.b, total, total)


def multiplied(params: Pair) -> Sequence[Step]:
    total = params.a * params.b
    return steps(params.a, params.b, total, total / 2)


def fresh(draw: np.random.Generator) -> Pair:
    a, b = draw.integers(1, 4, 2)
    return Pair(a=float(a), b=float(b))


def mean_demo(**changes: object) -> Demo:
    values: dict[str, object] = {
        "name": "mean",
        "title": "The mean of two numbers",
        "look_for": "It lies between them.",
        "params": Pair,
        "run": right,
        "mistakes": {
            "unhalved": Mistake("the sum, not yet divided", unhalved),
            "multiplied": Mistake("the product instead of the sum", multiplied),
        },
        "asks": ("total", "mean"),
        "fresh": fresh,
    }
    return Demo(**{**values, **changes})  # type: ignore[arg-type]


def drawn(demo: Demo, seed: int, **options: object) -> Question:
    return draw_question(demo, np.random.default_rng(seed), **options)  # type: ignore[arg-type]


def shown_numbers(question: Question) -> tuple[float, float]:
    """Return a and b as the prompt shows them."""
    match = re.search(r"numbers\n +a b\n +(\d) (\d)\n", question.prompt)
    assert match
    return float(match[1]), float(match[2])


@pytest.mark.parametrize("seed", range(20))
def test_the_answer_and_the_mistakes_follow_from_the_shown_numbers(seed: int) -> None:
    question = drawn(mean_demo(), seed, ask="mean")
    a, b = shown_numbers(question)
    if question.choices:
        assert float(question.expected_text) == (a + b) / 2
        return
    assert question.expected == ((a + b) / 2,)
    assert {slip.name: slip.answer for slip in question.slips} == {
        "unhalved": (a + b,),
        "multiplied": (a * b / 2,),
    }
    assert question.unseen == ()
    assert f"total  a + b\n   {a + b:.0f}\n" in question.prompt
    assert "Half of it." not in question.prompt
    assert "mean = (a + b)/2. Half of it." in question.hint or "Half of it." in question.hint
    assert "3. mean" in question.solution


@pytest.mark.parametrize("seed", range(20))
def test_numbers_for_which_mistakes_look_alike_are_drawn_again(seed: int) -> None:
    """With 2 and 2 the sum is the product; with 1 and 2, a mean of the product is 1."""
    question = drawn(mean_demo(), seed, ask="mean")
    a, b = shown_numbers(question)
    assert len({(a + b) / 2, a + b, a * b / 2}) == 3


def test_a_mistake_that_cannot_show_in_a_step_is_named() -> None:
    question = drawn(mean_demo(), 1, ask="total")
    assert question.unseen == ("unhalved",)


def test_mistakes_that_are_never_told_apart_leave_the_best_that_there_is() -> None:
    twice = {"one": Mistake("one", unhalved), "other": Mistake("the other", unhalved)}
    question = drawn(mean_demo(mistakes=twice), 1, ask="mean")
    assert [slip.name for slip in question.slips] == ["one"]
    assert question.unseen == ("other",)


def test_without_fresh_numbers_the_seed_is_drawn() -> None:
    def run(params: Pair) -> Sequence[Step]:
        return right(Pair(a=float(params.seed % 7), b=1.0))

    demo = mean_demo(fresh=None, run=run, mistakes={})
    assert len({drawn(demo, seed, ask="total").expected_text for seed in range(20)}) > 1


def test_given_parameters_stay_and_others_are_fresh() -> None:
    questions = [drawn(mean_demo(), seed, ask="total", given={"a": 3}) for seed in range(20)]
    assert {shown_numbers(q)[0] for q in questions} == {3.0}
    assert len({shown_numbers(q)[1] for q in questions}) > 1
    with pytest.raises(DemoError, match="there is no parameter 'c'"):
        drawn(mean_demo(), 1, given={"c": 1})


def text_demo(value: str, wrong: str) -> Demo:
    def run(text: str) -> Sequence[Step]:
        return [Step("frames", "", "c c - a t", "Given."), Step("collapsed", "", text, "Merged.")]

    return mean_demo(
        run=lambda _: run(value),
        mistakes={"kept": Mistake("repeats kept", lambda _: run(wrong))},
        asks=("collapsed",),
    )


def test_a_text_is_asked_as_a_sequence() -> None:
    question = drawn(text_demo("cat", "ccat"), 3)
    assert question.kind is AnswerKind.SEQUENCE
    assert "c c - a t" in question.prompt
    assert question.prompt.endswith("What is collapsed?")
    assert judge(question, "c a t").right
    verdict = judge(question, "c c a t")
    assert verdict.slip is not None
    assert verdict.slip.says == "repeats kept"


@pytest.mark.parametrize("value", ["", "x" * 100, "a\nb", " , "])
def test_a_text_that_nobody_would_type_is_not_asked(value: str) -> None:
    with pytest.raises(DemoError, match="no value that can be asked for"):
        drawn(text_demo(value, "x"), 3)


def array_demo(value: object) -> Demo:
    array = np.array(value, dtype=np.float64)
    axes = tuple(Axis(f"axis{i}", tuple(map(str, range(n)))) for i, n in enumerate(array.shape))
    return mean_demo(
        run=lambda _: [Step("it", "", array, "", axes)], mistakes={}, asks=("it",), fresh=None
    )


@pytest.mark.parametrize(
    "value", [np.nan, 1e-9, [1e5 + 0.5], np.zeros((0,)), [np.inf], np.ones((20, 20))]
)
def test_a_value_that_nobody_could_work_out_is_not_asked(value: object) -> None:
    with pytest.raises(DemoError, match="no value that can be asked for"):
        drawn(array_demo(value), 1)


@pytest.mark.parametrize(
    ("value", "digits"), [([1, 2, 5], 0), ([0.5, 0.25, 1], 2), ([1 / 3, 1 / 7, 0.5], 3)]
)
def test_as_many_decimals_are_asked_for_as_the_step_needs(value: object, digits: int) -> None:
    assert {drawn(array_demo(value), seed).digits for seed in range(5)} == {digits}


def test_rounded_arguments_are_asked_for_fewer_decimals() -> None:
    demo = mean_demo(
        run=lambda _: [
            Step("x", "", np.array(1 / 3), ""),
            Step("y", "", np.array(2 / 3), ""),
        ],
        mistakes={},
        asks=("y",),
    )
    assert drawn(demo, 1).digits == 2


def test_the_hidden_place_is_marked_and_nothing_else_of_its_step_is_told() -> None:
    demo = array_demo(np.arange(1, 9).reshape(2, 2, 2) * 11)
    for seed in range(30):
        question = drawn(demo, seed)
        assert not re.search(r"\d\d", question.prompt)
        marks = question.prompt.split("What is")[0].count("?")
        assert marks == (2 if question.kind is AnswerKind.ROW else 1)


def test_a_fence_names_its_step_and_what_is_fixed() -> None:
    question = fence_question("attention", "ask: weights\ncausal: true\n", 5)
    assert question.key.startswith("attention.weights[")
    assert "causal: yes" in question.prompt
    assert question == fence_question("attention", "ask: weights\ncausal: true\n", 5)
    assert question != fence_question("attention", "ask: weights\ncausal: true\n", 6)


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("atention", "", "no demo called 'atention'"),
        ("attention", "ask: queries", "cannot ask for 'queries'"),
        ("attention", "d_x: 1", "no parameter 'd_x'"),
        ("attention", "- 1", "no mapping"),
        ("attention", "tokens: a b c", "rows for 3 tokens"),
    ],
)
def test_a_wrong_fence_says_what_is_wrong(name: str, body: str, message: str) -> None:
    with pytest.raises(DemoError, match=message):
        fence_question(name, body, 1)


def test_a_demo_without_askable_steps_says_so() -> None:
    with pytest.raises(DemoError, match="no step that a quiz can ask for"):
        drawn(mean_demo(asks=()), 1)


def test_of_a_choice_only_the_mistakes_that_can_be_chosen_are_kept() -> None:
    demo = demo_named("lstm-step")  # four mistakes and the right answer are one option too many
    choices = [q for q in (drawn(demo, seed) for seed in range(60)) if q.choices]
    assert choices
    for question in choices:
        assert {slip.answer for slip in question.slips} <= set(question.choices)


ASKABLE = [name for name in demo_names() if demo_named(name).asks]


@pytest.mark.parametrize("name", ASKABLE)
def test_every_demo_gives_questions_that_their_own_answers_and_mistakes_fit(name: str) -> None:
    demo = demo_named(name)
    for seed in range(6):
        question = drawn(demo, seed)
        assert question == drawn(demo, seed)
        assert judge(question, question.expected_text).right
        for slip in question.slips:
            more = 0 if question.kind is AnswerKind.CHOICE else 3
            assert judge(question, value_text(slip.answer, question.digits + more)).slip == slip
        values = [question.expected, *(slip.answer for slip in question.slips)]
        for i, one in enumerate(values):
            for other in values[:i]:
                assert can_be_told_apart(question.kind, one, other, question.digits)
        with pytest.raises(NotAnAnswerError):
            judge(question, "")


@pytest.mark.parametrize("name", ASKABLE)
def test_every_mistake_of_a_demo_can_show_in_some_question(name: str) -> None:
    demo = demo_named(name)
    missing = set(demo.mistakes)
    for seed in range(24):
        for step in demo.asks:
            missing -= (
                {slip.name for slip in drawn(demo, seed, ask=step).slips} if missing else set()
            )
    assert not missing
