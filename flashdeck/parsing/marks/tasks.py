"""What sets a task: `**Exercise:** Lift it.`, or `Exercise 3: Levers` that no answer follows."""

import re

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.questions import clean_question, likeness
from flashdeck.parsing.sections import Section
from flashdeck.parsing.words import vocabulary
from flashdeck.parsing.words.label_words import EXERCISES, PROBLEMS, QUESTIONS
from flashdeck.parsing.words.titles import LONGEST_FRAME

NEAR = 12
"""Lines below a heading that tell what it is about."""

_PROBLEM = late.pattern(rf"\W*(?:{'|'.join(sorted(PROBLEMS))})\s*#?\d", re.IGNORECASE)
_EXERCISE = late.pattern(
    rf"\W*(?:{vocabulary.EXERCISE})\s*#?\d[\d.]*\s*\W{{1,3}}\s*[^\W\d]", re.IGNORECASE
)
_NAME = late.pattern(
    r"^[ \t]*(\*\*|__)([^\W\d_]{2,20})"
    r"(?:(?:[:：]\1|\1[:：])[ \t]*(?=\S)|[:：][ \t](?=\S.*\1[ \t]*$))"
)
"""A bold word before what it asks: `**Exercise:** Write a loop.`, `**Exercise: Loops**`."""
_ANSWERS = late.pattern(rf"\b(?:{vocabulary.ANSWER})\b", re.IGNORECASE)
_TELLING = ("fence", "code_block", "html_block")
_TO_DO = late.pattern(
    r"[ \t]*(?:pass|\.\.\.|raise\s+NotImplemented\w*.*|todo!\(.*|"
    r"(?:#|//|--|/\*|<!--|%)+[ \t]*"
    r"(?:todo|your|write|implement|add|fill|complete|insert|put)\b.*)[ \t]*$",
    re.IGNORECASE,
)
"""A line of code that is to be written yet."""
_TROUBLE = late.pattern(
    r"\W*(?:root\s+cause|causes?|symptoms?|error(?:\s+message)?|impact|severity|scenario|issue|"
    r"files?(?:\s+affected)?|affected|fix|status|current(?:ly)?|causa|síntomas?|sintomas?|ursache|"
    r"symptome?|causes?\s+possibles?|причина|симптом\w*|原因|现象)\W{0,4}[:：]",
    re.IGNORECASE,
)
"""How a text begins that tells of trouble and not of an exercise."""


def names_task(line: str) -> bool:
    """Tell whether a line begins with a bold word for *exercise*."""
    match = _NAME.match(line)
    return bool(match and match[2].casefold() in EXERCISES)


def without_task_name(line: str) -> str:
    """Return a line without a bold word for *exercise* before what it asks."""
    return _NAME.sub("", line) if names_task(line) else line


def may_be_task(word: str) -> bool:
    """Tell whether the heading that begins with ``word``, in lower case, may be one of these."""
    return word in PROBLEMS or (word in EXERCISES and word not in QUESTIONS)


def is_no_question(document: Document, section: Section) -> bool:
    """Tell whether a heading numbers a task without its answer, or names a trouble."""
    return _tells_of_trouble(document, section) or _is_task(document, section)


def _is_task(document: Document, section: Section) -> bool:
    """Tell whether `Exercise 3: Levers` has but a name, and what is to be done in words below."""
    if not _EXERCISE.match(section.title) or likeness(clean_question(section.title)):
        return False
    first = document.headings[0].text
    if len(first) < LONGEST_FRAME and _ANSWERS.search(first):
        return False
    blocks = document.blocks_between(section.body, section.end)
    lines = document.lines[section.body : section.end]
    is_told = any(block.kind in _TELLING for block in blocks) and not any(map(_TO_DO.match, lines))
    return bool(blocks) and not is_told and all(announced(line) is None for line in lines)


def _tells_of_trouble(document: Document, section: Section) -> bool:
    """Tell whether what stands below `Problem 3` names a cause or the like in its first lines."""
    first = document.lines[section.body : min(section.own_end, section.body + NEAR)]
    return bool(_PROBLEM.match(section.title)) and any(map(_TROUBLE.match, first))
