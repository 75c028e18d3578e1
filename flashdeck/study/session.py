"""A study session: which card is asked now, and what becomes of it.

Nothing is kept in memory that is not also in the store: quitting, or a crash, loses no grade.
"""

from collections import Counter, deque
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import Connection

from flashdeck.cards import Card, Kind, next_flag
from flashdeck.config import Settings
from flashdeck.scheduling import Grade, Memory, Moment
from flashdeck.scheduling.grades import BUTTONS
from flashdeck.scheduling.spread import balanced
from flashdeck.store import Store
from flashdeck.store.cards import bury_siblings, load_card
from flashdeck.store.quizzes import review_count
from flashdeck.store.reviews import (
    add_review,
    kept_id,
    last_live_review,
    load_memory,
    load_of,
    scheduler_of,
)
from flashdeck.study.asking import Waiting, first_queue
from flashdeck.study.clock import Clock, now, today
from flashdeck.study.deeds import Done, do_again, mark_leech, put, take_back
from flashdeck.study.leeches import is_leech
from flashdeck.study.plan import Plan
from flashdeck.study.scope import Scope, whole_store
from flashdeck.study.time_box import TimeBox, recorded_ms


class Session:
    """Asks due cards, then new ones up to the day's limit, then what has to be repeated today."""

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
        self._time = TimeBox(self.plan.minutes, settings.longest_answer, self._now().instant)
        self._version = store.version
        with store.read() as connection:
            entries = first_queue(connection, scope, self.plan, settings, today(clock, settings))
        self._queue = deque(entries)
        self.card: Card | None = None
        self._advance()

    @property
    def title(self) -> str:
        """What is studied: the decks, and the tag and the search that pick cards of them."""
        tag = f"tag:{self.plan.tag}" if self.plan.tag else ""
        picked = " ".join(filter(None, (tag, self.plan.search)))
        return f"{self.scope.title}: {picked}" if picked else self.scope.title

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
        return self._time.is_spent

    def catch_up(self) -> bool:
        """Let cards join that others brought into the store or made due; tell if others wrote.

        The current card stays as it is until the learner is done with it.
        """
        if self._version == (version := self.store.version):
            return False
        self._version = version
        with self.store.read() as connection:
            scope = whole_store(connection) if self.scope.everything else self.scope
            day = today(self._clock, self.settings)
            entries = first_queue(connection, scope, self.plan, self.settings, day)
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
            load = load_of(connection)
            moments = {g: balanced(scheduler, memory, g, at, card.id, load) for g in BUTTONS}
        return {g: scheduler.review(memory, g, moments[g], card.id) for g in BUTTONS}

    def grade(self, grade: Grade, took: timedelta | None = None) -> Memory:
        """Record a grade for the current card, durably, and go on to the next one."""
        card = self._current()
        at = self._now()
        self._time.answered(at.instant)
        if not self.plan.records:
            return self._try(card, grade)
        duration = recorded_ms(took, self.settings.longest_answer)
        with self.store.write() as connection:
            before = load_memory(connection, card.id) if grade is Grade.AGAIN else None
            review_id, memory = add_review(connection, card.id, grade, at, duration)
            leech = is_leech(before, memory, self.settings.leech_lapses)
            if leech:
                mark_leech(connection, card.id, at, self.settings, leech=True)
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
        self._put_away("buried")

    def suspend(self) -> None:
        """Keep the current card out of every session until it is taken back."""
        self._put_away("suspended")

    def _put_away(self, verb: str) -> None:
        self._put(Done(verb, self._current().id))
        self._queue.popleft()
        self._advance()

    def flag(self) -> Card:
        """Give the current card the next flag, or none after the last; return it as it is now."""
        card = self._current()
        flag = next_flag(card.flag)
        self._put(Done("flagged", card.id, flags=(card.flag, flag)))
        self.card = replace(card, flag=flag)
        return self.card

    def _put(self, done: Done) -> None:
        with self.store.write() as connection:
            put(connection, done, self._now())
        self._did(done)

    def _did(self, done: Done) -> None:
        """Note something new, after which there is nothing to do again."""
        self._done.append(done)
        self._undone.clear()

    def undo(self) -> Done | None:
        """Take back the last thing done, also in an earlier session; None if there is nothing."""
        done = self._done[-1] if self._done else self._last_review()
        if done is None:
            return None
        with self.store.write() as connection:
            take_back(connection, done, self._now(), self.settings)
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
        with self.store.write() as connection:
            again = do_again(connection, self._undone[-1], self._now(), self.settings)
        done, repeats = again
        self.graded += bool(done.review_id) and not done.earlier
        self._undone.pop()
        self._done.append(done)
        if done.verb == "flagged":
            self._bring_back(done.card_id)
        else:
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
