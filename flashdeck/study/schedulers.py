"""Which scheduler each deck has, and bringing memories in line when that changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from flashdeck.cards import Problem
from flashdeck.config import Settings
from flashdeck.errors import FlashdeckError
from flashdeck.scheduling import scheduler_named, tidy
from flashdeck.store.decks import deck_schedulers, set_schedulers
from flashdeck.store.replay import replay_decks
from flashdeck.store.reviews import rebuild_memory
from flashdeck.store.rows import DeckScheduler
from flashdeck.study.report import ImportReport


def default_scheduler(settings: Settings) -> str:
    """Return the scheduler of new decks; raises FlashdeckError if the settings name none."""
    try:
        return tidy(settings.scheduler)
    except FlashdeckError as error:
        raise FlashdeckError(f"the setting scheduler: {error.message}", error.hint) from error


def settle_schedulers(
    connection: Connection, lines: Mapping[str, int], report: ImportReport
) -> None:
    """Give each deck the scheduler that its notes now say, and replay those that change.

    ``lines`` are the lines on which the notes just read name theirs, by path.
    """
    decks = deck_schedulers(connection)
    for deck in decks:
        if deck.wanted != deck.scheduler:
            set_schedulers(connection, deck.id, deck.wanted, deck.chosen)
            replay_decks(connection, [deck.id], scheduler_named(deck.wanted))
    report.problems += [problem for deck in decks for problem in _contradictions(deck, lines)]


def _contradictions(deck: DeckScheduler, lines: Mapping[str, int]) -> list[Problem]:
    """Return a problem for each note just read that names another scheduler than its deck has."""
    return [
        Problem(
            path,
            lines[path],
            f"the deck {deck.name} already has the scheduler {deck.wanted!r}",
            f"Name the same here as in {next(iter(deck.notes))}, or leave it to that note.",
        )
        for path, said in deck.notes.items()
        if said != deck.wanted and path in lines
    ]


def replay_moved(connection: Connection, changed: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Replay the cards that came into a deck with another scheduler.

    ``changed`` are pairs of the deck's id before and the card's new columns.
    """
    moved = [(before, row) for before, row in changed if before != row["deck_id"]]
    if not moved:
        return
    lines = {deck.id: deck.scheduler for deck in deck_schedulers(connection)}
    for before, row in moved:
        if lines[before] != lines[row["deck_id"]]:
            rebuild_memory(connection, row["card_id"])
