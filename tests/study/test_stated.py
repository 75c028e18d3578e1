"""Numbers in a deck that a demo confirms: shown alone, and wrong ones found with their line."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.demos.stated import check_stated
from flashdeck.errors import FlashdeckError
from flashdeck.parsing import parse
from flashdeck.parsing.stated import stated_values, with_values_only
from tests.conftest import Desk

# Two words with the queries (2) and (0), the keys (1) and (0): the scores are 2, 0 and 0, 0, and
# the first row of the weights is e^2 / (e^2 + 1) = 0.880797 and 0.119203.
GIVEN = 'tokens="a b" queries=[[2],[0]] keys=[[1],[0]]'


def stated(claim: str) -> str:
    return f"{{{{demo:attention.{claim}}}}}"


@pytest.mark.parametrize(
    "claim",
    [
        f"weights[0,1] {GIVEN} = 0.12",
        f"weights[0, 1] {GIVEN} = 0.1192",
        f"weights[a, b] {GIVEN}=.12",
        f"weights[0,0] {GIVEN} = 88%",
        f"weights[0,0] {GIVEN} = 88.08 %",
        f"products[0,0] {GIVEN} = 2",
        f"products[0,0] {GIVEN} = 2.000",
        f"products[0,0] {GIVEN} = 2e0",
        f"weights[0,1] {GIVEN} = 1.2e-1",
        f"scores[0,1] {GIVEN} causal=true = -∞",
        f"scores[0,1] {GIVEN} causal=true = −inf",
        f'"weights"[1,1] {GIVEN} = 0.5',
    ],
)
def test_a_true_number_is_no_problem(claim: str) -> None:
    (found,) = stated_values(stated(claim))
    check_stated(found)


@pytest.mark.parametrize(
    ("claim", "message", "hint"),
    [
        (
            f"weights[0,1] {GIVEN} = 0.13",
            "attention.weights[0, 1] is 0.119203, not 0.13",
            "Write 0.12.",
        ),
        (f"weights[0,1] {GIVEN} = 0.1193", "is 0.119203, not 0.1193", "Write 0.1192."),
        (f"weights[0,0] {GIVEN} = 89%", "not 89%", "Write 88%."),
        (f"products[0,0] {GIVEN} = -2", "is 2, not -2", "Write 2."),
        (f"scores[0,1] {GIVEN} causal=true = 0", "is -∞, not 0", "Write -∞."),
        (f"weights[0,1] {GIVEN} = much", "'much' is no number", "Write {{demo:"),
        (f"weights[0] {GIVEN} = 1", "needs 2 places, not 1", "Its axes: query, key."),
        (f"weights[0,2] {GIVEN} = 1", "has no key '2'", "from 0 to 1, or one of: a, b."),
        (f"weight[0,0] {GIVEN} = 1", "has no step 'weight'", "Its steps: queries"),
        ("weights[0,0] d_k=0 = 1", "d_k is 0", "Its parameters"),
        ("weights[0,0] queries=[[1 = 1", "cannot be read", "Write {{demo:"),
        ("weights[0,0]", "cannot be read", "Write {{demo:"),
        ("weights[0,0] =", "cannot be read", "Write {{demo:"),
        ("weights[0,0] tokens=a b = 1", "cannot be read", "Write {{demo:"),
        ("weights[0,0] queries=[*a] = 1", "aliases", "Quote the value."),
    ],
)
def test_a_wrong_one_is_told_with_the_right_one(claim: str, message: str, hint: str) -> None:
    (found,) = stated_values(stated(claim))
    with pytest.raises(FlashdeckError) as caught:
        check_stated(found)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_the_reader_of_a_card_sees_the_number_alone() -> None:
    claim = stated(f"weights[0,1] {GIVEN} = 0.12")
    text = f"## What is the weight?\nIt is {claim}, or ${claim}$.\n\n`{claim}`\n"
    (card,) = parse(text, "a.md").cards
    assert card.answer == f"It is 0.12, or $0.12$.\n\n`{claim}`"


def test_code_and_what_cannot_be_read_stay_as_they_are() -> None:
    claim = stated("weights[0,1] = 0.12")
    for text in (f"```text\n{claim}\n```", f"~~~\n{claim}", f"`` {claim} ``", stated("weights")):
        assert with_values_only(text) == text
    assert with_values_only("{{demo}} {{c1::gap}}") == "{{demo}} {{c1::gap}}"


def test_check_names_file_line_and_the_right_number(desk: Desk) -> None:
    claim = stated(f"weights[0,1] {GIVEN} = 0.35")
    desk.write("bad.md", f"## What is the weight?\n\nIt is\n{claim}.\n")
    problem = desk.problem()
    assert (problem.line, problem.message) == (
        4,
        "attention.weights[0, 1] is 0.119203, not 0.35",
    )
    assert desk.card("What is the weight?").answer == "It is\n0.35."


@given(st.text(st.sampled_from("{}demo:attention.weights[0,1]= \"'`~\n%-")))
def test_whatever_stands_there_lines_stay_and_nothing_breaks(text: str) -> None:
    for note in (text, "{{demo:" + text, "{{demo:attention." + text + " = 1}}"):
        assert with_values_only(note).count("\n") == note.count("\n")
        for found in stated_values(note):
            with suppress(FlashdeckError):
                check_stated(found)


@pytest.mark.parametrize("piece", ["{{demo:", "`", "``` ", "{{demo:a.b ", "{{demo:a.b=}}", "~~~\n"])
def test_a_long_note_of_broken_statements_is_read_in_time(piece: str) -> None:
    text = "{{demo:" + piece * (20_000 // len(piece))
    started = time.process_time()
    with_values_only(text)
    assert time.process_time() - started < 5
