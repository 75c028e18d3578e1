"""Examining a store, and repairing what is derived from the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from flashdeck.store import Store
from flashdeck.store.cards import correct_tags
from flashdeck.store.checkup import (
    broken_references,
    damage,
    impossible_reviews,
    impossible_rows,
    missing_indexes,
    missing_tags,
    missing_triggers,
    stray_tags,
    undone_faults,
    unknown_schedulers,
    wrong_derived,
)
from flashdeck.store.replay import save_memories
from flashdeck.store.tables import aside, card, memory, review, tombstone
from flashdeck.study.clock import Clock
from flashdeck.study.wording import counted

DERIVED = ("memory", "card_tag")
"""The tables whose rows are made again rather than missed."""
MOST_EXAMPLES = 5
RESTORE = (
    "Restore the newest backup; copies made before a repair or migration lie beside the store."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sort of thing that is wrong, with some examples; ``repairable`` by `doctor --fix`."""

    kind: str
    message: str
    count: int
    examples: tuple[str, ...] = ()
    hint: str = ""
    repairable: bool = False


@dataclass
class Examination:
    """What was looked at and what was found; ``copy`` was made before the repair.

    ``cards`` counts those that stand, without the second copies that a merge left behind them.
    """

    cards: int = 0
    reviews: int = 0
    aside: int = 0
    findings: list[Finding] = field(default_factory=list)
    repaired: list[Finding] = field(default_factory=list)
    copy: Path | None = None

    @property
    def is_well(self) -> bool:
        """Tell whether nothing is wrong any more."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Return the examination as plain values."""
        return {
            "cards": self.cards,
            "reviews": self.reviews,
            "kept_aside": self.aside,
            "well": self.is_well,
            "findings": [_finding_json(it) for it in self.findings],
            "repaired": [_finding_json(it) for it in self.repaired],
            "copy": None if self.copy is None else str(self.copy),
        }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "message": finding.message,
        "count": finding.count,
        "examples": list(finding.examples),
        "hint": finding.hint,
        "repairable": finding.repairable,
    }


def examine(store: Store) -> Examination:
    """Check the file, the references and every row, and replay the log beside the memory."""
    if damaged := damage(store.driver):
        return Examination(findings=[_finding("damage", "the file is damaged", damaged, RESTORE)])
    with store.read() as connection:
        return _examine(connection)


def repair(store: Store, clock: Clock) -> Examination:
    """Examine, and make anew what follows from the log, after a checked copy of the store.

    Reviews that cannot be true are kept and taken back, so that they count no more.
    """
    before = examine(store)
    wrong = [finding for finding in before.findings if finding.repairable]
    if not wrong:
        return before
    copy = store.backup_beside("doctor")
    now = clock().astimezone(UTC)
    with store.write() as connection:
        _repair(connection, now)
        after = _examine(connection)
    after.copy = copy
    after.repaired = wrong
    return after


def _repair(connection: Connection, now: datetime) -> None:
    for trigger in missing_triggers(connection):
        connection.exec_driver_sql(trigger)
    for index in missing_indexes(connection):
        index.create(connection)
    correct_tags(connection, missing_tags(connection), stray_tags(connection))
    for review_id, _ in impossible_reviews(connection):
        connection.execute(tombstone.insert(), {"review_id": review_id, "undone_at": now})
    derived = wrong_derived(connection)
    for stray in derived.strays:
        connection.execute(memory.delete().where(memory.c.card_id == stray))
    save_memories(connection, derived.memories, derived.without)


def _examine(connection: Connection) -> Examination:
    found = (
        *_lost_references(connection),
        _unknown(unknown_schedulers(connection)),
        _impossible(list(impossible_rows(connection))),
        _reviews(impossible_reviews(connection)),
        *_parts(connection),
        *_derived(connection),
    )
    return Examination(
        _count(connection, card, card.c.same_as.is_(None)),
        _count(connection, review),
        _count(connection, aside) + undone_faults(connection),
        [finding for finding in found if finding.count],
    )


def _lost_references(connection: Connection) -> Iterator[Finding]:
    for (table, parent), count in sorted(broken_references(connection).items()):
        if table not in DERIVED:
            message = f"{counted(count, 'row')} of {table} name no {parent}"
            yield Finding("references", message, count, (), RESTORE)


def _reviews(reviews: Sequence[tuple[str, str]]) -> Finding:
    return _finding(
        "reviews",
        f"{counted(len(reviews), 'review')} cannot be true",
        [f"{key}: {reason}" for key, reason in reviews],
        "They stay in the log, but count no more once they are taken back.",
        repairable=True,
    )


def _parts(connection: Connection) -> Iterator[Finding]:
    """Yield what is wrong with the parts of the store that hold no rows of their own."""
    triggers = [statement.split()[2] for statement in missing_triggers(connection)]
    message = f"{counted(len(triggers), 'trigger')} are missing"
    yield _finding("triggers", message, triggers, repairable=True)
    indexes = [str(index.name) for index in missing_indexes(connection)]
    message = f"indexes are missing, {len(indexes)} in all"
    yield _finding("indexes", message, indexes, "Without them all is slow.", repairable=True)


def _derived(connection: Connection) -> Iterator[Finding]:
    """Yield what is wrong with rows that follow from others."""
    cards = wrong_derived(connection).wrong
    message = f"the memory of {counted(len(cards), 'card')} is not what the log says"
    hint = "It is made again from the reviews."
    yield _finding("memory", message, cards, hint, repairable=True)
    tags = [*missing_tags(connection), *stray_tags(connection)]
    message = f"{counted(len(tags), 'tag')} are not found as the cards have them"
    examples = [f"{tag} of {card_id}" for tag, card_id in tags]
    yield _finding("tags", message, examples, repairable=True)


def _finding(
    kind: str, message: str, found: Sequence[str], hint: str = "", *, repairable: bool = False
) -> Finding:
    return Finding(kind, message, len(found), tuple(found[:MOST_EXAMPLES]), hint, repairable)


def _unknown(decks: Sequence[tuple[str, str]]) -> Finding:
    return _finding(
        "schedulers",
        f"{counted(len(decks), 'deck')} have a scheduler that this flashdeck does not know",
        [f"{name}: {line}" for name, line in decks],
        "Upgrade flashdeck, or choose another with `flashdeck reschedule DECK --scheduler sm2`.",
    )


def _impossible(rows: Sequence[tuple[str, str]]) -> Finding:
    examples = [f"{key}: {reason}" for key, reason in rows]
    return _finding("rows", f"{counted(len(rows), 'row')} cannot be true", examples, RESTORE)


def _count(connection: Connection, table: Table, *only: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(*only)) or 0
