"""Keys that answer several questions at once: `## Answers` and below it `1. B`, `2. D`."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import balanced
from flashdeck.parsing.marks.options import option_groups

FEW = 2
LONGEST = 1000
"""The most lines of a key."""
MOST_LISTS = 20

_TITLE = (
    r"(?:(?:(?:mcqs?|quiz|correct|the|all|practice|review|sample|click|tap|here|to|for|show|see|view|"
    r"reveal|check|expand|open)[ \t]+){0,6}"
    r"(?:answers?[ \t]*(?:key|keys|sheet)|answers|solutions|key)"
    r"(?:[ \t]+(?:and|&|with)[ \t]+(?:rationales?|explanations?|reasoning))?|"
    r"gabarito|(?:clave\s+de\s+|hoja\s+de\s+)?respuestas|soluciones|respostas|lösungen|antworten|"
    r"(?:lösungs|antwort)schlüssel|auflösung|réponses|corrigé|risposte|soluzioni|antwoorden|oplossingen|"
    r"antwoord(?:model|sleutel|en)|(?:prawidłowe\s+|poprawne\s+|klucz\s+)?odpowiedzi|rozwiązania|"
    r"(?:правильные\s+)?ответы|ключи?|(?:правильні\s+)?відповіді|ключі|cevaplar|yanıtlar|çözümler|"
    r"cevap\s+anahtarı|(?:bảng\s+)?đáp\s+án|kunci(?:\s+jawaban)?|jawaban|"
    r"(?:习题|習題|练习题?|練習題?)?(?:参考|參考|正确|正確|标准|標準)?答案(?:[与和及與]解析)?|"
    r"解答(?:一覧|と解説|例)?|答え|正解|"
    r"정답(?:표|\s*및\s*(?:해설|풀이))?|해답|답안|الإجابات|الأجوبة|الحلول|مفتاح\s+الإجاب(?:ة|ات)|"
    r"پاسخ[\u200c ]?(?:ها|نامه)|جواب[\u200c ]?ها|کلید|תשובות|פתרונות|"
    r"מפתח\s+תשובות|उत्तर(?:माला|\s+कुंजी)?|"
    r"απαντήσεις|λύσεις|facit|svar|lösningar|(?:rätta|riktiga)\s+svar|odpovědi|řešení|klíč|"
    r"(?:správné\s+)odpovědi|výsledky)"
    r"(?:\s+(?:correctas|corretas|correcte?s|corrette|đúng|الصحيحة|נכונות|صحیح))?"
)
_WORDS = """
mcq mcqs quiz correct the all practice review sample click tap here to for show see view reveal
check expand open answer answers solutions gabarito respuestas soluciones clave hoja respostas
antworten antwort auflösung risposte soluzioni antwoorden oplossingen antwoordmodel
antwoordsleutel prawidłowe poprawne klucz odpowiedzi cevap cevaplar kunci jawaban facit svar
"""
_SURE = late.pattern(
    r"answer|gabarito|respuestas|respostas|antworten|réponses|risposte|ответы|答案|antwoord|odpow|відповіді|cevap|đáp\s+án|jawaban|정답|إجابات|תשובות|απαντήσεις|facit|उत्तर",
    re.IGNORECASE,
)
_ANSWERS = late.pattern(
    r"\b(?:answers?|solutions?|hints?|respost|respuest|solucion|soluç|réponse|corrig[ée]|correction|"
    r"antwort|lösung|auflösung|rispost|soluzion|antwoord|oplossing|odpowied|rozwiąz|ответ|решени|"
    r"відповід|розв.яз|cevap|yanıt|çözüm|đáp\s+án|trả\s+lời|gợi\s+ý|lời\s+giải|jawab|kunci|απαντ|"
    r"λύσ|facit|lösningar|odpověd|řešení|(?:ال)?(?:إجاب|أجوب|حلول|حل\b)|תשוב|פתרו|उत्तर|پاسخ)"
    r"|答案|解答|答え|正解|정답|해답|답안|풀이",
    re.IGNORECASE,
)
"""What a title of answers may hold among other words: `Short answers / hints`."""
_FIRST_WORDS = frozenset(_WORDS.split())
_TAIL = (
    r"(?:[ \t]+(?:comentado|sugerido|oficial|(?:to|for|of|from|do|da|de|del|des|zu|zum|zur|к|на)"
    r"[ \t][^\n.:?]{1,40}|\([^()\n]{1,40}\)))?"
)
_TAG = r"(?:[ \t]*</?(?:details|summary|sub|b|strong|h[1-6])\b[^<>\n]*>)"
_KEY = late.pattern(
    rf"^(?:[ \t]*<details\b[^<>\n]*>[ \t]*\n)?{_TAG}{{0,4}}[^\w\n<]{{0,8}}"
    rf"(?:(?<=\[!)\w{{1,20}}\][+-]?[ \t]+[*_]{{0,2}})?(?:\d{{1,2}}[.)][ \t]+)?{_TITLE}{_TAIL}"
    rf"(?:[^\w\n<]{{0,6}}{_TAG}{{0,4}}[ \t]*$|"
    r"[ \t]*(?:[*_]{0,3}[:：]|(?<=[*_]))[*_]{0,3}"
    r"(?=[^\w\n]{0,6}(?:Q(?:uestion)?[ \t]*)?\d{1,3}[*_]{0,2}[ \t]?[.):：=–—-]))",
    re.IGNORECASE | re.MULTILINE,
)
_ENTRY = late.pattern(
    r"(?:(?<=[\s|,;(])|^)[*_#]{0,4}[ \t]?(?:Q(?:uestion)?[ \t]*)?(?P<number>\d{1,3})[*_]{0,2}"
    r"\s{0,9}(?P<mark>[.):：=|–—-]{0,9})\s{0,9}[*_]{0,2}(?:answer[ \t]*[:：]?)?\s?[*_]{0,2}"
    r"[(]?(?P<letter>(?-i:[A-H]{2,6})|[A-Ha-hА-Еа-е](?:[ ]?[,&/+][ ]?[A-Ha-h])*)(?![\w'’])"
    r"[).]?[*_]{0,2}",
    re.IGNORECASE,
)
_ROW = late.pattern(r"^[ \t>]*\|?(?=[^\n]*\|)[^\n]*$", re.MULTILINE)
_CELL = late.pattern(r"[^\w|]{0,4}(?:(?P<number>\d{1,3})|(?P<letter>[A-Ha-hА-Еа-е]))[^\w|]{0,4}")
_TOLD = late.pattern(
    r"(?:(?<=[\s;,(*_])|^)[*_]{0,2}[(]?(?:Q[ ]?)?(?P<number>\d{1,3})"
    r"[*_]{0,2}[.)：:][*_]{0,2}[ \t\n]+"
)
_NUMBER = late.pattern(r"\W*(?:[^\W\d_]+[ \t]*)?\W?(\d{1,3})")
_FOREIGN = late.pattern(r"\n[ \t]*(?:#{1,6} |(?:-{3,}|\*{3,}|_{3,})\s*(?:\n|$)|</?[a-z])")
_WORDY = 3
"""From how many words a cell beside the letter is taken for an explanation."""


class Key(NamedTuple):
    """A key over the 0-based lines ``line:end``, its title first, and what it answers by number.

    Where its numbers begin anew, what follows is in ``further``.
    """

    line: int
    end: int
    entries: Mapping[int, str]
    further: tuple[Mapping[int, str], ...] = ()


class _Entry(NamedTuple):
    """A number of a key with its letter and what is said about it, which ends at ``offset``."""

    number: int
    text: str
    offset: int


def keys_in(document: Document) -> list[Key]:
    """Return the keys of a document in order."""
    titles = [(document.line_of(m.start()), m.end()) for m in _KEY.finditer(document.text)]
    titles = [title for title in titles if title[0] not in document.hidden_lines]
    keys = []
    for (title, start), following in zip_longest(titles, titles[1:]):
        last = min(following[0] if following else len(document.lines), title + LONGEST)
        end = document.line_starts[last] if last < len(document.lines) else len(document.text)
        text = document.text[start:end]
        first, *others = _lists(text)
        if len(first) >= FEW:
            below = document.line_of(start + (others or [first])[-1][-1].offset) + 1
            keys.append(Key(title, below, _by_number(first), tuple(map(_by_number, others))))
    return keys


def _by_number(entries: Sequence[_Entry]) -> Mapping[int, str]:
    return {entry.number: entry.text for entry in entries}


def keys_to_options(document: Document) -> frozenset[int]:
    """Return the 0-based lines of the keys below several questions with options."""
    starts = [options.start for options in document.once(option_groups)]
    found = set()
    floor = 0
    for key in document.once(keys_in):
        place = bisect_left(starts, key.line)
        if place - floor >= max(FEW, len(key.entries) / 2):
            found.add(key.line)
        floor = place
    return frozenset(found)


def is_sure_key(title: str) -> bool:
    """Tell whether the title of a key says answers, for solutions solve other problems too."""
    return bool(_SURE.search(title)) and is_key(title)


def speaks_of_answers(title: str) -> bool:
    """Tell whether a title holds a word for answers, whatever else it says."""
    return bool(_ANSWERS.search(title))


def may_begin_key(word: str) -> bool:
    """Tell whether the title of a key may begin with ``word``."""
    return word in _FIRST_WORDS or not word.isascii()


def is_key(title: str) -> bool:
    """Tell whether a title announces the answers to several questions."""
    match = _KEY.match(title)
    return match is not None and not title[match.end() :].strip()


def told_in_line(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers and answers of a paragraph such as `**Answers:** 1. A fjord. 2. Ice.`.

    Numbers count on from the first, so that others within an answer part nothing.
    """
    title = _KEY.match(text)
    match = _TOLD.search(text, title.end()) if title and text[title.end() :].strip() else None
    while match:
        start, number = match.end(), int(match["number"])
        following = (m for m in _TOLD.finditer(text, start) if int(m["number"]) == number + 1)
        match = next(following, None)
        said = text[start : match.start() if match else len(text)]
        yield number, " ".join(said.split()).rstrip(" ;,·|").removesuffix("</sub>").strip()


