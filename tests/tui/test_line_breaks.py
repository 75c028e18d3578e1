"""Which line breaks of a paragraph its author meant, and which an editor made."""

import textwrap

import pytest

from flashdeck.tui.markdown_parser import _breaks_are_intended, answer_parser

PROSE = (
    "A recurrent network reads one token after another and keeps what it needs in a state that "
    "the next step is given, so that a word at the end can depend on a word at the beginning."
)


@pytest.mark.parametrize(
    "text",
    [
        "red is warm\nblue is cold",
        "First, merge repeats.\nThen, remove blanks from what is left of the path.",
        "a = 1\nb = 2\nc = 3",
        "One line that is as long as it needs to be, and that no editor has ever filled, since "
        "it is far longer than the lines that editors make.\nAnother one.",
        "A question that takes up quite some room on its line?\nYes.\nNo.\nPerhaps, if it is late.",
    ],
)
def test_lines_that_had_room_for_more_were_meant_as_lines(text: str) -> None:
    assert _breaks_are_intended(text)


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_prose_that_an_editor_filled_was_not_meant_as_lines(width: int) -> None:
    assert not _breaks_are_intended(textwrap.fill(PROSE, width))


@pytest.mark.parametrize("text", ["", "one line", PROSE])
def test_a_single_line_has_no_breaks(text: str) -> None:
    assert not _breaks_are_intended(text)


def test_a_break_that_markdown_itself_marks_stays_in_filled_prose() -> None:
    first, *rest = textwrap.wrap(PROSE, 72)
    (inline,) = (t for t in answer_parser().parse("\n".join([first + "\\", *rest])) if t.children)
    kinds = [child.type for child in inline.children or []]
    assert (kinds.count("hardbreak"), kinds.count("softbreak")) == (1, len(rest) - 1)
