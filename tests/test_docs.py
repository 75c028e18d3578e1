"""What the documents claim: the commands, options, paths and examples in them exist and work."""

import re
import shlex
from pathlib import Path

import click
import pytest

from flashdeck.cli.main import COMMANDS, cli
from flashdeck.parsing import parse
from flashdeck.parsing.styles import GUESSES, STYLES
from flashdeck.search import parse_search
from flashdeck.search.terms import READERS
from flashdeck.search.tree import PROPERTIES, STATES

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^(`{3,4})(\w*)\n(.*?)^\1$", re.M | re.S)
PATH = re.compile(
    r"`((?:flashdeck|docs|tests|alembic|benchmarks|decks|cli|tui|store|study|parsing|"
    r"scheduling|demos|formulas|reference|exchange)/[\w./-]*)`"
)
COMMAND = re.compile(r"`?(?:^|(?<=`)|\.venv/bin/)(flashdeck(?: [^`#\n]*)?)", re.M)


def commands_in(text: str) -> list[list[str]]:
    """Return the flashdeck command lines of shell fences and inline code, split into words."""
    shell = "\n".join(body for _, language, body in FENCE.findall(text) if language == "sh")
    inline = "\n".join(re.findall(r"`(flashdeck [^`\n]+)`", text))
    lines = [line.split("#")[0].strip() for line in f"{shell}\n{inline}".splitlines()]
    bare = [re.sub(r"^\S*/(?=flashdeck)", "", line) for line in lines]
    return [shlex.split(line) for line in bare if re.match(r"flashdeck( |$)", line)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_and_option_named_exists(path: Path) -> None:
    for words in commands_in(path.read_text("utf-8")):
        if len(words) == 1:
            continue
        assert words[1] in COMMANDS, words
        command = cli.get_command(click.Context(cli), words[1])
        assert command is not None
        known = {
            option
            for parameter in command.params
            for option in (*parameter.opts, *parameter.secondary_opts)
        }
        assert {word for word in words[2:] if word.startswith("--")} <= known, words


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_named_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    named = [ROOT / name for name in PATH.findall(text)]
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", FENCE.sub("", text))
    inside = [ROOT / "flashdeck" / name.relative_to(ROOT) for name in named]
    for name, other in zip(named, inside, strict=True):
        assert name.exists() or other.exists(), name
    for link in links:
        assert (path.parent / link).exists(), link


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for path in DOCUMENTS:
        for target in re.findall(r"(?:^|`)make (\w+)", path.read_text("utf-8"), re.M):
            assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_house_in_the_architecture_is_the_house() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    house = text.split("```")[1]
    rooms = re.findall(r"^  (\w+(?:\.py|/)) ", house, re.M)
    assert set(rooms) >= {"parsing/", "store/", "errors.py"}
    for room in rooms:
        assert (ROOT / "flashdeck" / room).exists(), room
    for room in sorted((ROOT / "flashdeck").iterdir()):
        if room.is_dir() and not room.name.startswith("_"):
            assert f"{room.name}/" in rooms, room


def example_after(heading: str) -> str:
    """Return the first fenced example below a heading of docs/writing-decks.md."""
    text = (ROOT / "docs" / "writing-decks.md").read_text("utf-8")
    section = text.split(f"## {heading}\n", 1)[1]
    match = FENCE.search(section)
    assert match is not None
    return match[3]


EXAMPLES = [
    ("Questions as headings", "headings", ["What is a subnet mask?", "Explain NAT"]),
    ("Numbered terms", "terms", ["Crema", "Portafilter", "Tamping", "Puck", "Ristretto"]),
    ("Questions in prose", "prose", ["How does a glacier move?", "Why is glacier ice blue?"]),
    ("Labels", "labels", ["Why does dough need rest?", "What is hydration?"]),
    ("Answers together", "keyed", ["What is a fjord?", "Which ice made it?"]),
    ("Labelled answers", "answers", ["What is a moraine?", "Why is glacier ice blue?"]),
    (
        "Numbered questions",
        "numbered",
        [
            "What is an acid?",
            "What is a base?",
            "Why is pure water neutral?",
            "What does litmus do in lemon juice?",
        ],
    ),
    (
        "Bold questions",
        "bold",
        ["What were the three estates?", "Why were the estates called in 1789?"],
    ),
    (
        "Question stubs",
        "stubs",
        ["Why do leaves turn yellow in autumn?", "What are rings of a tree?"],
    ),
    ("Details", "details", ["Why are there two tides a day?", "What is a neap tide?"]),
    (
        "Multiple choice",
        "choice",
        [
            "Which line runs around the earth at latitude 0?",
            "Which of these is a projection?",
            "True or false: every flat map is wrong somewhere.",
        ],
    ),
    ("Tables", "tables", ["Blanch", "Roux"]),
    (
        "Obsidian",
        "obsidian",
        [
            "Which tree has leaves shaped like a fan?",
            "How old do yews grow?",
            "The wood of the […] made the best bows.",
        ],
    ),
    (
        "Hashcards",
        "hashcards",
        [
            "What is the capital of Bhutan?",
            "[…] lies in the valley of the Wang Chhu.",
            "Thimphu lies in the valley of the […].",
        ],
    ),
    ("Callouts", "callouts", ["Why does a kite need a tail?", "What is a bridle?"]),
    ("Definition lists", "definitions", ["Blanch", "Deglaze"]),
    (
        "RemNote",
        "remnote",
        ["Lava", "Temperature", "What builds a shield volcano?", "Kinds of lava"],
    ),
    (
        "GIFT",
        "gift",
        ["At how many degrees does water boil by the sea?", "Which of these rise?"],
    ),
    ("Glossaries", "glossary", ["Bellows", "Flux", "Tuyere"]),
    ("Fences with cards", "anki_fences", ["Halite"]),
    ("Obsidian to Anki", "anki_blocks", ["Which wood floats longest?"]),
    (
        "Flashcards for Obsidian",
        "hashtags",
        ["Why does oak sink at last?", "Rain is heaviest under […] of a crown."],
    ),
    ("Logseq", "logseq", ["What is a stoma?", "What is a rhizome?"]),
    ("Mochi", "mochi", ["What makes the sky look blue by day?"]),
    ("Tables in files", "anki_text", ["Who wrote Middlemarch?", "Who wrote Emma?"]),
    ("One card a file", "single", ["Why do cats purr?"]),
    (
        "Lettered questions in plain text",
        "lettered",
        ["Why do stars shine?", "What is a white dwarf", "Name the nearest star"],
    ),
    ("Scraped cards", "scraped", ["What does `git fetch` change?", "When is a rebase dangerous?"]),
    ("Outlines", "outline", ["Espresso", "Filter", "Mocha", "Cold brew"]),
    ("The native deck", "native", ["What does the forget gate decide?", "Look at attention"]),
    ("One style for a whole file", "outline", ["Swarming", "Drones"]),
]


@pytest.mark.parametrize(("heading", "style", "questions"), EXAMPLES, ids=lambda value: str(value))
def test_the_examples_of_the_styles_are_read_as_written(
    heading: str, style: str, questions: list[str]
) -> None:
    document = parse(
        example_after(heading), "example.txt" if style == "anki_text" else "example.md"
    )
    assert document.style == style
    assert [card.question.split("\n")[0] for card in document.cards] == questions


def test_every_style_has_its_example() -> None:
    modules = {style.name for style in STYLES + GUESSES}
    assert {style for _, style, _ in EXAMPLES} >= modules - {"delimited"}


def test_the_examples_of_problems_and_checked_numbers_are_right() -> None:
    from flashdeck.demos.stated import check_stated
    from flashdeck.parsing.fences import quiz_fences
    from flashdeck.parsing.stated import stated_values
    from flashdeck.study.quiz.worked import fence_problem

    (card,) = parse(example_after("Problems with fresh numbers"), "example.md").cards
    (fence,) = quiz_fences(card.answer)
    assert fence_problem(fence, 1).key.startswith("attention.weights[")
    example = example_after("Numbers that are checked")
    (stated,) = stated_values(example)
    check_stated(stated)
    (card,) = parse(example, "example.md").cards
    assert card.answer == f"With these scores it is {stated.value}."


def test_every_search_in_the_documents_means_something() -> None:
    text = (ROOT / "docs" / "searching.md").read_text("utf-8")
    named = [row.split(" | ")[0] for row in re.findall(r"^\| (`.*)", text, re.M)]
    searches = [search for row in named for search in re.findall(r"`([^`]+)`", row)]
    assert len(searches) > 30
    for search in searches:
        parse_search(search)
    for path in DOCUMENTS:
        for words in commands_in(path.read_text("utf-8")):
            if words[1:2] == ["search"] and len(words) > 2 and not words[2].startswith("--"):
                parse_search(words[2])


def test_every_name_of_a_search_is_documented() -> None:
    text = (ROOT / "docs" / "searching.md").read_text("utf-8")
    names = {f"{name}:" for name in READERS if name}
    names |= {f"is:{state}" for state in STATES} | {f"prop:{name}" for name in PROPERTIES}
    assert {name for name in names if f"`{name}" not in text and f" {name}" not in text} == set()


def test_the_table_of_qualities_is_the_formula() -> None:
    from flashdeck.scheduling.sm2 import next_ease

    text = (ROOT / "docs" / "algorithms.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (\d) \| ([+−]?[\d.]+) \|$", text, re.M))
    assert set(rows) == {"5", "4", "3"}
    for quality, change in rows.items():
        expected = 250 + round(float(change.replace("−", "-")) * 100)
        assert next_ease(250, int(quality)) == expected
