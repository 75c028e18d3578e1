"""What people do to their notes: each edit changes a vault and returns what it touched."""

import re
from collections.abc import Callable
from random import Random

from tests.identity.documents import STYLES, Item, Note, Part, Vault
from tests.identity.words import OTHER_WORDS, sentence

Edit = Callable[[Vault, int], list[Item]]
"""Changes up to so many cards and returns those that it touched."""

MOST_IN_PART = 22
ENOUGH_LEFT = 5
COMMON = 4
_WORD = re.compile(r"[^\W\d_]{2,}")


def some(vault: Vault, amount: int) -> list[Item]:
    """Choose cards: mostly anywhere, sometimes neighbours."""
    items = list(vault.items())
    if vault.random.random() < 0.3:
        start = vault.random.randrange(len(items))
        return items[start : start + amount]
    return vault.random.sample(items, min(amount, len(items)))


def typos(vault: Vault, amount: int) -> list[Item]:
    """Misspell words of questions, answers, or both."""
    chosen = some(vault, amount)
    for item in chosen:
        _rewrite(vault.random, item, _misspelt)
    return chosen


def rewordings(vault: Vault, amount: int) -> list[Item]:
    """Replace, drop and insert up to 30 % of the words of questions, answers, or both."""
    chosen = some(vault, amount)
    for item in chosen:
        _rewrite(vault.random, item, _reworded)
    return chosen


def _rewrite(random: Random, item: Item, change: Callable[[Random, str], str]) -> None:
    where = random.choice(("question", "answer", "both"))
    if where != "answer":
        item.question = change(random, item.question)
    if where != "question":
        item.answer = change(random, item.answer)