def keyed_answers(document: Document, keys: Sequence[Key], stems: Sequence[int]) -> list[str]:
    """Return for each question, given by its 0-based line, what the next key answers."""
    found = [""] * len(stems)
    done = 0
    for key in keys:
        before = bisect_left(stems, key.line)
        numbers = [_number(document, stem, i) for i, stem in enumerate(stems[done:before], 1)]
        for index, answer in enumerate(_answered(key, numbers), done):
            found[index] = answer
        done = before
    return found


def _answered(key: Key, numbers: Sequence[int]) -> Iterator[str]:
    """Yield what a key answers to questions with some ``numbers``, list by list if they repeat."""
    firsts = [i for i, number in enumerate(numbers) if not i or number <= numbers[i - 1]]
    lists = (key.entries, *key.further)
    if len(lists) > 1 and len(firsts) == len(lists):
        for entries, (start, end) in zip(lists, pairwise([*firsts, len(numbers)]), strict=True):
            yield from (entries.get(number, "") for number in numbers[start:end])
        return
    times = Counter(numbers)
    yield from (key.entries.get(number, "") if times[number] == 1 else "" for number in numbers)


def _lists(text: str) -> list[list[_Entry]]:
    """Return the entries of ``text`` in lists, each of which goes on until a number repeats."""
    found = [list(_entries(text)) or list(_in_columns(text))]
    while len(found[-1]) >= FEW and len(found) < MOST_LISTS:
        done = found[-1][-1].offset
        more = [entry._replace(offset=entry.offset + done) for entry in _entries(text[done:])]
        if len(more) < FEW or more[0].number > found[-1][0].number:
            break
        found.append(more)
    return found


