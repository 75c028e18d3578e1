"""Each fixture document gives exactly the cards that a reader wrote down beside it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from flashdeck.cards import ParsedCard, ParsedDocument
from flashdeck.parsing import parse
from flashdeck.text import clean
from tests.parsing.accounts import owners, written_lines

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.name for path in FIXTURES.iterdir() if path.suffix != ".yaml")


def read(name: str) -> tuple[ParsedDocument, dict[str, Any]]:
    text = (FIXTURES / name).read_bytes().decode("utf-8")
    expected = yaml.safe_load((FIXTURES / name).with_suffix(".yaml").read_text("utf-8"))
    return parse(text, name), expected


def as_written_down(card: ParsedCard) -> dict[str, Any]:
    answer = card.answer.splitlines()
    return {
        "question": card.question,
        "line": card.line,
        "answer_first": answer[0],
        "answer_last": answer[-1],
        "path": list(card.path),
        "tags": list(card.tags),
        "id": card.explicit_id,
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_cards_are_those_that_a_reader_sees(name: str) -> None:
    document, expected = read(name)
    assert [as_written_down(card) for card in document.cards] == expected["cards"]
    assert document.style == expected["style"]
    assert document.deck == expected.get("deck")


@pytest.mark.parametrize("name", NAMES)
def test_questions_without_an_answer_are_named_by_line(name: str) -> None:
    document, expected = read(name)
    unanswered = [p.line for p in document.problems if p.message.startswith("no answer to")]
    assert unanswered == (expected.get("unanswered") or [])


@pytest.mark.parametrize("name", NAMES)
def test_every_written_line_is_in_a_card_or_skipped_for_a_reason(name: str) -> None:
    text = (FIXTURES / name).read_bytes().decode("utf-8")
    document, _ = read(name)
    owned = owners(document)
    assert written_lines(clean(text)) <= owned.keys()
    assert all(len(sharing) == 1 for sharing in owned.values())
