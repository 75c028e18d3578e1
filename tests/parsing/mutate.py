"""Documents that nobody would write: the fixtures cut, spliced and strewn with half of a syntax."""

from collections.abc import Callable
from pathlib import Path
from random import Random

FIXTURES = Path(__file__).parent / "fixtures"
MOST_STEPS = 6
LONGEST = 60_000

NAMES = ("note.md", "note.txt", "table.csv", "table.tsv", "What is this.md", "README.md")

FENCES = (
    "```",
    "~~~",
    "````",
    "```python",
    "~~~~~~",
    "  ```",
    "- ```",
    "> ```",
    "```demo lstm-step",
)
HTML = (
    "<details>", "<details><summary>", "</details>", "<summary>Answer</summary>", "<div>",
    "</div>", "<!--", "-->", "<b>", "<p>", "<script>", "<pre>", "<!--SR:!2024-01-01,3,250-->",
    "<br>", "<![CDATA[",
)  # fmt: skip
LINES = (
    "---", "***", "===", "+++", "?", "??", "%%", "$$", "#flashcards", "#flashcards/a/b",
    "|---|---|", "| Question | Answer |", "question,answer", "front\tback", "#separator:tab",
    "#html:true", "deck: A/B", "Q:", "A:", "C: a [b] c", "P/", "R//=", "Frage:", "答:",
    "## What is this?", "# 1.", "**Q1. Why?**", "Question 3", "- [ ] a", "- [x] b", "A. one",
    "a) two", "1. ### What?", "**Answer:** C", "- block #card", "  collapsed:: true", "id:: 1",
    "::", ":::", "TODO", "", "Advancedmath", "#git#merge", "    code", "\tindented", "[toc]",
    "[^1]: note", "* * *", "## #",
)  # fmt: skip
MARKS = (
    "::", ":::", " :: ", "==", "{{", "}}", "{{c1::", "[", "]", "](", "`", "``", "**", "__", "$",
    "|", '"', "\t", "#", ">", "<", "\\", "?", "？", "؟", "¿", ":", "：", "&nbsp;", "&#27;", "^a",
    "*", "_", ";;", " #card", " {#an-id .tag}", "{{cloze ", "1.", "a)", "(", ")", "!", "=", "%",
    "~",
)  # fmt: skip
CHARACTERS = (
    *map(chr, range(32)), "\x7f", "\x85", "\x9b", "\x1b[31m", "\x1b]52;c;eA==\x07", "\u2028",
    "\u2029", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\u200b",
    "\xa0", "\u3000", "\ud800", "\udfff", "\U0001f600", "e\u0301", "אב", "مرحبا", "漢字", "\r\n",
    "\r", "\0",
)  # fmt: skip


