"""The options of multiple-choice questions: `A. ...`, `- b) ...`, `- [x] ...`, `✅ ...`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import outdented
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.marks.bold_options import are_bold_where_right, is_all_bold
from flashdeck.parsing.marks.right_options import (
    BOX,
    SIGN_ENDS,
    SIGNED,
    TICKS,
    chosen_again,
    is_marked,
    is_stressed,
    may_sign,
    unmarked,
    without_mark,
)

FARTHEST = 25
"""The most lines of an option, with its code."""
LONGEST_WRAP = 3
FEW = 2

_OPTION = late.pattern(
    rf"\n(?=[ \t>*_+\-\d(（\[①-⑧{TICKS}]|[A-Ha-hА-Еа-е][)）．.、:： \t])"
    r"(?P<indent>[ \t>]{0,12})(?:(?P<bullet>[-*+]|\d{1,2}[.)])[ \t]+)?"
    rf"(?:(?P<tick>[{TICKS}])\ufe0f?[ \t]*)?"
    rf"(?:(?P<box>{BOX})(?=\s|$)[ \t]*)?"
    r"(?:(?P<bold>\*{1,2}|__)?(?P<open>[(（])?(?P<letter>[A-Ha-hА-Еа-е])"
    r"(?P<mark>[)）．、:：]|\.(?=[\s*_`]|[^\x00-\x7f])|[ \t]+[-–—](?=[ \t]))[*_]{0,2}"
    r"(?=[ \t]*\S)|(?P<circled>[①-⑧])(?=[ \t]*\S)|(?(box)|(?(tick)(?=[^\W_])|(?!))))"
    r"(?P<text>[^\n]*)"
)
_SECOND = late.pattern(r"\S[ \t]+(?:[*_]{0,2}[(（]?[bBбБ][)）.．、:：]|②)[ \t]*\S")
_ROW = late.pattern(
    r"(?:\*\*)?(?:[(（]?[A-Ha-hА-Еа-е][)）.．、:：]|[①-⑧])"
    r"(?:(?![ \t](?:\*\*)?(?:[(（]?[A-Ha-hА-Еа-е][)）.．、:：]|[①-⑧])[ \t*]).)+"
)
_PLAIN = late.pattern(
    r"\n(?P<indent>[ \t>]{0,12})(?:(?P<bullet>[-*+])|(?P<number>\d{1,2})(?P<mark>[.)]))[ \t]+"
    rf"(?!{BOX}|[{TICKS}]|[*_]{{0,2}}[(（]?[A-Ha-hА-Еа-е][)）.、:：])"
    r"(?P<text>\S[^\n]{0,200})(?=\n|$)"
)
PLAIN = "•"
"""The series of options without letter or box, of which a sign behind it marks the right one."""
SIGN = "✅"
"""The series of those that each have a sign before them; one is right."""
_BREAK = late.pattern(
    r"(?:[ \t]*>)+[ \t]*\[!\w|"
    r"[ \t]*(?:[-*+][ \t]+)?(?:#{1,6}[ \t]|<[/a-z!]|[*_]{0,2}Q\d"
    r"|\d{1,4}(?:[.)][ \t]|[.．、](?=[^\W\d_]))"
    r"|(?:\*\*|__)[^*_\n]+(?:\*\*|__)[ \t]*$|[^\W\d_]{2,12}[ \t]#?\d{1,3}[ \t]*$"
    r"|[*_]{0,3}[(\[]?(?:[^\W\d_]{1,12}[ \t]?)?\d{1,3}(?:[.):\]](?=[*_]{0,3}[ \t])|\*\*)"
    r"|[*_]{0,2}(?:Q|Question)[*_]{0,2}:)",
    re.IGNORECASE,
)
"""What begins the next question, or another block, right below an option."""
_BULLET = late.pattern(rf"^(?:(?:[-*+]|\d{{1,2}}[.)])[ \t]+)?(?:{BOX}(?:\s+|$))?")
_QUOTED = late.pattern(r"(?:[ \t]*>[ ]?)+")
_LETTERS = {
    letter: i
    for row in ("abcdefgh", "абвгде", "①②③④⑤⑥⑦⑧", "12345678")
    for i, letter in enumerate(row)
}


class Option(NamedTuple):
    """An option over the 0-based lines ``start:end``; ``is_right`` if the author marks it."""

    start: int
    end: int
    is_right: bool


class Options(NamedTuple):
    """The options of one question over the 0-based lines ``start:end``.

    Those that ``are_plain`` have neither letters nor boxes, but only a sign at the right one.
    """

    start: int
    end: int
    options: tuple[Option, ...]
    has_boxes: bool
    are_plain: bool = False

    def asked(self, document: Document) -> str:
        """Return the options as they stand, without what gives the right one away."""
        lines = document.lines[self.start : self.end]
        if len(lines) == 1 and (row := _bold_in_row(lines[0])):
            lines = (row[0],)
        shown = unmarked(lines, {o.start - self.start for o in self.options if o.is_right})
        return "\n".join(outdented(shown, _indent(lines[0]), quoted=_is_quoted(lines[0]))).rstrip()

    def right_text(self, document: Document) -> str:
        """Return the options that are marked as right, or nothing if none or all are."""
        if self.end - self.start == 1 and (row := _bold_in_row(document.lines[self.start])):
            return row[1]
        right = [option for option in self.options if option.is_right]
        if not right or len(right) == len(self.options):
            return ""
        texts = [_option_text(document.lines[o.start : o.end]) for o in right]
        return "\n".join(f"- {text}" for text in texts) if len(texts) > 1 else texts[0]


class _Line(NamedTuple):
    """A line that may begin an option."""

    line: int
    series: tuple[str, ...]
    letter: str
    is_right: bool
    has_box: bool
    is_row: bool
    is_empty: bool
    is_bold: bool


def option_groups(document: Document) -> list[Options]:
    """Return the groups of options: letters from A on, or boxes of which one is ticked."""
    return list(_groups(document))


def _groups(document: Document) -> Iterator[Options]:
    group: list[_Line] = []
    for line in sorted([*_lines(document), *_plain_lines(document)], key=lambda it: it.line):
        if group and _counts_on(document, group, line):
            group.append(line)
            continue
        yield from _closed(document, group)
        group = [line] if line.has_box or _place(line) == 0 else []
    yield from _closed(document, group)


def _bold_in_row(line: str) -> tuple[str, str] | None:
    """Return a row of options without bold, and the one of them that is bold, or nothing."""
    if "**" not in line or not _SECOND.search(line):
        return None
    found = [match for match in _ROW.finditer(line) if "**" in match[0]]
    if len(found) != 1 or line.count("**") != 2:
        return None
    return line.replace("**", ""), found[0][0].replace("**", "").strip()


def _option_text(lines: Sequence[str]) -> str:
    """Return an option without bullet, box, sign and indentation; its letter is kept."""
    first, *others = outdented(lines, _indent(lines[0]), quoted=_is_quoted(lines[0]))
    first = without_mark(first).strip()
    text = _BULLET.sub("", first)
    width = len(first) - len(text)
    return "\n".join([text, *outdented(others, width)]).strip("\n").rstrip()


def _indent(line: str) -> int:
    quote = _QUOTED.match(line)
    bare = line[quote.end() :] if quote else line
    return len(bare) - len(bare.lstrip())


def _is_quoted(line: str) -> bool:
    return bool(_QUOTED.match(line))


def _lines(document: Document) -> Iterator[_Line]:
    for match in _OPTION.finditer(document.broken_text):
        line = document.line_of(match.start())
        if line in document.hidden_lines or line in document.table_lines:
            continue
        letter = (match["letter"] or match["circled"] or "").strip()
        if letter and letter.islower() and match["mark"].strip() in (":", "：", "-", "–", "—"):
            continue
        case = letter and ("①" if match["circled"] else "Aa"[letter.islower()])
        bullet = (match["bullet"] or "")[-1:]
        box = match["box"] or ""
        is_signed = bool(match["tick"]) and not (box or letter)
        yield _Line(
            line=line,
            series=(bullet, case, (match["mark"] or "").strip(), SIGN if is_signed else box[:1]),
            letter=letter,
            is_right=box.strip("[()] ") != "" or is_marked(match[0][1:]),
            has_box=bool(box) or is_signed,
            is_row=bool(letter) and bool(_SECOND.search(match["text"])),
            is_empty=not match["text"].strip(),
            is_bold=is_stressed(match[0][1:]),
        )


def _plain_lines(document: Document) -> Iterator[_Line]:
    """Yield the items of lists, if a sign stands behind any item of the document."""
    text, starts = document.broken_text, document.line_starts
    lines = enumerate(document.lines) if may_sign(document) else ()
    ends = [i for i, line in lines if line[-1:] in SIGN_ENDS]
    is_signed = any(SIGNED.match(text, starts[line]) for line in ends)
    for match in _PLAIN.finditer(text) if is_signed or are_bold_where_right(document) else ():
        line = document.line_of(match.start())
        if line not in document.hidden_lines and line not in document.table_lines:
            yield _Line(
                line=line,
                series=(match["bullet"] or match["indent"], "", match["mark"] or "", PLAIN),
                letter=match["number"] or "",
                is_right=bool(SIGNED.match(match[0])),
                has_box=True,
                is_row=False,
                is_empty=False,
                is_bold=not is_signed and is_all_bold(match["text"]),
            )


def _place(line: _Line) -> int:
    """Return the place of an option's letter in its alphabet, or -1."""
    return _LETTERS.get(line.letter.lower(), -1)


