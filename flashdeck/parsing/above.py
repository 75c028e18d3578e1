"""The plain question that stands right above the label of its answer."""

from bisect import bisect_right

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import asks, likeness

ASKING = 0.7
LONGEST_QUESTION = 8

_LISTS = ("bullet_list", "ordered_list")
_TEXT = ("paragraph", *_LISTS, "blockquote")
_IMAGE = late.pattern(r"[\s>]*(?:!\[[^\[\]]*\]\([^\n]*\)|<img\b[^<>]*>)\s*$")


def question_above(document: Document, line: int, floor: int) -> int | None:
    """Return the line, from ``floor`` on, where the sentence above 0-based ``line`` begins.

    The sentence must ask; a fence or picture between it and ``line`` belongs to it.
    """
    start, last = sentence_above(document, line, floor)
    if start is not None and _asks(document, start, last):
        return start
    block = document.block_over(last) if start is not None else None
    if block is None or block.kind not in _LISTS or block.start <= floor:
        return None
    start, last = sentence_above(document, block.start, floor)
    return start if start is not None and _asks(document, start, last) else None


def _asks(document: Document, start: int, last: int) -> bool:
    """Tell whether the sentence on the lines from ``start`` to ``last`` asks."""
    return asks(document.lines[last]) or likeness(bare(document.lines[start])) >= ASKING


def paragraph_above(document: Document, line: int, floor: int) -> int | None:
    """Return the line where the paragraph right above 0-based ``line`` begins, after a blank."""
    _, last = sentence_above(document, line, floor)
    block = document.block_over(last) if last >= floor else None
    is_apart = block is not None and block.kind == "paragraph" and block.start > floor
    return block.start if block and is_apart else None


def sentence_above(document: Document, line: int, floor: int) -> tuple[int | None, int]:
    """Return the first line, or None, and the last of the sentence above 0-based ``line``."""
    last = line - 1
    while last >= floor and _is_passed(document, last):
        last -= 1
    if last < floor or not _is_text(document, last):
        return None, last
    start = last
    while start > max(floor, last - LONGEST_QUESTION) and _goes_on(document, start - 1):
        start -= 1
    return start, last


def _is_passed(document: Document, line: int) -> bool:
    text = document.lines[line]
    return line in document.hidden_lines or not bare(text) or bool(_IMAGE.match(text))


def bare(text: str) -> str:
    """Return ``text`` without the quote sign and the bullet before it."""
    return text.lstrip(" \t>").rstrip().removeprefix("- ").removeprefix("* ")


def _goes_on(document: Document, line: int) -> bool:
    """Tell whether the sentence on ``line`` goes on below it."""
    text, following = document.lines[line : line + 2]
    if line in document.hidden_lines or not bare(text):
        return False
    return text.rstrip()[-1] not in ".!?。？:" and following.lstrip(" \t>")[:1].islower()


def _is_text(document: Document, line: int) -> bool:
    """Tell whether ``line`` stands in a paragraph, a list or a quote."""
    place = bisect_right(document.blocks, line, key=lambda block: block.start) - 1
    return place >= 0 and document.blocks[place].kind in _TEXT
