"""How well each scheduler would have foretold the learner's later reviews."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from flashdeck.errors import FlashdeckError
from flashdeck.scheduling import scheduler_named, tidy
from flashdeck.scheduling.calibration import (
    Case,
    Reliability,
    cases,
    log_loss,
    reliability,
    rmse_in_bins,
)
from flashdeck.store import Store
from flashdeck.store.decks import deck_schedulers
from flashdeck.store.histories import histories, in_decks
from flashdeck.store.reviews import moment_of
from flashdeck.store.rows import ReviewRow
from flashdeck.study.scope import decks_below

LINES = ("sm2", "fsrs")
HELD_OUT = 0.2
FEWEST = 50
"""Fewer held-out reviews than this say nothing."""

Pairs = list[tuple[Case, float]]
Logs = Sequence[tuple[str, list[ReviewRow]]]
"""The reviews of cards, each with the card's id."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one scheduler's predictions of the held-out reviews were worth."""

    line: str
    log_loss: float
    rmse: float
    reliability: list[Reliability]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The scores over the same held-out reviews; ``passed`` is the share that were known."""

    reviews: int
    earlier: int
    passed: float
    average: Score
    scores: list[Score]

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as plain values."""
        return asdict(self)


def compare(
    store: Store, deck: str | None = None, lines: Sequence[str] | None = None
) -> Comparison:
    """Replay each scheduler over the log and score what it says of the latest fifth of the reviews.

    Without ``lines``: SM-2, FSRS, and what the decks have. Only the first review of a card on a day
    counts, and not its very first. Raises FlashdeckError if there are too few.
    """
    with store.read() as connection:
        ids = decks_below(connection, deck)
        logs = logs_of(connection, ids)
        chosen = dict.fromkeys(tidy(line) for line in lines or _usual_lines(connection, ids))
    held_out = latest(logs)
    return _compared(logs, list(chosen), held_out)


def logs_of(connection: Connection, decks: Sequence[int] | None) -> Logs:
    """Return the live reviews of each card of ``decks``, or of all, that has any."""
    return [(card_id, list(rows)) for card_id, rows in histories(connection, in_decks(decks))]


def _usual_lines(connection: Connection, decks: Sequence[int] | None) -> list[str]:
    return [*LINES, *(deck.scheduler for deck in deck_schedulers(connection, decks))]


def _compared(logs: Logs, lines: list[str], held_out: set[str]) -> Comparison:
    scores, everything = [], Pairs()
    for line in lines:
        everything = predicted(logs, line)
        scores.append(_score(line, [pair for pair in everything if pair[0].review_id in held_out]))
    known = [case for case, _ in everything]
    late = [case for case in known if case.review_id in held_out]
    early = [case for case in known if case.review_id not in held_out]
    mean = sum(case.passed for case in early) / len(early)
    return Comparison(
        reviews=len(late),
        earlier=len(early),
        passed=sum(case.passed for case in late) / len(late),
        average=_score("always the earlier average", [(case, mean) for case in late]),
        scores=scores,
    )


def predicted(logs: Logs, line: str) -> Pairs:
    """Return what the scheduler of ``line`` says of every review that it could foretell."""
    scheduler = scheduler_named(line)
    return [
        pair
        for card_id, rows in logs
        for pair in cases([(r.id, r.quality, moment_of(r)) for r in rows], scheduler, card_id)
    ]


def latest(logs: Logs) -> set[str]:
    """Return the ids of the latest fifth of the foretellable reviews, in time."""
    ids = sorted(case.review_id for case, _ in predicted(logs, "leitner"))
    late = ids[len(ids) - round(len(ids) * HELD_OUT) :]
    if len(late) < FEWEST:
        raise FlashdeckError(
            f"there are only {len(ids)} reviews on a later day than a card's first",
            f"Study on: {round(FEWEST / HELD_OUT)} of them are the fewest that say anything.",
        )
    return set(late)


def _score(line: str, pairs: Pairs) -> Score:
    return Score(line, log_loss(pairs), rmse_in_bins(pairs), reliability(pairs))
