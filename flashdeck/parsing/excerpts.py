"""Parts of a note taken out of the list, quote or emphasis that they stand in."""

import re
from collections.abc import Iterable, Iterator

from flashdeck import late

SPOILERS = ("||", ">!")
"""What a hidden text begins with."""

_SPOILER = late.pattern(r"(?:\|\|(?!\|)((?:(?!\|\|).)+)\|\||>!((?:(?!!<).)+)!<)\s*", re.DOTALL)
_QUOTE = late.pattern(r"^[ \t]*(?:>[ ]?)+")
_TAG_LINE = late.pattern(r"[ \t]*(?:#[^\W\d_][\w/-]*[ \t]*)+$")
_CARD_TAGS = late.pattern(r"(?<![ \t])[ \t]+#(?:flash)?cards?\b[^\n]*$", re.IGNORECASE)
_TAG = late.pattern(r"#([^\s#]+)")
_TAG_WORDS = ("Tag", "Tags", "TAGS", "Topic", "Topics", "Etiquetas", "Теги", "标签", "タグ")
_FIRST_WORDS = frozenset(map(str.lower, _TAG_WORDS))
_TAGS_TOLD = late.pattern(
    r"(?:\A|\n)[ \t]*(?:>[ ]?)?[-*_ ]{0,6}(?:🏷️?\s?)?"
    rf"(?:{'|'.join(_TAG_WORDS)})"
    r"(?:\*{1,2}|_{1,2})?[ \t]*[:：](?P<tags>[^\n]{1,200})\s*\Z"
)
_TAG_END = late.pattern(r"[,;，、`#*_\[\]]+")
_MERE_MARK = late.pattern(r"(?:flash)?cards?(?:[-/](?:reverse|spaced|\w+))?$", re.IGNORECASE)


def outdented(lines: Iterable[str], column: int = 0, *, quoted: bool = False) -> Iterator[str]:
    """Yield ``lines`` without their quote marks and without up to ``column`` columns of indent."""
    for line in lines:
        bare = _QUOTE.sub("", line, count=1) if quoted else line
        yield without_columns(bare, column) if column else bare


def without_columns(line: str, column: int) -> str:
    """Return ``line`` without up to ``column`` columns of white space before it."""
    text = line.lstrip(" \t")
    indent = line[: len(line) - len(text)].expandtabs(4)
    return indent[column:] + text


def dedented(lines: Iterable[str]) -> list[str]:
    """Return ``lines`` without the indentation that all but the first, if it is text, share."""
    first, *others = lines
    rest = others if first.strip() else [first, *others]
    widths = [
        len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))
        for line in rest
        if line.strip()
    ]
    column = min(widths, default=0)
    kept = [without_columns(line, column) for line in rest] if column else rest
    return [first.lstrip(), *kept] if first.strip() else kept


def balanced(text: str, opened: str) -> str:
    """Return ``text`` without the mark that ends an emphasis ``opened`` before it."""
    closing = opened.replace("<", "</") if "<" in opened else opened
    if not closing or closing not in text or (closing == opened and text.count(closing) % 2 == 0):
        return text
    first = text.find(closing)
    if text.endswith(closing) and text[max(0, first - 1)].isspace():
        return text[: -len(closing)]
    return text.replace(closing, "", 1)


def without_spoiler(text: str) -> str:
    """Return ``text`` without the marks that hide the whole of it: `||text||`, `>!text!<`."""
    match = _SPOILER.fullmatch(text)
    return (match[1] or match[2]).strip() if match else text


def without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without lines of tags and without a `#card` behind it, and the tags."""
    if "#" not in text:
        return text, ()
    tags: list[str] = []
    kept: list[str] = []
    for line in text.split("\n"):
        mark = _CARD_TAGS.search(line)
        if _TAG_LINE.match(line):
            tags += _TAG.findall(line)
        elif mark:
            tags += _TAG.findall(mark[0])
            kept.append(line[: mark.start()])
        else:
            kept.append(line)
    return "\n".join(kept).strip(), tuple(tag for tag in tags if not _MERE_MARK.match(tag))


def may_tell_tags(first_word: str) -> bool:
    """Tell whether a line such as `*Tags: wood*` begins with ``first_word``, in lower case."""
    return first_word in _FIRST_WORDS


def without_tags_told(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without a last line such as `*Tags: wood, #rope*`, and the tags."""
    match = _TAGS_TOLD.search(text, max(0, text.rstrip().rfind("\n")))
    if not match or not text[: match.start()].strip():
        return text, ()
    told = (word.strip() for word in _TAG_END.split(match["tags"]))
    return text[: match.start()].rstrip(), tuple("-".join(word.split()) for word in told if word)