def _counts_on(document: Document, group: Sequence[_Line], line: _Line) -> bool:
    """Tell whether a line goes on with a group; letters need not be in order, as if shuffled."""
    last = group[-1]
    if line.series != last.series or line.line - last.line > FARTHEST or last.is_row:
        return False
    if line.letter and line.letter in [other.letter for other in group]:
        return False
    return all(_goes_on(document, between, last) for between in range(last.line + 1, line.line))


def _goes_on(document: Document, line: int, last: _Line) -> bool:
    """Tell whether a line between two options belongs to the first of them."""
    text = document.lines[line]
    if not text.strip() or line in document.hidden_lines:
        return True
    if line in document.rule_lines or _BREAK.match(text):
        return False
    if announced(text) is not None or chosen_again(text):
        return False
    if last.has_box and not last.letter.isalpha() and not document.lines[line - 1].strip():
        return text[:1] in " \t>"
    return text[:1] in " \t>" or line - last.line <= LONGEST_WRAP


def _closed(document: Document, group: list[_Line]) -> Iterator[Options]:
    """Yield the options of a group if they are several."""
    group = _lettered(group)
    if not group or (len(group) < FEW and not group[0].is_row):
        return
    right = sum(line.is_right for line in group)
    are_plain = group[0].series[-1] in (PLAIN, SIGN)
    if group[0].series[-1] == SIGN and right != 1:
        return
    one_is_bold = sum(line.is_bold for line in group) == 1
    if are_plain and not (0 < right < len(group) or one_is_bold):
        return
    holds_code = all(line.line + 1 < following.line for line, following in pairwise(group)) and any(
        i in document.fenced_lines for i in range(group[0].line, group[-1].line)
    )
    last = _end(document, group[-1], may_be_code=holds_code)
    ends = [line.line for line in group[1:]] + [last]
    options = tuple(
        Option(line.line, end, line.is_right or (one_is_bold and line.is_bold))
        for line, end in zip(group, ends, strict=True)
    )
    yield Options(options[0].start, options[-1].end, options, group[0].has_box, are_plain)


def _lettered(group: list[_Line]) -> list[_Line]:
    """Return a group up to where its letters no longer count on, all of it if it is shuffled."""
    places = [_place(line) for line in group]
    if not group or not group[0].letter or sorted(places) == [*range(len(places))]:
        return group
    counted = [place == due for due, place in enumerate(places)]
    return group[: counted.index(False)]


def _end(document: Document, last: _Line, *, may_be_code: bool = False) -> int:
    """Return the line after the last option: its wrapped lines, or its code, belong to it."""
    line = last.line + 1
    total = len(document.lines)
    if last.is_empty or may_be_code:
        while line < total and not document.lines[line].strip():
            line += 1
        if may_be_code and line not in document.fenced_lines:
            line = last.line + 1
    first = line
    while line < total and line - last.line < FARTHEST and _is_below(document, line, last):
        line += 1
    return line if line > first else last.line + 1


def _is_below(document: Document, line: int, last: _Line) -> bool:
    """Tell whether a line right below the last option goes on with it."""
    text = document.lines[line]
    if line in document.hidden_lines:
        return True
    is_free = last.is_row or not _OPTION.match(f"\n{text}")
    return bool(text.strip()) and is_free and _goes_on(document, line, last)
