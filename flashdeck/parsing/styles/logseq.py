"""Logseq blocks: one tagged `#card` asks for its children, `{{cloze ...}}` hides a part of one.

A `#card` above a line with nothing but `?` is Obsidian's.
"""

from collections.abc import Iterator, Sequence

from flashdeck import late
from flashdeck.cards import Kind, ParsedCard
from flashdeck.parsing.claim import Claim, make_claim, without_rules
from flashdeck.parsing.document import Document, Trail, trails_of
from flashdeck.parsing.inline import without_code
from flashdeck.parsing.marks.clozes import Gap, cloze_texts, fits
from flashdeck.parsing.marks.label_lines import label_in
from flashdeck.parsing.marks.outliner import (
    CARD_TAG,
    Item,
    children,
    has_card_tag,
    is_property,
    items,
    named_tags,
    split_tags,
    with_card_tag,
    with_fences,
    without_properties,
)
from flashdeck.parsing.questions import clean_question
from flashdeck.parsing.sections import titles_above
from flashdeck.text import holds, one_line

NAME = "logseq"
SCORE = 1.0
MOST_ABOVE = 6

_BRACES = r"\{[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}"
_CLOZE = late.pattern(rf"\{{\{{c?cloze[ \t]++([^{{}}\n]*(?:{_BRACES}[^{{}}\n]*)*)\}}\}}")
_CARD_TAGS = frozenset(("card", "flashcard"))
_HEADING = late.pattern(r"^#{1,6}[ \t]+")


def claim(document: Document) -> Claim | None:
    """Claim the blocks tagged as cards, and those with a cloze."""
    if not (
        document.once(_was_asked) or holds(document.text, "{{cloze ") or document.once(has_card_tag)
    ):
        return None
    found = items(document)
    shared = _page_tags(document)
    trails = trails_of(h for h in document.headings if not CARD_TAG.search(h.text))
    cards = list(_cards(document, found, shared, trails))
    if not cards:
        return None
    labels = {
        line + 1: "property"
        for line, text in enumerate(document.lines)
        if "::" in text and line not in document.hidden_lines and is_property(text)
    }
    headings = (heading.start + 1 for heading in document.headings)
    return make_claim(NAME, SCORE, cards, headings, labels)


def _was_asked(document: Document) -> bool:
    """Tell whether Logseq has asked a card of this page."""
    return holds(document.text, "card-repeats:: ")


def _page_tags(document: Document) -> tuple[str, ...]:
    """Return the tags among the properties that a page begins with."""
    first: list[str] = []
    for line in document.lines:
        bare = line.strip().removeprefix("- ")
        if bare and not is_property(bare):
            break
        first.append(bare)
    return tuple(named_tags(without_properties(first)[1].get("tags", "")))


def _cards(
    document: Document,
    found: Sequence[Item],
    shared: tuple[str, ...],
    trails: Sequence[Trail],
) -> Iterator[ParsedCard]:
    """Yield the cards of blocks; what is below a card is its answer, up to the next card."""
    read = [_Reading(item, may_link=document.once(_was_asked)) for item in found]
    following = [len(document.lines)] * len(read)
    for index in range(len(read) - 1, 0, -1):
        after = read[index]
        following[index - 1] = after.item.start if after.is_card else following[index]
    done = 0
    for reading, next_card in zip(read, following, strict=True):
        inside = reading.item.start < done
        is_card = reading.is_card and not _is_parted(document, reading.item.body)
        if is_card or (reading.gaps and not inside):
            done = min(reading.item.end, next_card)
            above = titles_above(trails, reading.item.start)
            yield from _item_cards(document, reading, done, shared, above)


def _is_parted(document: Document, line: int) -> bool:
    """Tell whether nothing but `?` stands on ``line``, which parts a card of Obsidian."""
    return line < len(document.lines) and document.lines[line].strip() in ("?", "??")


class _Reading:
    """What a block says: its text without properties and tags, its gaps, whether it is a card."""

    def __init__(self, item: Item, *, may_link: bool) -> None:
        self.item = item
        lines, properties = without_properties(item.text)
        lines = list(map(with_card_tag, lines)) if may_link else lines
        was_asked = any(key.startswith("card-") for key in properties)
        self.tags: list[str] = []
        self.is_card = False
        kept = [
            self._read(line, was_asked=was_asked) if "#" in line and not inside else line
            for line, inside in with_fences(lines)
        ]
        self.tags += named_tags(properties.get("tags", ""))
        self.text = "\n".join(kept).strip()
        self.gaps = _gaps(self.text)
        has_label = item.indent < 0 and label_in(item.text[0]) is not None
        self.is_card = self.is_card and bool(self.text) and not has_label

    def _read(self, line: str, *, was_asked: bool) -> str:
        """Return ``line`` without its tags if it is a card or a cloze or holds nothing else."""
        bare, tags = split_tags(line)
        is_marked = not _CARD_TAGS.isdisjoint(tag.casefold() for tag in tags)
        if not is_marked and was_asked and CARD_TAG.search(without_code(line)):
            is_marked, bare = True, CARD_TAG.sub("", bare)
        self.is_card = self.is_card or is_marked
        if not is_marked and bare and "{{cloze " not in line:
            return line
        self.tags += [tag for tag in tags if tag.casefold() not in _CARD_TAGS]
        return bare


def _gaps(text: str) -> list[Gap]:
    if "{{cloze " not in text:
        return []
    running = without_code(text)
    gaps = [
        Gap(match.start(), match.end(), match[1].strip(), "", str(index))
        for index, match in enumerate(_CLOZE.finditer(text))
        if match[1].strip() and running[match.start()] == "{"
    ]
    return gaps if fits(text, gaps) else []


def _item_cards(
    document: Document,
    reading: _Reading,
    end: int,
    shared: tuple[str, ...],
    above: tuple[str, ...],
) -> Iterator[ParsedCard]:
    item = reading.item
    _, last = without_rules(document, item.start, end)
    below = _CLOZE.sub(lambda match: f"**{match[1].strip()}**", children(document, item, last))
    tags = tuple(dict.fromkeys([*shared, *reading.tags]))
    path = above + _above(item)
    if not reading.gaps:
        question = _question(reading.text)
        yield ParsedCard(question, below, item.start + 1, max(last, item.start + 1), path, tags)
        return
    group = _CLOZE.sub(lambda match: match[1].strip(), reading.text)
    more = f"\n\n{below}" if below and fits(reading.text + below, reading.gaps) else ""
    for question, answer in cloze_texts(reading.text, reading.gaps):
        yield ParsedCard(
            question=_HEADING.sub("", question),
            answer=_HEADING.sub("", answer) + more,
            line=item.start + 1,
            last_line=max(last, item.start + 1),
            path=path,
            tags=tags,
            kind=Kind.CLOZE,
            group=group,
        )


def _question(text: str) -> str:
    first, _, rest = text.partition("\n")
    return "\n".join([clean_question(_HEADING.sub("", first)), rest]).strip()


def _above(item: Item) -> tuple[str, ...]:
    """Return the first lines of the blocks around ``item``, outermost first."""
    found: list[str] = []
    above = item.above
    while above and above.indent >= 0 and len(found) < MOST_ABOVE:
        text = split_tags(_HEADING.sub("", above.text[0]))[0]
        if text.strip():
            found.append(one_line(_CLOZE.sub(r"\1", text)))
        above = above.above
    return tuple(reversed(found))
