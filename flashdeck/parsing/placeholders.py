"""Answers that are none: nothing, a place to write in, or nothing but further questions."""

import re
from collections.abc import Sequence

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.questions import asks, likeness
from flashdeck.parsing.words.vocabulary import ANSWER

LONGEST = 1000
"""The most characters of an answer that may be none."""
LONGEST_PLACEHOLDER = 120
FEW = 2
MOST = 0.6
"""Share of the cards of a note that have blanks to fill, or mere options, for it to be a form."""
_FILLERS = " \t\n._…-*:=>"
"""What fills the room that is left for an answer."""

_PLACEHOLDER = late.pattern(
    r"^[\W_]*(?:to\s+be\s+(?:filled|done|added|written|answered|completed|continued)(?:\s+in)?|"
    r"tbd|todo|tba|wip|coming\s+soon|n/a|(?:write|type|enter)\s+here|"
    r"(?:(?:write|type|put|enter|insert|add)\s+)?(?:(?:your|the)\s+)?(?:answer|solution|response)"
    r"(?:\s+(?:goes\s+)?(?:here|below))?|"
    r"待补充|待填|未完待续|por\s+completar|a\s+completar|à\s+compléter|noch\s+offen|folgt|"
    r"будет\s+добавлено|в\s+разработке)[\W_]*$|^[>._…\s]*$|^(?:<hr\s*/?>|---|\*\*\*|\s)*$|"
    r"^[*_]{0,3}\((?:answers?|your|links?\s+to|insert|add|write|fill|"
    r"describe|step[ -]by[ -]step)\b[^()\n]*\)[*_]{0,3}$|"
    rf"^(?:[*_]*(?:A|{ANSWER})\s*[:：][*_\s]*)?\[(?:[^\W\d_]+(?:[ \t][^\W\d_]+)+(?:[ \t,:–-]"
    rf"[^\[\]\n]*)?|{ANSWER})\]$|^[\W_]*(?:{ANSWER})\s*[:：][\W_]*$|"
    r"^A\d{1,3}[.:)]$|^\[[^\w\[\]]*\]\([^()\n]*\)$|^\(\[[^\[\]\n]*\]\([^()\s]*\)\)$",
    re.I,
)
_BLANK_ASKED = late.pattern(
    r"[^\n\[]{0,60}(?<!\[)\[[A-Z][\w'’]*(?:[ \t][\w'’]+){1,3}\](?![\[(:\]])"
)
"""A question with a place to write in: `What is [Product name]?`."""
_VARIABLE = late.pattern(r"\W{0,4}(?:\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}|<%[^%\n]*%>)\W{0,4}")
"""What a program fills in: `{{FIRST_QUESTION}}`."""
_BLANK_SAID = late.pattern(
    r"(?:^|[:：][*_]{0,2}[ \t]+)\[[A-Z][\w'’]*[ \t][^\[\]\n]*\][.?*_]{0,3}$", re.MULTILINE
)
"""A line of an answer with nothing but one: `**Free tier:** [What is in it]`."""
_FENCE = late.pattern(r"(`{3,}|~{3,})(?![`~]|[ \t]*(?:demo|quiz)\b)[^\n]*")
_CODE_PROMPT = late.pattern(
    r"^\W*(?:(?:(?:write|put|type|enter|insert|add)\s+)?(?:your|the)\s+"
    r"(?:code|answer|solution|query|implementation)\b.{0,40}|"
    r"(?:code|answer)(?:\s+goes)?\s+here|todo|pass)?\W*$",
    re.I,
)
_CHOOSING = late.pattern(
    r"multiple[ -]choice|m[úu]ltipla\s+escolha|caixa\s+de\s+seleção|"
    r"(?:opción|selección|elección)\s+m[úu]ltiple|choix\s+multiples?|mehrfachauswahl|scelta\s+multipla|выбором?\s+ответ|wielokrotnego|"
    r"meerkeuze|çoktan\s+seçmeli|trắc\s+nghiệm|pilihan\s+ganda|选择题|選擇題|单选|多选|객관식",
    re.I,
)
"""What a section is called that has questions with options."""
_EMPTY_BOX = late.pattern(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[ \][ \t]")
_BULLET = late.pattern(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]")
_OPTION = late.pattern(r"[ \t]*(?:[-*+][ \t]+)?[*_(\[]{0,3}([A-Ha-h])[.)\]][*_)]{0,3}[ \t]+\S")


def is_placeholder(answer: str) -> bool:
    """Tell whether an answer is empty or only says that it will be written one day."""
    text = _without_comments(answer).strip()
    if len(text) > LONGEST:
        return False
    may_be_one = len(text.strip(_FILLERS)) <= LONGEST_PLACEHOLDER
    if may_be_one and (not text or _PLACEHOLDER.match(text)):
        return True
    return text[:1] in "`~" and _is_code_prompt(text)


def only_asks(answer: str) -> bool:
    """Tell whether every item of a list asks, or has an empty box, as in a questionnaire."""
    if len(answer) > LONGEST or not _BULLET.match(answer):
        return False
    lines = [line for line in answer.split("\n") if line.strip()]
    if not all(map(_BULLET.match, lines)):
        return False
    if "[ ]" in lines[0] and all(map(_EMPTY_BOX.match, lines)):
        return True
    return any(map(asks, lines)) and all(likeness(_BULLET.sub("", line)) == 1.0 for line in lines)


def unanswered(cards: Sequence[ParsedCard]) -> list[bool]:
    """Tell of each card of a note whether what answers it is none.

    None is answered where most have blanks to fill in, as in a template, nor those that have only
    options to choose from where most are like that.
    """
    empty = [
        is_placeholder(card.answer)
        or (not card.answer[:1].isalpha() and (only_asks(card.answer) or _unmarked_options(card)))
        for card in cards
    ]
    enough = max(FEW, MOST * len(cards))
    if sum(map(_has_blanks, cards)) >= enough:
        return [True] * len(cards)
    choosing = [_only_options(card) for card in cards]
    if sum(choosing) < enough:
        return empty
    return [a or b for a, b in zip(empty, choosing, strict=True)]


def _has_blanks(card: ParsedCard) -> bool:
    """Tell whether a card is part of a template: it has places to write in, or asks a variable."""
    if not card.question[:1].isalpha() and _VARIABLE.fullmatch(card.question):
        return True
    if "[" in card.question and _BLANK_ASKED.match(card.question):
        return True
    return "[" in card.answer and bool(_BLANK_SAID.search(card.answer[:LONGEST]))


def _only_options(card: ParsedCard) -> bool:
    """Tell whether an answer is but a list of what to choose from: `a) ...`, `b) ...`."""
    answer = card.answer
    if len(answer) > LONGEST or not (first := _OPTION.match(answer)) or first[1] not in "aA":
        return False
    found = [_OPTION.match(line) for line in answer.split("\n") if line.strip()]
    letters = "".join(match[1].lower() if match else " " for match in found)
    return len(letters) >= FEW and "abcdefgh".startswith(letters)


def _unmarked_options(card: ParsedCard) -> bool:
    """Tell whether a question of multiple choice has only a list, of which nothing is right."""
    if not _BULLET.match(card.answer) or not any(map(_CHOOSING.search, card.path[-1:])):
        return False
    lines = [line for line in card.answer.split("\n") if line.strip()]
    return len(lines) > FEW and all(map(_BULLET.match, lines))


def _without_comments(text: str) -> str:
    if "<!--" not in text:
        return text
    first, *others = text.split("<!--")
    behind = (part.partition("-->") for part in others)
    return first + "".join(rest if end else f"<!--{inside}" for inside, end, rest in behind)


def _is_code_prompt(text: str) -> bool:
    """Tell whether ``text`` is one fence with nothing in it but an invitation to write code."""
    fence = _FENCE.match(text)
    end = len(text.rstrip("`~"))
    if not fence or end < len(fence[1]) or fence[1] not in text[end:]:
        return False
    return all(map(_CODE_PROMPT.match, text[fence.end() : end].strip().splitlines()))
