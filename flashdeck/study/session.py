"""A study session: which card is asked now, and what becomes of it.

Nothing is kept in memory that is not also in the store: quitting, or a crash, loses no grade.
"""

from collections import Counter, deque
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import Connection

from flashdeck.cards import Card, Kind
from flashdeck.config import Settings
from flashdeck.scheduling import Grade, Memory, Moment
from flashdeck.scheduling.grades import BUTTONS
from flashdeck.store import Store
from flashdeck.store.cards import bury_siblings, load_card, set_buried, set_leech, set_suspended
from flashdeck.store.quizzes import review_count
from flashdeck.store.reviews import (
    add_review,
    kept_id,
    last_live_review,
    load_memory,
    redo_review,
    scheduler_of,
    undo_review,
)
from flashdeck.study.asking import Waiting, first_queue
from flashdeck.study.clock import Clock, now
from flashdeck.study.leeches import is_leech
from flashdeck.study.plan import Plan
from flashdeck.study.scope import Scope, whole_store

LONGEST_ANSWER = timedelta(minutes=10)
"""A longer pause than this is not time spent on the card."""


@dataclass(frozen=True, slots=True)
class Done:
    """Something the learner did to a card, which can be taken back."""

    verb: str
    card_id: str
    review_id: str | None = None
    grade: Grade | None = None
    earlier: bool = False
    buried: tuple[str, ...] = ()
    leech: bool = False

    @property
    def what(self) -> str:
        """The button's word for a grade, or what else was done."""
        return self.grade.label if self.grade else self.verb


