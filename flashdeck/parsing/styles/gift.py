"""Moodle's GIFT: `::title:: question { =right ~wrong #feedback }`, one a paragraph.

The format is described at https://docs.moodle.org/en/GIFT_format.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.html_fields import to_markdown
from flashdeck.parsing.questions import clean_question
from flashdeck.parsing.sections import section_lines

NAME = "gift"
SCORE = 0.96
LONGEST = 20_000
MOST_OPTIONS = 26
"""So many have a letter."""
FEW = 2
SHARE = 0.6
"""Share of the paragraphs that ask in this way; descriptions may stand between them."""

_MARKED = late.pattern(r"\{\s*(?:[=~]|#\s*[=\d-]|T(?:RUE)?\b|F(?:ALSE)?\b)")
_COMMENT = late.pattern(r"\s*(?://|\$CATEGORY:)")
_TITLE = late.pattern(r"\s*::((?:\\.|[^:\\]|:(?!:)){1,300})::\s*")
_FORMAT = late.pattern(r"\s*\[(html|markdown|plain|moodle)\]\s*")
_ANSWERS = late.pattern(r"(?<!\\)\{((?:\\.|[^{}\\])*)\}")
_CHOICE = late.pattern(r"\s*([=~])\s*(?:%(-?[\d.]{1,9})%)?((?:\\.|[^=~\\])*)", re.DOTALL)
_FEEDBACK = late.pattern(r"(?<!\\)#")
_GENERAL = late.pattern(r"(?<!\\)####")
_TRUTH = late.pattern(r"\s*(T|TRUE|F|FALSE)\s*(?:(?<!\\)#|$)")
_ESCAPED = late.pattern(r"\\([~=#{}:n])")
_NUMBER = late.pattern(
    r"#\s*=?\s*(?:%-?[\d.]{1,9}%)?(-?\d+(?:\.\d+)?)(?:(:|\.\.)(-?\d+(?:\.\d+)?))?\s*(?:[#=]|$)"
)
_TRUE = late.pattern(r"T(?:RUE)?$")
_IS_NUMBER = late.pattern(r"-?\d+(?:\.\d+)?")


class _Quiz(NamedTuple):
    """A question over 0-based ``line`` to ``end`` with its options and what answers it."""

    line: int
    end: int
    question: str
    options: tuple[str, ...]
    answer: str


class _Choice(NamedTuple):
    """One of the answers, its worth in per cent, whether it is marked right, what is told of it."""

    text: str
    worth: float
    is_right: bool
    told: str


def claim(document: Document) -> Claim | None:
    """Claim the questions of a file of which the paragraphs end in answers between braces."""
    if not _MARKED.search(document.text):
        return None
    spans = list(_paragraphs(document))
    found = [quiz for start, end in spans if (quiz := _read(document, start, end))]
    is_titled = any(_TITLE.match(document.lines[quiz.line]) for quiz in found)
    if len(found) < (1 if is_titled else FEW) or len(found) < SHARE * len(spans):
        return None
    return make_claim(NAME, SCORE, map(_card, found), section_lines(document))


def _card(quiz: _Quiz) -> ParsedCard:
    listed = "\n".join(f"- {chr(65 + index)}. {text}" for index, text in enumerate(quiz.options))
    return ParsedCard(
        question="\n\n".join(filter(None, (quiz.question, listed))),
        answer=quiz.answer,
        line=quiz.line + 1,
        last_line=quiz.end,
    )


def _paragraphs(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the 0-based lines from each question to the blank line behind its closing brace."""
    start: int | None = None
    depth = 0
    for line, text in enumerate((*document.lines, "")):
        inside = line in document.hidden_lines or bool(_COMMENT.match(text))
        if start is not None and depth <= 0 and (not text.strip() or inside):
            yield start, line
            start, depth = None, 0
        if inside or not text.strip():
            continue
        start = line if start is None else start
        bare = text.replace("\\{", "").replace("\\}", "")
        depth += bare.count("{") - bare.count("}")
    if start is not None:
        yield start, len(document.lines)


def _read(document: Document, start: int, end: int) -> _Quiz | None:
    """Return what the lines ``start:end`` ask, if answers in braces stand in or behind it."""
    lines = [line for line in document.lines[start:end] if not _COMMENT.match(line)]
    text = "\n".join(lines)
    answers = _ANSWERS.search(text) if len(text) <= LONGEST else None
    if not answers:
        return None
    title = _TITLE.match(text)
    before, after = text[title.end() if title else 0 : answers.start()], text[answers.end() :]
    kind = _FORMAT.match(before)
    asked = before[kind.end() if kind else 0 :].rstrip()
    if after.strip():
        asked = f"{asked} ____ {after.strip()}"
    asked = _plain(asked, is_html=bool(kind and kind[1] == "html"))
    said = _said(answers[1])
    if said is None or not asked:
        return None
    return _Quiz(start, end, clean_question(asked), *said)


def _said(inside: str) -> tuple[tuple[str, ...], str] | None:
    """Return the options and the answer that stand between the braces, or None for other text."""
    answers, *general = _GENERAL.split(inside, maxsplit=1)
    note = "".join(f"\n\n{_plain(text)}" for text in general)
    if not answers.strip():
        return ((), "") if not general else None
    if truth := _TRUTH.match(answers):
        return (), ("True" if _TRUE.match(truth[1]) else "False") + note
    if number := _NUMBER.match(answers.lstrip()):
        way = {":": " ± ", "..": " to "}.get(number[2], "")
        return (), f"{number[1]}{way}{number[3] or ''}{note}"
    choices = [_choice(match) for match in _CHOICE.finditer(answers)]
    if not 0 < len(choices) <= MOST_OPTIONS or not answers.lstrip().startswith(("=", "~")):
        return None
    best = max(choice.worth for choice in choices)
    least = best if any(choice.is_right for choice in choices) else 0.0
    right = [choice for choice in choices if choice.worth > 0 and choice.worth >= least]
    is_chosen = any(not choice.is_right for choice in choices)
    is_matched = all("->" in choice.text for choice in right)
    shown = right if is_chosen or is_matched else right[:1]
    told = [text for choice in shown for text in (choice.told,) if text]
    answer = "\n".join(choice.text for choice in shown)
    options = tuple(choice.text for choice in choices) if is_chosen else ()
    return options, "\n\n".join([answer, *told[:1]]) + note


def _choice(match: re.Match[str]) -> _Choice:
    text, *told = _FEEDBACK.split(match[3], maxsplit=1)
    worth = float(match[2]) if match[2] and _IS_NUMBER.fullmatch(match[2]) else 100.0
    is_right = match[1] == "="
    worth = worth if is_right or match[2] else 0.0
    return _Choice(_plain(text), worth, is_right, _plain("".join(told)))


def _plain(text: str, *, is_html: bool = False) -> str:
    """Return ``text`` without the backslashes that guard the format's own signs."""
    plain = _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], text).strip()
    return to_markdown(plain).strip() if is_html or plain.startswith("<p>") else plain