def _misspelt(random: Random, text: str) -> str:
    """Misspell a word, in longer texts up to three."""
    for _ in range(min(random.choice((1, 1, 1, 2, 3)), 1 + len(text.split()) // 4)):
        words = [word for word in _WORD.finditer(text) if _is_prose(text, word.start())]
        if not words:
            break
        word = random.choice(words)
        text = text[: word.start()] + _misspelt_word(random, word[0]) + text[word.end() :]
    return text


def _misspelt_word(random: Random, word: str) -> str:
    place = random.randrange(len(word) - 1)
    head, pair, tail = word[:place], word[place : place + 2], word[place + 2 :]
    letter = random.choice("abcdefghijklmnopqrstuvwxyz")
    return random.choice(
        (
            head + pair[1] + pair[0] + tail,
            head + pair[1] + tail,
            head + pair[0] * 2 + pair[1] + tail,
            head + pair[0] + letter + tail,
        )
    )


def _is_prose(text: str, position: int) -> bool:
    """Tell whether a place is outside of formulas, fences and labels."""
    before = text[:position]
    line = before.rpartition("\n")[2]
    in_fence = before.count("```") % 2 == 1
    return not in_fence and "$" not in line and "**" not in line and not line.endswith("'")


def _reworded(random: Random, text: str) -> str:
    words = list(re.finditer(r"\S+", text))
    chances = [w for w in words[1:] if _is_prose(text, w.start()) and _WORD.search(w[0])]
    most = int(len(words) * 0.3)
    amount = min(random.randint(1, most), len(chances)) if most else 0
    chosen = random.sample(chances, amount)
    for word in sorted(chosen, key=lambda it: -it.start()):
        other = (
            random.choice(OTHER_WORDS)
            if random.random() < 0.7
            else sentence(random, "history").split()[-1].rstrip(".")
        )
        text = text[: word.start()] + _WORD.sub(other, word[0], count=1) + text[word.end() :]
    return text


def reorderings(vault: Vault, _amount: int) -> list[Item]:
    """Shuffle the cards of a note, within their parts or over all of them, or its parts."""
    note = vault.random.choice(vault.notes)
    touched = list(note.items())
    how = vault.random.choice(("parts", "within", "all"))
    if how == "parts":
        vault.random.shuffle(note.parts)
    elif how == "within":
        for part in note.parts:
            vault.random.shuffle(part.items)
    else:
        mixed = vault.random.sample(touched, len(touched))
        for part in note.parts:
            part.items, mixed = mixed[: len(part.items)], mixed[len(part.items) :]
    return touched


def moves(vault: Vault, amount: int) -> list[Item]:
    """Move cards to other notes in which their kind may stand."""
    chosen = some(vault, amount)
    for item in chosen:
        home = home_of(vault, item)
        others = [
            part
            for note in vault.notes
            if note is not home and STYLES[home.kind] == STYLES[note.kind]
            for part in note.parts
            if len(part.items) < MOST_IN_PART
        ]
        if others and remove(vault, item):
            target = vault.random.choice(others)
            target.items.insert(vault.random.randint(0, len(target.items)), item)
    return chosen


def moves_to_a_new_note(vault: Vault, amount: int) -> list[Item]:
    """Move neighbouring cards of one note to a note that is new."""
    home = max(vault.notes, key=lambda note: sum(1 for _ in note.items()))
    items = list(home.items())
    start = vault.random.randrange(len(items))
    wanted = items[start : start + min(amount, MOST_IN_PART, len(items) - ENOUGH_LEFT)]
    if len(wanted) <= ENOUGH_LEFT:
        return []
    chosen = [item for item in wanted if remove(vault, item)]
    number = next(vault.numbers)
    part = Part(f"Part {number}", chosen)
    name, title = f"split-{number}.md", f"More on {home.subject} {number}"
    vault.notes.append(Note(name, title, home.kind, home.subject, home.style, [part]))
    return chosen


def file_renames(vault: Vault, _amount: int) -> list[Item]:
    """Give a note another name or folder."""
    note = vault.random.choice(vault.notes)
    folder = vault.random.choice(("", "folder/", "deep/er/"))
    note.name = f"{folder}renamed-{next(vault.numbers)}.md"
    return list(note.items())


def heading_renames(vault: Vault, _amount: int) -> list[Item]:
    """Give the title or a heading of a note other words, or number all of its headings anew."""
    note = vault.random.choice(vault.notes)
    how = vault.random.choice(("title", "one", "numbers"))
    if how == "title":
        note.title = f"Other notes on {note.subject} {next(vault.numbers)}"
    elif how == "one":
        vault.random.choice(note.parts).title = sentence(vault.random, note.subject)[:-1]
    else:
        for number, part in enumerate(note.parts, 2):
            part.title = f"Lesson {number}"
    return list(note.items())


def deck_renames(vault: Vault, _amount: int) -> list[Item]:
    """Name another deck in a note's front matter."""
    note = vault.random.choice(vault.notes)
    note.deck = f"Deck {next(vault.numbers)}"
    return list(note.items())


def restylings(vault: Vault, _amount: int) -> list[Item]:
    """Write a note in another style."""
    note = vault.random.choice(vault.notes)
    note.style = vault.random.choice([it for it in STYLES[note.kind] if it != note.style])
    return list(note.items())


def additions(vault: Vault, amount: int) -> list[Item]:
    """Add cards of the kind that a note holds; no card that was there is touched."""
    for _ in range(amount):
        note = vault.random.choice(vault.notes)
        part = vault.random.choice(note.parts)
        other = vault.new_item(note)
        if len(part.items) < MOST_IN_PART and _is_new(note, other):
            part.items.insert(vault.random.randint(0, len(part.items)), other)
    return []


def deletions(vault: Vault, amount: int) -> list[Item]:
    """Take cards out for good."""
    for item in some(vault, amount):
        remove(vault, item)
    return []


def replacements(vault: Vault, amount: int) -> list[Item]:
    """Put another card of the same kind in the place of each."""
    for item in some(vault, amount):
        note = home_of(vault, item)
        part = next(part for part in note.parts if item in part.items)
        other = vault.new_item(note)
        if other.question != item.question or _is_common(note, item.question):
            part.items[part.items.index(item)] = other
    return []


def _is_new(note: Note, other: Item) -> bool:
    """Tell whether a card can be known from those that stood there, of which some may be gone."""
    return note.kind != "code" or _is_common(note, other.question)


def _is_common(note: Note, question: str) -> bool:
    """Tell whether enough cards ask the same for nobody to know a card by its question."""
    return sum(item.question == question for item in note.items()) >= COMMON


def answers_rewritten(vault: Vault, amount: int) -> list[Item]:
    """Write other answers to questions that no other card asks; code is part of its question."""
    asked = [item.question for item in vault.items()]
    chosen = [
        item
        for item in some(vault, amount)
        if asked.count(item.question) == 1 and home_of(vault, item).kind != "code"
    ]
    for item in chosen:
        note = home_of(vault, item)
        item.answer = vault.new_item(note).answer
    return chosen


def questions_rewritten(vault: Vault, amount: int) -> list[Item]:
    """Ask otherwise for the same, long answers."""
    chosen = [item for item in some(vault, amount) if len(item.answer) > 100]
    for item in chosen:
        note = home_of(vault, item)
        item.question = vault.new_item(note).question
    return chosen


def home_of(vault: Vault, item: Item) -> Note:
    """Return the note that holds a card."""
    return next(note for note in vault.notes if item in note.items())


def remove(vault: Vault, item: Item) -> Part | None:
    """Take a card out of its note and return the part that held it, if the note has enough left."""
    note = home_of(vault, item)
    if sum(1 for _ in note.items()) <= ENOUGH_LEFT:
        return None
    part = next(part for part in note.parts if item in part.items)
    part.items.remove(item)
    return part
