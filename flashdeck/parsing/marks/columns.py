"""What the columns of a table of cards hold, told by the names in its header."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.words.label_words import (
    ADJECTIVES,
    ANSWERS,
    BACKS,
    DEFINITIONS,
    FRONTS,
    QUESTIONS,
    QUESTIONS_PLURAL,
    TERMS,
)
from flashdeck.parsing.words.summary_words import PLURALS

LONGEST_NAME = 60


def _words(text: str) -> frozenset[str]:
    """Return the names in ``text``, each written with `_` for the spaces that it has."""
    return frozenset(word.replace("_", " ") for word in text.split())


LANGUAGES = _words("""
english englisch inglés ingles anglais inglese inglês eng en german deutsch alemán allemand tedesco
alemão de spanish spanisch español espanol castellano espagnol spagnolo espanhol es french
französisch francés français francais francese francês fr italian italienisch italiano italien it
portuguese português portugués pt dutch nederlands russian русский russisch ru polish polski
ukrainian українська czech čeština swedish svenska norwegian norsk danish dansk finnish suomi
hungarian magyar turkish türkçe greek ελληνικά latin latein hebrew עברית arabic العربية hindi हिन्दी
japanese 日本語 jp chinese 中文 汉语 漢語 mandarin korean 한국어 vietnamese tiếng_việt thai ไทย
indonesian bahasa
""")
_MORE_TERMS = _words("kanji hanzi vocabulario vokabeln character")
MORE_ANSWERS = _words("""
key_point key_points expected_answer talking_points puntos_clave pontos_chave points_clés
stichpunkte
核心知识点 知识点 要点 考点 回答要点 答题要点 关键点 参考要点 ポイント 핵심
""")
_TAG_PARTS = late.pattern(r"[\s,;]+")
_TAGS = _words("tag tags etiquetas etiquette étiquettes schlagworte теги 标签")
_DECKS = _words("""
deck deck_name category topic subject chapter section categoría tema kategorie thema catégorie
categoria категория тема 分类
""")
_NOTES = _words("""
explanation notes note comment comments example examples example_sentence sentence usage extra
back_extra detail details rationale mnemonic reading pinyin kana furigana romaji pronunciation ipa
explicación ejemplo ejemplos erklärung beispiel beispiele bemerkung explication exemple exemples
explicação exemplo spiegazione esempio пример пояснение 解释 例句 备注
""")
_DATA = _words(
    "id no nr number type kind count date url link image audio difficulty level points score"
)
_OPTION = late.pattern(
    r"(?:option|choice|opt|opción|opcion|opção|antwort|alternativa|answer|选项|вариант)?\s?"
    r"(?:\(?([a-h])\)?|([1-8]))$",
    re.IGNORECASE,
)
_PARENTHESIS = late.pattern(r"[(\[（].*$")
MEANINGS = DEFINITIONS | {"means", "mean"}
_SAID = late.pattern(r"^what (?:it|they|this) (?:\w+ly )?(?=means?$)")
"""What a name such as *What it really means* may begin with."""
_WHERE = late.pattern(r"(?<=\bmeaning) in\b.*$")
_SIGNS = late.pattern(r"^[^\w#]+|[^\w#]+$")
LONGEST_COMPOUND = 6
_HEADS = _words("问题 題目 题目 問題 質問 答案 回答 解答 答え 질문 답변")
"""Words of languages without spaces that may end a name such as `关键答案`."""
_KNOWN = QUESTIONS | FRONTS | TERMS | ANSWERS | BACKS | DEFINITIONS
_PAIRS = (
    (QUESTIONS, ANSWERS | MORE_ANSWERS),
    (QUESTIONS_PLURAL, ANSWERS | PLURALS),
    (FRONTS, BACKS),
    (TERMS | _MORE_TERMS, MEANINGS),
    (LANGUAGES, LANGUAGES),
    (TERMS | _MORE_TERMS, LANGUAGES),
)


class Columns(NamedTuple):
    """The indices of the columns from which a card is made."""

    question: int
    answer: int
    options: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    tags: int | None = None
    deck: int | None = None


def named_columns(header: Sequence[str]) -> Columns | None:
    """Return the columns that ``header`` names, if a question and an answer are among them."""
    names = [_name(cell) for cell in spelled_out(header)]
    if any(len(cell) > LONGEST_NAME for cell in header):
        return None
    for matches in (_is_in, _has_word_in):
        for questions, answers in _PAIRS:
            question = _first(names, questions, matches)
            answer = _first(names, answers, matches, besides=question)
            if question is not None and answer is not None:
                return _with_others(names, question, answer)
    question = _first(names, QUESTIONS | FRONTS | TERMS, _is_in)
    answer = _first(names, ANSWERS | BACKS | DEFINITIONS, _is_in, besides=question)
    if question is None or answer is None:
        return None
    return _with_others(names, question, answer)


def spelled_out(header: Sequence[str]) -> Sequence[str]:
    """Return a header with the names of its columns Q and A, if it has both, written out."""
    letters = {"Q": "Question", "A": "Answer"}
    bare = [cell.strip(" *_`:") for cell in header]
    if not letters.keys() <= set(bare):
        return header
    return [letters.get(name, cell) for name, cell in zip(bare, header, strict=True)]


def with_options(question: str, options: Sequence[str]) -> str:
    """Return a question with its options, which are those of the cells beside it, below it."""
    listed = (f"- {chr(65 + index)}. {text}" for index, text in enumerate(options))
    return "\n\n".join(filter(None, (question, "\n".join(listed))))


def with_option(answer: str, options: Sequence[str]) -> str:
    """Return the answer with the option that a lone letter or number names."""
    bare = answer.strip("() .").upper()
    places = {chr(65 + index): index for index in range(len(options))}
    places |= {str(index + 1): index for index in range(len(options))}
    if bare not in places or answer in options:
        return answer
    return f"{chr(65 + places[bare])}. {options[places[bare]]}"


def tags_in(cell: str) -> tuple[str, ...]:
    """Return the tags in a cell, whatever parts them."""
    parts = (part.strip("#`").replace("::", "/") for part in _TAG_PARTS.split(cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def _with_others(names: Sequence[str], question: int, answer: int) -> Columns:
    left = [index for index in range(len(names)) if index not in (question, answer)]
    options = tuple(index for index in left if _OPTION.match(names[index]))
    notes = _NOTES | DEFINITIONS
    return Columns(
        question=question,
        answer=answer,
        options=options if len(options) > 1 else (),
        notes=tuple(index for index in left if names[index] in notes),
        tags=next((index for index in left if names[index] in _TAGS), None),
        deck=next((index for index in left if names[index] in _DECKS), None),
    )


def _name(cell: str) -> str:
    """Return a column's name in lower case without what stands in parentheses."""
    bare = _PARENTHESIS.sub("", cell.strip().strip("*_`")).replace("_", " ").replace("-", " ")
    return head_of(" ".join(bare.lower().rstrip(":：").split()))


def head_of(name: str) -> str:
    """Return the word that a name in lower case turns on, or the name as it is.

    `❓ question`, `question / keyword`, `what it really means`, `meaning in music` and `关键答案`
    are questions, what something means, a meaning and an answer.
    """
    if len(name) > LONGEST_NAME:
        return name
    name = _WHERE.sub("", _SAID.sub("", _SIGNS.sub("", name)))
    first = name.partition("/")[0].strip()
    if first != name and first in _KNOWN:
        return first
    if name.isascii() or len(name) > LONGEST_COMPOUND:
        return name
    return next((head for head in _HEADS if name.endswith(head)), name)


def _first(
    names: Sequence[str],
    words: AbstractSet[str],
    matches: Callable[[str, AbstractSet[str]], bool],
    besides: int | None = None,
) -> int | None:
    """Return the first column with a name that matches ``words`` and that is no option."""
    for index, name in enumerate(names):
        if index != besides and name and not _OPTION.match(name) and matches(name, words):
            return index
    return None


def _is_in(name: str, words: AbstractSet[str]) -> bool:
    return name in words


def _has_word_in(name: str, words: AbstractSet[str]) -> bool:
    """Tell whether a name such as `correct answer` or `front side` holds one of ``words``."""
    parts = [part for part in name.split() if part not in ADJECTIVES]
    return len(parts) <= 2 and _DATA.isdisjoint(parts) and not words.isdisjoint(parts)
