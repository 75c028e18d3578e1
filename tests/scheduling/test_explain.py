"""What a scheduler tells is what it did: every printed formula gives the printed value."""

import math
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.scheduling import Memory, Moment, scheduler_named

START = date(2026, 3, 2)
HISTORIES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 90)), min_size=1, max_size=12)
FORMULA = re.compile(r"^(?:EF|S|D|R|I|I\(\d+\)) = (.+) = ([\d.]+)")


def on(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), timedelta(0), day)


def told(line: str, history: list[tuple[int, int]]) -> list[tuple[list[str], Memory]]:
    """Return what is told of each review (quality, days since the one before), and the memory."""
    scheduler = scheduler_named(line)
    memory: Memory | None = None
    day = START
    steps = []
    for quality, days in history:
        day += timedelta(days=days)
        after = scheduler.review(memory, quality, on(day), "a card")
        steps.append((scheduler.explain(memory, quality, on(day), after, "a card"), after))
        memory = after
    return steps


def value(formula: str) -> float:
    """Compute a printed formula."""
    if re.fullmatch(r"w\d", formula):
        return math.nan
    code = formula.replace("−", "-").replace("·", "*").replace("^", "**")
    code = re.sub(r"⌈(.+)⌉", r"ceil(round(\1, 6))", code)
    return float(eval(code, {"e": math.e, "min": min, "max": max, "ceil": math.ceil}))


@pytest.mark.parametrize("line", ["sm2", "fsrs", "fsrs desired_retention=0.8 fuzz=no"])
@given(history=HISTORIES)
def test_every_printed_formula_gives_the_printed_value(
    line: str, history: list[tuple[int, int]]
) -> None:
    for lines, memory in told(line, history):
        found = [match for text in lines if (match := FORMULA.match(text))]
        for match in found:
            expected = value(match[1])
            if "w" in match[1] or memory.difficulty in (1.0, 10.0) or expected > 36_500:
                continue  # a named parameter, or a value held within its bounds
            assert float(match[2]) == pytest.approx(expected, rel=0.02, abs=0.01), match[0]


def test_sm2_word_for_word() -> None:
    steps = told("sm2", [(4, 0), (5, 1), (3, 6), (3, 0), (1, 14)])
    assert [lines for lines, _ in steps] == [
        [
            "EF = max(1.3, 2.50 + 0.1 − (5 − 4) · (0.08 + (5 − 4) · 0.02)) = 2.50",
            "I(1) = 1 day",
        ],
        [
            "EF = max(1.3, 2.50 + 0.1 − (5 − 5) · (0.08 + (5 − 5) · 0.02)) = 2.60",
            "I(2) = 6 days",
        ],
        [
            "EF = max(1.3, 2.60 + 0.1 − (5 − 3) · (0.08 + (5 − 3) · 0.02)) = 2.46",
            "I(3) = ⌈6 · 2.46⌉ = 15 days",
            "q is below 4: asked again today.",
        ],
        [
            "A repeat of the same day: EF and the interval stay as they are.",
            "q is below 4: asked again today.",
        ],
        [
            "A repeat of the same day: EF and the interval stay as they are.",
            "q is below 4: asked again today.",
        ],
    ]
    (lines, _) = told("sm2", [(4, 0), (1, 1)])[1]
    assert lines == [
        "q = 1 is below 3: repetitions start again, I(1) = 1 day.",
        "EF stays 2.50.",
        "q is below 4: asked again today.",
    ]


def test_leitner_word_for_word() -> None:
    steps = told("leitner boxes=1,2,4", [(4, 0), (4, 1), (1, 2), (1, 0), (4, 0)])
    assert [lines for lines, _ in steps] == [
        ["q = 4, known: up to box 1 of 3, which is 1 day"],
        ["q = 4, known: up to box 2 of 3, which is 2 days"],
        ["q = 1, not known: back to box 1 of 3, which is 1 day", "Asked again today."],
        ["A repeat of the same day: the card stays in its box.", "Asked again today."],
        ["A repeat of the same day: the card stays in its box."],
    ]


def test_fsrs_names_its_steps_its_curve_and_its_fuzz() -> None:
    steps = [lines for lines, _ in told("fsrs", [(4, 0), (4, 0), (5, 2), (1, 30), (4, 0)])]
    assert steps[0] == [
        "S = w2 = 2.307 days",
        "D = 6.413 − e^(0.8334 · 2) + 1 = 2.118",
        "On step 2 of 2: asked again today.",
    ]
    assert steps[1][0].endswith("on the same day")
    assert steps[2][0].startswith("R = (1 + 0.9803 · 2 / ")
    assert steps[2][-1].startswith("Fuzz picks from ")
    assert steps[3][1].startswith("S = min(")
    assert steps[3][-1] == "On step 1 of 1: asked again today."
    exact = [lines for lines, _ in told("fsrs fuzz=no", [(5, 0)])]
    assert exact[0][-1] == "I = 8.296 / 0.9803 · (0.9^(−6.485) − 1) = 8.296, 8 days"