def _entries(text: str) -> Iterator[_Entry]:
    """Yield what ``text`` answers, until a number repeats."""
    matches = list(_ENTRY.finditer(text))
    numbers: set[int] = set()
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        number = int(match["number"])
        if number in numbers:
            break
        numbers.add(number)
        end = following.start() if following else len(text)
        said = _FOREIGN.split(text[match.start("letter") : end], maxsplit=1)[0].rstrip()
        said = said[: _next_number(said, number + 1)].rstrip()
        yield _Entry(number, _said(match, said), match.start("letter") + len(said))


def _in_columns(text: str) -> Iterator[_Entry]:
    """Yield what the rows of a table answer that have letters below numbers."""
    numbers: list[str] = []
    for row in _ROW.finditer(text):
        cells = list(map(_CELL.fullmatch, row[0].strip(" \t>|").split("|")))
        found = [cell for cell in cells if cell]
        if len(found) > 1 and len(numbers) == len(found) and all(it["letter"] for it in found):
            for number, it in zip(numbers, found, strict=True):
                yield _Entry(int(number), it["letter"], row.end())
            numbers = []
        elif found:
            numbers = [cell["number"] for cell in found if cell["number"]]


def _next_number(said: str, number: int) -> int:
    """Return where an entry without a letter, such as `3. True`, counts on within ``said``."""
    places = (said.find(f"\n{number}{mark}") for mark in (".", ")", ":"))
    return min((place for place in places if place >= 0), default=len(said))


def _said(match: re.Match[str], text: str) -> str:
    """Return the letter of an entry, or ``text``, which begins with it, if that says more."""
    if "|" in match["mark"]:
        cells = text.split("\n", 1)[0].split("|")[1:]
        wordy = [cell.strip() for cell in cells if len(cell.split()) >= _WORDY]
        return "\n\n".join([match["letter"], *wordy])
    before = match[0][: match.start("letter") - match.start()]
    said = balanced(text.strip(), "**" if before.count("**") % 2 else "")
    return said if said.strip("*_.,;|)( \t\n·") != match["letter"] else match["letter"]


def _number(document: Document, stem: int, place: int) -> int:
    """Return the number of a question as written, or its place."""
    match = _NUMBER.match(document.lines[stem])
    return int(match[1]) if match else place
