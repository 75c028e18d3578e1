"""What a learner does to a card, and how each deed is taken back and done again."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from flashdeck.cards import Flag
from flashdeck.config import Settings
from flashdeck.scheduling import Grade, Moment
from flashdeck.store.cards import set_buried, set_flag, set_leech, set_suspended
from flashdeck.store.reviews import redo_review, undo_review


@dataclass(frozen=True, slots=True)
class Done:
    """Something the learner did to a card, which can be taken back.

    ``flags`` are the card's flag before and after it was flagged.
    """

    verb: str
    card_id: str
    review_id: str | None = None
    grade: Grade | None = None
    earlier: bool = False
    buried: tuple[str, ...] = ()
    leech: bool = False
    flags: tuple[Flag | None, Flag | None] = (None, None)

    @property
    def what(self) -> str:
        """The button's word for a grade, or what else was done."""
        return self.grade.label if self.grade else self.verb


def mark_leech(
    connection: Connection, card_id: str, at: Moment, settings: Settings, *, leech: bool
) -> None:
    """Make a card a leech, which may suspend it, or no longer."""
    set_leech(connection, card_id, leech=leech)
    if settings.leech_suspends:
        set_suspended(connection, card_id, at.instant, suspended=leech)


def put(connection: Connection, done: Done, at: Moment, *, back: bool = False) -> None:
    """Bury, suspend or flag a card as ``done`` says, or take that ``back``."""
    if done.verb == "buried":
        set_buried(connection, done.card_id, None if back else at.day)
    elif done.verb == "suspended":
        set_suspended(connection, done.card_id, at.instant, suspended=not back)
    elif done.verb == "flagged":
        before, after = done.flags
        set_flag(connection, done.card_id, at.instant, before if back else after)


def take_back(connection: Connection, done: Done, at: Moment, settings: Settings) -> None:
    """Undo what was done to a card, and to others by it."""
    for sibling in done.buried:
        set_buried(connection, sibling, None)
    if done.leech:
        mark_leech(connection, done.card_id, at, settings, leech=False)
    if done.review_id:
        undo_review(connection, done.review_id, at.instant)
    else:
        put(connection, done, at, back=True)


def do_again(
    connection: Connection, done: Done, at: Moment, settings: Settings
) -> tuple[Done, bool]:
    """Do what was taken back; return it as it stands now, and whether the card has to be repeated.

    A grade enters the log once more, as a review of its own.
    """
    for sibling in done.buried:
        set_buried(connection, sibling, at.day)
    if done.leech:
        mark_leech(connection, done.card_id, at, settings, leech=True)
    if done.review_id:
        review_id, memory = redo_review(connection, done.review_id)
        return replace(done, review_id=review_id), memory.repeat
    put(connection, done, at)
    return done, done.grade is Grade.AGAIN
