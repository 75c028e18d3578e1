"""The `<details>` of a note: where each begins and ends, what its summary and its body say."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.inline import code_spans
from flashdeck.parsing.marks.answers import explained
from flashdeck.parsing.marks.html_fields import has_html, to_markdown
from flashdeck.parsing.visible import hidden_spans
from flashdeck.parsing.words import summary_words as words
from flashdeck.parsing.words.label_words import ANSWERS
from flashdeck.text import holds

_TAG = late.pattern(r"<(?P<end>/?)(?P<name>details|summary)\b[^<>]*>", re.IGNORECASE)
_CODE_TAG = late.pattern(r"</?(?:code|kbd|tt)>", re.IGNORECASE)
_ANY_TAG = late.pattern(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_ALL_BOLD = late.pattern(r"(?:\s|<br\s*/?>)*<b>(.*)</b>\s*", re.DOTALL | re.IGNORECASE)
_ADDRESS = late.pattern(r"<[a-z]+:[^\s<>]+>")
_MARKS = r"\u0591-\u05c7\u064b-\u0652\u0900-\u0903\u093a-\u094f\u200c"
"""What stands among the letters of words in Hebrew, Arabic, Persian and Hindi."""
_WORD = late.pattern(rf"(?:[^\W\d_]{{3,20}}['’])?[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_SETTING_APART = frozenset("([-–—:|/")
LONGEST_PART = 7
"""The most words of a summary from its word for *answer* on that tells of what it is one."""
_MASK = "\ue000{}\ue001"
_MASKED = late.pattern("\ue000(\\d+)\ue001")


class Disclosure(NamedTuple):
    """A `<details>` over the offsets ``start:end``, its content over ``body:closing``."""

    start: int
    summary: str
    body: int
    closing: int
    end: int


def disclosures(document: Document) -> list[Disclosure]:
    """Return the `<details>` with a summary, in the order in which they begin.

    One that is not closed ends before the next one or the next heading.
    """
    text = document.text
    if not any(holds(text, tag) for tag in ("<details", "<DETAILS", "<Details")):
        return []
    tags = list(_tags(document))
    return sorted(_elements(document, tags), key=lambda element: element.start)


def _tags(document: Document) -> Iterator[re.Match[str]]:
    line_read, spans = -1, list[tuple[int, int]]()
    for match in _TAG.finditer(document.text):
        line = document.line_of(match.start())
        if line in document.fenced_lines or line in document.table_lines:
            continue
        if line != line_read:
            line_read, spans = line, sorted(code_spans(document.lines[line]))
        column = match.start() - document.line_starts[line]
        place = bisect_right(spans, (column, 0)) - 1
        if place < 0 or spans[place][1] <= column:
            yield match


def _elements(document: Document, tags: list[re.Match[str]]) -> Iterator[Disclosure]:
    """Match openings with ends; each opening's summary is the first one behind it."""
    opened: list[Disclosure] = []
    summary = 0
    for match in tags:
        is_end = bool(match["end"])
        if match["name"].lower() == "summary":
            if not is_end:
                summary = match.end()
            elif opened and opened[-1].body < 0 and summary > opened[-1].start:
                text = document.text[summary : match.start()]
                opened[-1] = opened[-1]._replace(summary=text, body=match.end())
        elif not is_end:
            opened.append(Disclosure(match.start(), "", -1, -1, -1))
        elif opened:
            element = opened.pop()
            if element.body >= 0:
                yield element._replace(closing=match.start(), end=match.end())
    yield from _unclosed(document, [element for element in opened if element.body >= 0], tags)


def _unclosed(
    document: Document, opened: list[Disclosure], tags: list[re.Match[str]]
) -> Iterator[Disclosure]:
    starts = [match.start() for match in tags if match["name"].lower() == "details"]
    starts += [document.line_starts[heading.start] for heading in document.headings]
    starts.sort()
    for element in opened:
        place = bisect_right(starts, element.body)
        end = starts[place] if place < len(starts) else len(document.text)
        yield element._replace(closing=end, end=end)


