"""Made-up notes with cards that are known one by one, and their text in the styles of notes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from tests.identity.words import SUBJECTS, paragraph, question, sentence

Maker = Callable[[Random, str, int], tuple[str, str]]
"""Makes a question and its answer, of a subject, from a running number."""


@dataclass(eq=False)
class Item:
    """A card as its author knows it, whatever becomes of its words."""

    question: str
    answer: str


@dataclass(eq=False)
class Part:
    """A heading and the cards below it."""

    title: str
    items: list[Item]


@dataclass(eq=False)
class Note:
    """A file of notes; all its cards are of one kind, which says in what styles it may stand."""

    name: str
    title: str
    kind: str
    subject: str
    style: str
    parts: list[Part]
    deck: str | None = None

    def items(self) -> Iterator[Item]:
        """Yield its cards from top to bottom."""
        for part in self.parts:
            yield from part.items


@dataclass
class Vault:
    """All notes of a learner."""

    random: Random
    notes: list[Note] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    asked: set[str] = field(default_factory=set)

    def items(self) -> Iterator[Item]:
        """Yield every card."""
        for note in self.notes:
            yield from note.items()

    def new_item(self, note: Note) -> Item:
        """Return a card that could stand in ``note``; only code is asked for in the same words."""
        while True:
            item = Item(*KINDS[note.kind](self.random, note.subject, next(self.numbers)))
            if note.kind == "code" or item.question not in self.asked:
                self.asked.add(item.question)
                return item


def make_vault(random: Random, size: int) -> Vault:
    """Return notes of every kind with about ``size`` cards."""
    vault = Vault(random)
    kinds = random.sample(sorted(KINDS), len(KINDS))
    for number, kind in enumerate(kinds):
        subject = random.choice(sorted(SUBJECTS))
        style = random.choice(STYLES[kind])
        note = Note(f"{subject}-{number}.md", f"Notes on {subject}", kind, subject, style, [])
        vault.notes.append(note)
        left = max(4, round(size / len(kinds) * random.uniform(0.5, 1.5)))
        while left > 0:
            part = Part(f"{sentence(random, subject)[:24].strip()} {len(note.parts) + 1}", [])
            note.parts.append(part)
            for _ in range(min(left, random.randint(4, 18))):
                part.items.append(vault.new_item(note))
                left -= 1
    return vault


def _prose(random: Random, subject: str, _number: int) -> tuple[str, str]:
    return question(random, subject), paragraph(random, subject)


def _long(random: Random, subject: str, _number: int) -> tuple[str, str]:
    points = "\n".join(f"- {sentence(random, subject)}" for _ in range(random.randint(3, 7)))
    return question(random, subject), f"{paragraph(random, subject)}\n\n{points}"


def _code(random: Random, subject: str, _number: int) -> tuple[str, str]:
    name, other = random.sample(SUBJECTS[subject].split(), 2)
    a, b, c = (random.randint(0, 99) for _ in range(3))
    body = random.choice(
        (
            f"{name} = [{a}, {b}, {c}]\nprint({name}[{random.randint(0, 2)}:])",
            f"def {name}({other}={a}):\n    return {other} * {b}\n\nprint({name}({c}))",
            f"for {name} in range({a % 9}):\n    if {name} % {b % 5 + 2}:\n        print({name})",
            f"let {name} = {{ {other}: {a} }};\nconsole.log({name}.{other} + {b});",
        )
    )
    answer = f"```\n{body}\n```\n\nIt prints {random.randint(0, 999)}. {sentence(random, subject)}"
    return "What is the output?", answer


def _formula(random: Random, subject: str, _number: int) -> tuple[str, str]:
    gate, other = random.sample("abfghioqruz", 2)
    step, size = random.randint(1, 4), random.randint(2, 64)
    asked = f"What is ${gate}_{{t-{step}}}$ when ${other}_t = {size}$ and $k = {step + 1}$?"
    shown = f"$${gate}_t = \\sigma(W_{gate} x_t + U_{gate} h_{{t-{step}}} + {size} {other})$$"
    return asked, f"{shown}\n\n{sentence(random, subject)}"


def _vocabulary(random: Random, _subject: str, _number: int) -> tuple[str, str]:
    return _made_up_word(random), _made_up_word(random)


def _made_up_word(random: Random) -> str:
    ends = ("ung", "er", "el", "heit", "en", "a", "o", "ia")
    heads = ("st", "br", "k", "m", "l", "f", "schl", "tr", "w", "h", "b", "gr", "p", "n", "z")
    middles = ("au", "e", "i", "o", "u", "ei", "ie", "a")
    consonants = ("nd", "t", "ss", "g", "ck", "r", "ll", "ft", "mp", "b", "rz")
    stem = "".join(random.choice(middles) + random.choice(consonants) for _ in range(2))
    return random.choice(heads) + stem + random.choice(ends)


def _template(random: Random, _subject: str, number: int) -> tuple[str, str]:
    """Cards that say the same but for a name and a number."""
    name = _made_up_word(random).capitalize()
    return f"Which port does the {name} service use?", f"It listens on port {1000 + number}."


def _twins(random: Random, subject: str, number: int) -> tuple[str, str]:
    """Cards with one answer's frame under questions that differ in one word."""
    noun = random.choice(SUBJECTS[subject].split())
    return (
        f"Does a {noun} count as a {random.choice('ABCDEF')}-{number} component?",
        random.choice(("Yes.", "No.", "Only if it was declared so.")),
    )


def _topic(random: Random, subject: str, _number: int) -> tuple[str, str]:
    first, second = random.sample(SUBJECTS[subject].split(), 2)
    title = f"{random.choice(('The', 'Kinds of', 'Life of a', 'Limits of the'))} {first} {second}"
    points = "\n".join(f"- {sentence(random, subject)}" for _ in range(random.randint(2, 4)))
    return title, f"**Idea:** {sentence(random, subject)}\n\n{points}"


KINDS: dict[str, Maker] = {
    "prose": _prose,
    "long": _long,
    "code": _code,
    "formula": _formula,
    "vocabulary": _vocabulary,
    "template": _template,
    "twins": _twins,
    "topic": _topic,
}
_ASKING = ("headings", "native", "lettered", "numbered", "bold")
STYLES = dict.fromkeys(KINDS, _ASKING) | {
    "topic": ("outline", "native"),
    "vocabulary": ("native", "plain native"),
}
