"""Made-up notes as Markdown, with the line on which each card begins."""

from collections.abc import Callable, Iterator

from tests.identity.documents import Item, Note, Part

Lines = Iterator[tuple[str, Item | None]]
"""Blocks of text, each with the card that it begins."""


def render(note: Note) -> tuple[str, dict[int, Item]]:
    """Return the note's text and its cards by the 1-based line of the question."""
    written: list[str] = []
    places: dict[int, Item] = {}
    if front := _front_matter(note):
        written += front
    for block, item in _STYLES[note.style](note):
        if item is not None:
            places[len(written) + 1] = item
        written += [*block.split("\n"), ""]
    return "\n".join(written), places


def _front_matter(note: Note) -> list[str]:
    if note.style == "lettered":  # a deck's name would make it a native deck
        return []
    needs_one = note.style in ("native", "plain native")
    deck = note.deck or (note.title if needs_one else None)
    return ["---", f'deck: "{deck}"', "---"] if deck else []


def _headings(note: Note, mark: str = "### {}") -> Lines:
    yield f"# {note.title}", None
    for part in filter(_holds_any, note.parts):
        yield f"## {part.title}", None
        for number, item in enumerate(part.items, 1):
            yield mark.format(item.question, n=number), item
            yield item.answer, None


def _holds_any(part: Part) -> bool:
    return bool(part.items)


def _numbered(note: Note) -> Lines:
    return _headings(note, "### {n}. {}")


def _bold(note: Note) -> Lines:
    return _headings(note, "### **{}**")


def _plain_native(note: Note) -> Lines:
    for item in note.items():
        yield f"# {item.question}", item
        yield item.answer, None


def _lettered(note: Note) -> Lines:
    yield f"# {note.title}", None
    for number, part in enumerate(filter(_holds_any, note.parts), 1):
        yield f"{number}. {part.title}", None
        for index, item in enumerate(part.items):
            yield f"{chr(ord('a') + index)}. {item.question}", item
            yield item.answer, None


def _outline(note: Note) -> Lines:
    yield f"# {note.title}", None
    for number, item in enumerate(note.items(), 1):
        yield f"## {number}. {item.question}", item
        yield item.answer, None


_STYLES: dict[str, Callable[[Note], Lines]] = {
    "headings": _headings,
    "native": _headings,
    "numbered": _numbered,
    "bold": _bold,
    "plain native": _plain_native,
    "lettered": _lettered,
    "outline": _outline,
}