def summary_text(summary: str) -> str:
    """Return a summary as one line of Markdown, or as lines if there is a fence in it."""
    text = unescape(_untagged(_CODE_TAG.sub("`", summary)) if "<" in summary else summary).strip()
    return text if "```" in text or "~~~" in text else " ".join(text.split())


def _untagged(text: str) -> str:
    """Return ``text`` without the tags outside its code: `git branch <name>` names no tag."""
    parts = text.split("`")
    parts[::2] = [_ANY_TAG.sub("", part) for part in parts[::2]]
    return "`".join(parts)


def markdown(text: str) -> str:
    """Return ``text`` with its HTML as Markdown; code and addresses stay as they are.

    Bold around the whole of it, which stresses nothing, is left out.
    """
    if not has_html(text):
        return text
    whole = _ALL_BOLD.fullmatch(text) if text.count("</b>") == 1 else None
    text = whole[1] if whole else text
    kept: list[str] = []
    parts: list[str] = []
    done = 0
    for start, end in _verbatim(text):
        if start >= done:
            parts += [text[done:start], _MASK.format(len(kept))]
            kept.append(text[start:end])
            done = end
    bare = to_markdown(_without_open_comment("".join([*parts, text[done:]])))
    return _MASKED.sub(lambda match: kept[int(match[1])], bare)


def _verbatim(text: str) -> list[tuple[int, int]]:
    """Return in order where fences, code spans and addresses in angle brackets stand."""
    fences = [span for span in hidden_spans(text) if "<!--" not in text[span[0] : span[0] + 8]]
    addresses = (match.span() for match in _ADDRESS.finditer(text))
    return sorted([*fences, *code_spans(text), *addresses])


def _without_open_comment(text: str) -> str:
    closed = text.rfind("-->") + 3 if "-->" in text else 0
    return text[:closed] + text[closed:].replace("<!--", "&lt;!--")


def announces_answer(summary: str) -> bool:
    """Tell whether a summary only says that the answer is below: `Show answer`, `答案`."""
    text = summary.casefold()
    if any(sign in text for sign in words.SIGNS):
        return len(text) <= words.LONGEST
    found = _WORD.findall(text)
    if len(found) > words.LONGEST:
        return False
    rest = [word for word in found if word not in words.REVEALING]
    return bool(rest) and (all(map(_is_for_answers, rest)) or " ".join(rest) in ANSWERS)


def answers_in_part(summary: str) -> bool:
    """Tell whether a summary says of what its answer is: `Solution (Java)`, `Answer for iOS`."""
    text = summary.casefold()
    found = _WORD.findall(text)
    place = next((i for i, word in enumerate(found) if word not in words.REVEALING), 0)
    if not found or len(found) - place > LONGEST_PART or "?" in text:
        return False
    if _is_for_answers(found[-1]):
        return set() < set(found[place:-1]) <= words.PROGRAMMING
    behind = text.partition(found[place])[2].lstrip()
    is_set_apart = behind[:1] in _SETTING_APART or behind.startswith(words.OF)
    return _is_for_answers(found[place]) and bool(behind) and is_set_apart


def _is_for_answers(word: str) -> bool:
    return word in ANSWERS or word in words.PLURALS


def announces_nothing(summary: str) -> bool:
    """Tell whether a summary only asks to be opened, as in `Click to reveal`."""
    found = _WORD.findall(summary.casefold())
    return bool(found) and all(word in words.REVEALING for word in found)


def announces_hint(summary: str) -> bool:
    """Tell whether a summary promises a hint."""
    found = _WORD.findall(summary.casefold())
    return any(word in words.HINTS for word in found)


def announces_explanation(summary: str) -> bool:
    """Tell whether a summary promises nothing but to explain an answer given before."""
    return explained(summary) == ""