class Session:
    """Asks due cards, then new ones up to the day's limit, then again what scored below 4."""

    def __init__(
        self,
        store: Store,
        scope: Scope,
        clock: Clock,
        settings: Settings,
        plan: Plan | None = None,
    ) -> None:
        self.store = store
        self.scope = scope
        self.settings = settings
        self._clock = clock
        self.graded = 0
        self._done: list[Done] = []
        self._undone: list[Done] = []
        self.plan = plan or Plan()
        self._spent = timedelta(0)
        self._last_seen = self._now().instant
        self._version = store.version
        with store.read() as connection:
            entries = first_queue(connection, scope, self.plan, settings, self.today)
        self._queue = deque(entries)
        self.card: Card | None = None
        self._advance()

    @property
    def has_done_something(self) -> bool:
        """Tell whether this session has anything to take back."""
        return bool(self._done)

    def _now(self) -> Moment:
        return now(self._clock, self.settings)

    @property
    def today(self) -> date:
        """The learner's study day."""
        return self._now().day

    @property
    def waiting(self) -> Waiting:
        """The cards still to be asked."""
        sorts = Counter(sort for _, sort in self._queue)
        return Waiting(sorts["due"], sorts["new"], sorts["repeat"])

    def _advance(self) -> None:
        """Make the first card that may still be asked the current one."""
        with self.store.read() as connection:
            place, card = self._askable(connection, 0)
        self._go_to(place, card)

    def _askable(self, connection: Connection, start: int) -> tuple[int, Card | None]:
        """Return the first card from ``start`` on that may still be asked, and its place."""
        for place, (card_id, _) in enumerate(islice(self._queue, start, None), start):
            card = load_card(connection, card_id)
            if card is not None and not card.suspended and not card.retired:
                if card.kind is Kind.QUIZ:  # it asks other numbers at every review
                    card = replace(card, reviews=review_count(connection, card.id))
                return place, card
        return len(self._queue), None

    def _go_to(self, place: int, card: Card | None) -> None:
        for _ in range(place):
            self._queue.popleft()
        self.card = None if self.time_is_up else card

    @property
    def time_is_up(self) -> bool:
        """Tell whether the minutes of the plan have been spent."""
        return self.plan.minutes is not None and self._spent >= timedelta(minutes=self.plan.minutes)

    def _spend(self, instant: datetime) -> None:
        """Count the time since the last answer, as far as an answer can take, and never back."""
        passed = max(instant - self._last_seen, timedelta(0))
        self._spent += min(passed, LONGEST_ANSWER)
        self._last_seen = instant

    def catch_up(self) -> bool:
        """Let cards join that others brought into the store or made due; tell if others wrote.

        The current card stays as it is until the learner is done with it.
        """
        if self._version == (version := self.store.version):
            return False
        self._version = version
        with self.store.read() as connection:
            scope = whole_store(connection) if self.scope.everything else self.scope
            entries = first_queue(connection, scope, self.plan, self.settings, self.today)
        known = {card_id for card_id, _ in self._queue} | {done.card_id for done in self._done}
        room = None if self.plan.limit is None else max(0, self.plan.limit - len(known))
        self._queue.extend([entry for entry in entries if entry[0] not in known][:room])
        if self.card is None:
            self._advance()
        return True

    def refresh(self) -> None:
        """Read the current card anew, after its note changed."""
        self._advance()

    def intervals(self) -> dict[Grade, Memory]:
        """Return what each button would make of the current card's memory."""
        card = self._current()
        at = self._now()
        with self.store.read() as connection:
            memory = load_memory(connection, card.id)
            scheduler = scheduler_of(connection, card.id)
        return {grade: scheduler.review(memory, grade, at, card.id) for grade in BUTTONS}

    def grade(self, grade: Grade, took: timedelta | None = None) -> Memory:
        """Record a grade for the current card, durably, and go on to the next one."""
        card = self._current()
        at = self._now()
        self._spend(at.instant)
        if not self.plan.records:
            return self._try(card, grade)
        duration = None if took is None else min(took, LONGEST_ANSWER) // timedelta(milliseconds=1)
        with self.store.write() as connection:
            before = load_memory(connection, card.id) if grade is Grade.AGAIN else None
            review_id, memory = add_review(connection, card.id, grade, at, duration)
            leech = is_leech(before, memory, self.settings.leech_lapses)
            if leech:
                self._set_leech(connection, card.id, at.instant, leech=True)
            buried = self._bury_siblings(connection, card, at.day)
            place, following = self._askable(connection, 1)
        self._did(Done("graded", card.id, review_id, grade, buried=buried, leech=leech))
        self.graded += 1
        if memory.repeat:
            self._queue.append((card.id, "repeat"))
        self._go_to(place, following)
        if following is None:
            self._advance()
        return memory

    @property
    def leech(self) -> bool:
        """Tell whether the card just graded has been forgotten so often that it needs mending."""
        return bool(self._done) and self._done[-1].leech

    def _set_leech(
        self, connection: Connection, card_id: str, instant: datetime, *, leech: bool
    ) -> None:
        set_leech(connection, card_id, leech=leech)
        if self.settings.leech_suspends:
            set_suspended(connection, card_id, instant, suspended=leech)

    def _bury_siblings(self, connection: Connection, card: Card, day: date) -> tuple[str, ...]:
        if card.sibling_group is None or not self.settings.bury_siblings or self.plan.cram:
            return ()
        return tuple(bury_siblings(connection, card.id, card.sibling_group, day))

    def _try(self, card: Card, grade: Grade) -> Memory:
        """Go on without a record; what was not known comes again at the end."""
        memory = self.intervals()[grade]
        self._did(Done("tried", card.id, grade=grade))
        self._queue.popleft()
        if grade is Grade.AGAIN:
            self._queue.append((card.id, "repeat"))
        self._advance()
        return memory

    def bury(self) -> None:
        """Keep the current card out of every session until tomorrow."""
        card = self._current()
        with self.store.write() as connection:
            set_buried(connection, card.id, self._now().day)
        self._put_away("buried", card.id)

    def suspend(self) -> None:
        """Keep the current card out of every session until it is taken back."""
        card = self._current()
        with self.store.write() as connection:
            set_suspended(connection, card.id, self._now().instant, suspended=True)
        self._put_away("suspended", card.id)

    def _put_away(self, verb: str, card_id: str) -> None:
        self._did(Done(verb, card_id))
        self._queue.popleft()
        self._advance()

    def _did(self, done: Done) -> None:
        """Note something new, after which there is nothing to do again."""
        self._done.append(done)
        self._undone.clear()

    def undo(self) -> Done | None:
        """Take back the last thing done, also in an earlier session; None if there is nothing."""
        done = self._done[-1] if self._done else self._last_review()
        if done is None:
            return None
        now = self._now()
        with self.store.write() as connection:
            for sibling in done.buried:
                set_buried(connection, sibling, None)
            if done.leech:
                self._set_leech(connection, done.card_id, now.instant, leech=False)
            if done.verb == "tried":
                pass
            elif done.review_id:
                undo_review(connection, done.review_id, now.instant)
            elif done.verb == "buried":
                set_buried(connection, done.card_id, None)
            else:
                set_suspended(connection, done.card_id, now.instant, suspended=False)
        self.graded -= bool(done.review_id) and not done.earlier
        del self._done[-1:]
        self._undone.append(done)
        self._bring_back(done.card_id)
        return done

    def _last_review(self) -> Done | None:
        """Return the newest review of an earlier session over these decks."""
        with self.store.read() as connection:
            row = last_live_review(connection, self.scope.filter)
        if row is None:
            return None
        grade = Grade(row.quality) if row.quality in BUTTONS else None
        return Done("graded", row.card_id, row.id, grade, earlier=True)

    def redo(self) -> Done | None:
        """Do again what was taken back last, unless something else was done since."""
        if not self._undone:
            return None
        done = self._undone[-1]
        repeats = False
        with self.store.write() as connection:
            for sibling in done.buried:
                set_buried(connection, sibling, self._now().day)
            if done.leech:
                self._set_leech(connection, done.card_id, self._now().instant, leech=True)
            if done.verb == "tried":
                repeats = done.grade is Grade.AGAIN
            elif done.review_id:
                review_id, memory = redo_review(connection, done.review_id)
                done = replace(done, review_id=review_id)
                repeats = memory.repeat
            elif done.verb == "buried":
                set_buried(connection, done.card_id, self._now().day)
            else:
                set_suspended(connection, done.card_id, self._now().instant, suspended=True)
        self.graded += bool(done.review_id) and not done.earlier
        self._undone.pop()
        self._done.append(done)
        self._take_away(done.card_id, repeats=repeats)
        return done

    def _take_away(self, card_id: str, *, repeats: bool) -> None:
        """Ask a card last if it has to be repeated, else not at all."""
        self._queue = deque(entry for entry in self._queue if entry[0] != card_id)
        if repeats:
            self._queue.append((card_id, "repeat"))
        self._advance()

    def _bring_back(self, card_id: str) -> None:
        """Ask a card next."""
        with self.store.read() as connection:
            card_id = kept_id(connection, card_id)
            memory = load_memory(connection, card_id)
        sort = "new" if memory is None else "repeat" if memory.repeat else "due"
        others = (entry for entry in self._queue if entry[0] != card_id)
        self._queue = deque([(card_id, sort), *others])
        self._advance()

    def _current(self) -> Card:
        if self.card is None:
            raise LookupError("the session is over: there is no current card")
        return self.card
