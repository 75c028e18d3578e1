"""A question from a card: a choice among answers of its deck, typed words, or graded by oneself."""

import re
from collections.abc import Sequence
from random import Random

from flashdeck.answers import plain_form
from flashdeck.cards import Card
from flashdeck.formulas import formulas_as_unicode
from flashdeck.questions import DID_NOT, KNEW, AnswerKind, Question, can_be_numbered
from flashdeck.text import one_line

LONGEST_CHOICE, LONGEST_TYPED, MOST_TYPED_WORDS = 80, 40, 6
FEWEST_OTHERS, MOST_OTHERS = 2, 3
NEAREST = 8
"""Wrong choices are drawn from so many answers whose length is nearest to the right one's."""

_BLOCK = re.compile(r"^\s*(?:[-*+] |[>|#]|\d+[.)] |```|~~~|<|!\[)")
_EMPHASIS = re.compile(r"\*\*|`|(?<!\w)\*|\*(?!\w)")


def card_question(card: Card, other_answers: Sequence[str], draw: Random) -> Question:
    """Return a question on ``card`` in one of the forms that its answer allows."""
    right = _as_choice(card.answer)
    others = _wrong_choices(right, other_answers) if _can_be_chosen(card) else []
    forms = []
    if _can_be_typed(card):
        forms.append(AnswerKind.TYPED)
    if len(others) >= FEWEST_OTHERS and can_be_numbered([right, *others]):
        forms.append(AnswerKind.CHOICE)
    form = draw.choice(forms) if forms else AnswerKind.SELF
    choices: list[str] = []
    if form is AnswerKind.CHOICE:
        choices = [right, *draw.sample(others, min(MOST_OTHERS, len(others)))]
        draw.shuffle(choices)
    elif form is AnswerKind.SELF:
        choices = [KNEW, DID_NOT]
    return Question(
        kind=form,
        topic=card.deck,
        key=one_line(card.question, 200),
        prompt=formulas_as_unicode(card.question),
        expected=KNEW if form is AnswerKind.SELF else right,
        choices=tuple(choices),
        solution=card.answer,
        card_id=card.id,
        is_markdown=True,
    )


def _as_choice(answer: str) -> str:
    return _EMPHASIS.sub("", one_line(formulas_as_unicode(answer), LONGEST_CHOICE + 1)).strip()


def _is_short(text: str) -> bool:
    return "\n" not in text.strip() and len(text) <= LONGEST_CHOICE and not _BLOCK.match(text)


def _can_be_chosen(card: Card) -> bool:
    return _is_short(card.answer) and "\n" not in card.question


def _can_be_typed(card: Card) -> bool:
    """Tell whether an answer is a few words that can be typed as they are read."""
    answer = card.answer.strip()
    few = len(answer) <= LONGEST_TYPED and len(answer.split()) <= MOST_TYPED_WORDS
    return _can_be_chosen(card) and few and "$" not in answer and bool(plain_form(answer))


def _wrong_choices(right: str, answers: Sequence[str]) -> list[str]:
    """Return other short answers, none the same as or part of another or the right one."""
    taken = [plain_form(right)]
    found: list[str] = []
    shorts = [_as_choice(answer) for answer in answers if _is_short(answer)]
    for text in sorted(shorts, key=lambda text: abs(len(text) - len(right))):
        form = plain_form(text)
        if form and not any(_overlap(form, other) for other in taken):
            taken.append(form)
            found.append(text)
        if len(found) == NEAREST:
            break
    return found


def _overlap(one: str, other: str) -> bool:
    """Tell whether one text holds the other as whole words."""
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "
