"""Keys that answer several questions at once: `## Answers` and below it `1. B`, `2. D`."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flashdeck.parsing.document import Document

FEW = 2
LONGEST = 1000
"""The most lines of a key."""

_KEY = re.compile(
    r"^[^\w\n]{0,8}(?:\d{1,2}[.)][ \t]+)?(?:(?:mcqs?|quiz|correct|the|practice|review)[ \t]+){0,2}"
    r"(?:answers?[ \t]*(?:key|keys|sheet)|"
    r"answers(?:[ \t]+(?:and|&)[ \t]+(?:rationales?|explanations?))?|"
    r"solutions|gabarito|respuestas|soluciones|respostas|lösungen|antworten|réponses|corrigé|"
    r"risposte|ответы|ключ|答案|参考答案|正确答案|解答|정답|الإجابات|תשובות)[^\w\n]{0,6}$",
    re.IGNORECASE | re.MULTILINE,
)
_ENTRY = re.compile(
    r"(?:(?<=[\s|,;(])|^)[*_#]{0,4}[ \t]?(?:Q(?:uestion)?[ \t]*)?(?P<number>\d{1,3})[*_]{0,2}"
    r"\s*[.):：=–—-]*\s*[*_]{0,2}(?:answer[ \t]*[:：]?)?\s?[*_]{0,2}"
    r"[(]?(?P<letter>[A-Ha-h])(?![\w'’])[).]?[*_]{0,2}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\W*(?:[^\W\d_]+[ \t]*)?\W?(\d{1,3})")
_FOREIGN = re.compile(r"\n(?:#{1,6} |(?:-{3,}|\*{3,}|_{3,})\s*(?:\n|$))")
_BARE = re.compile(r"\w[\W_]*")


@dataclass(frozen=True, slots=True)
class Key:
    """A key whose title stands on 0-based ``line``, and what it answers by number."""

    line: int
    entries: Mapping[int, str]


def keys_in(document: Document) -> list[Key]:
    """Return the keys of a document in order."""
    titles = [document.line_of(match.start()) for match in _KEY.finditer(document.text)]
    titles = [title for title in titles if title not in document.hidden_lines]
    keys = []
    for title, following in zip(titles, [*titles[1:], len(document.lines)], strict=False):
        end = min(following, title + LONGEST)
        entries = dict(_entries("\n".join(document.lines[title + 1 : end])))
        if len(entries) >= FEW:
            keys.append(Key(title, entries))
    return keys


def is_key(title: str) -> bool:
    """Tell whether a title announces the answers to several questions."""
    return bool(_KEY.match(title))


def keyed_answers(document: Document, keys: Sequence[Key], stems: Sequence[int]) -> list[str]:
    """Return for each question, given by its 0-based line, what the next key answers."""
    found = [""] * len(stems)
    done = 0
    for key in keys:
        before = bisect_left(stems, key.line)
        numbers = [_number(document, stem, i) for i, stem in enumerate(stems[done:before], 1)]
        times = Counter(numbers)
        for index, number in enumerate(numbers, done):
            if times[number] == 1:
                found[index] = key.entries.get(number, "")
        done = before
    return found


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """Yield each number of a key with its letter and what is said about it."""
    matches = list(_ENTRY.finditer(text))
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        end = following.start() if following else len(text)
        said = _FOREIGN.split(text[match.start("letter") : end], maxsplit=1)[0].strip()
        yield int(match["number"]), match["letter"] if _BARE.fullmatch(said) else said


def _number(document: Document, stem: int, place: int) -> int:
    """Return the number of a question as written, or its place."""
    match = _NUMBER.match(document.lines[stem])
    return int(match[1]) if match else place