class Sample:
    """A fixture document: its name and text."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.text = path.read_bytes().decode("utf-8")


def samples() -> list[Sample]:
    """Return the fixture documents in a stable order."""
    return [Sample(path) for path in sorted(FIXTURES.iterdir()) if path.suffix != ".yaml"]


def mutate(random: Random, known: list[Sample]) -> tuple[str, str]:
    """Return the name and text of a new document that grew out of one or more of ``known``."""
    base = random.choice(known)
    name = base.name if random.random() < 0.7 else random.choice(NAMES)
    text = base.text
    for _ in range(random.randint(1, MOST_STEPS)):
        text = random.choice(_STEPS)(random, text, known)[:LONGEST]
    return name, text


def _place(random: Random, parts: list[str]) -> int:
    return random.randint(0, len(parts))


def _span(random: Random, parts: list[str]) -> tuple[int, int]:
    start = _place(random, parts)
    return start, min(len(parts), start + random.randint(1, 8))


def _cut(random: Random, parts: list[str], _other: list[str]) -> list[str]:
    start, end = _span(random, parts)
    return parts[:start] + parts[end:]


def _double(random: Random, parts: list[str], _other: list[str]) -> list[str]:
    start, end = _span(random, parts)
    return parts[:end] + parts[start:end] * random.randint(1, 3) + parts[end:]


def _swap(random: Random, parts: list[str], _other: list[str]) -> list[str]:
    first, second = sorted((_place(random, parts), _place(random, parts)))
    return parts[second:] + parts[first:second] + parts[:first]


def _splice(random: Random, parts: list[str], other: list[str]) -> list[str]:
    start, end = _span(random, other)
    place = _place(random, parts)
    return parts[:place] + other[start:end] + parts[place:]


def _graft(random: Random, parts: list[str], other: list[str]) -> list[str]:
    return parts[: _place(random, parts)] + other[_place(random, other) :]


def _rearranged(random: Random, text: str, known: list[Sample]) -> str:
    """Cut, double, swap or splice lines or blocks."""
    separator = random.choice(("\n", "\n", "\n\n"))
    change = random.choice((_cut, _double, _swap, _splice, _graft))
    other = random.choice(known).text.split(separator)
    return separator.join(change(random, text.split(separator), other))


def _insert_line(random: Random, text: str, _known: list[Sample]) -> str:
    lines = text.split("\n")
    for _ in range(random.randint(1, 3)):
        lines.insert(_place(random, lines), random.choice(random.choice((FENCES, HTML, LINES))))
    return "\n".join(lines)


def _insert_mark(random: Random, text: str, _known: list[Sample]) -> str:
    for _ in range(random.randint(1, 6)):
        place = random.randint(0, len(text))
        mark = random.choice(random.choice((MARKS, CHARACTERS, HTML)))
        text = text[:place] + mark + text[place:]
    return text


def _prefix_lines(random: Random, text: str, _known: list[Sample]) -> str:
    """Put some lines into a list, a quote or code, perhaps deep inside."""
    lines = text.split("\n")
    start, end = _span(random, lines)
    prefix = random.choice(("- ", "* ", "> ", "1. ", "    ", "\t", "  - ", "# ", "| ", "> - "))
    deep = random.choice((1, 1, 2, 7, 120))
    changed = [prefix * deep + line for line in lines[start:end]]
    return "\n".join(lines[:start] + changed + lines[end:])


def _staircase(random: Random, text: str, _known: list[Sample]) -> str:
    """Insert a list or quotes that nest deeper with each line."""
    step, mark = random.choice((("  ", "- a"), ("", "> "), ("   ", "1. b"), ("\t", "* c")))
    stairs = [step * depth + mark * (1 if step else depth) for depth in range(1, 40)]
    place = random.randint(0, len(text))
    return text[:place] + "\n" + "\n".join(stairs) + "\n" + text[place:]


def _long_line(random: Random, text: str, _known: list[Sample]) -> str:
    unit = random.choice(
        (*MARKS, *HTML, "a", " ", "a::b ", "word ", "a\t", "**a** ", "[a](b) ", "==a")
    )
    place = random.randint(0, len(text))
    return text[:place] + unit * random.choice((50, 1000, 30_000)) + text[place:]


def _many_lines(random: Random, text: str, _known: list[Sample]) -> str:
    line = random.choice((*LINES, *FENCES, *HTML, *text.split("\n")[:20])) + "\n"
    place = random.randint(0, len(text))
    return text[:place] + "\n" + line * random.choice((5, 50, 600)) + text[place:]


def _edges(random: Random, text: str, _known: list[Sample]) -> str:
    """Cut the text anywhere, change its line ends, or put something before or behind it."""
    place = random.randint(0, len(text))
    return random.choice(
        (
            text[:place],
            text[place:],
            text.replace("\n", "\r\n"),
            text.replace("\n", "\r"),
            text.replace("\n\n", "\n"),
            text.replace("\n", "\n\n"),
            text.replace("\n", " "),
            "\ufeff" + text,
            "---\ntags: [a]\n---\n" + text,
            "---\nquestion: " + text,
            "---\n" + text[:place],
            "#separator:tab\n" + text,
            "#flashcards\n" + text,
            text + "\n```",
            text + text,
        )
    )


_STEPS: tuple[Callable[[Random, str, list[Sample]], str], ...] = (
    _rearranged,
    _rearranged,
    _rearranged,
    _insert_line,
    _insert_line,
    _insert_mark,
    _insert_mark,
    _prefix_lines,
    _staircase,
    _long_line,
    _many_lines,
    _edges,
)
