"""A session as plain lines on stdin and stdout, for pipes and screen readers."""

import sys
import time
from datetime import timedelta

import click

from flashdeck.cards import Card, Kind
from flashdeck.cli.plain_card import answer_text, judgement, question_text
from flashdeck.scheduling import Grade
from flashdeck.scheduling.grades import BUTTONS
from flashdeck.study.deeds import Done
from flashdeck.study.session import Session
from flashdeck.study.wording import counted, interval_in_words, leech_in_words
from flashdeck.text import clean

HELP = (
    "Enter shows the answer; 1 again, 2 hard, 3 good, 4 easy; "
    "u takes back, r does it again, b buries, s suspends, f flags, q leaves."
)


def run_plain(session: Session) -> None:
    """Ask until the queue is empty, or the learner or the end of the input says stop."""
    _greet(session)
    while session.card is not None or _takes_last_back(session):
        card = session.card
        if card is None:
            continue
        _ask(session, card)
        if not _one_card(session, card):
            break
        session.catch_up()
    _farewell(session)


def _takes_last_back(session: Session) -> bool:
    """Offer, at a terminal, to take the last thing back; elsewhere the end is the end."""
    if not (session.has_done_something and sys.stdin.isatty()):
        return False
    _say("\nThat was the last card. u takes it back, Enter leaves.")
    return sys.stdin.readline().strip().lower() == "u" and _other_than_grade(session, "u")


def _say(text: str = "") -> None:
    click.echo(text)
    sys.stdout.flush()


def _greet(session: Session) -> None:
    waiting = session.waiting
    if waiting.total:
        _say(
            f"{clean(session.title)}: {waiting.due} due, {waiting.new} new, "
            f"{waiting.repeat} to repeat."
        )
        _say(HELP)
        if not session.plan.records:
            _say("Grades are not recorded, and no due day changes.")
    else:
        _say(f"{clean(session.title)}: nothing to study now.")


def _farewell(session: Session) -> None:
    if session.time_is_up:
        _say("\nTime is up.")
    left = session.waiting.total
    after = f"{counted(left, 'card')} left for today." if left else "Nothing more for today."
    _say(f"\n{counted(session.graded, 'grade')} recorded. {after}")


def _ask(session: Session, card: Card) -> None:
    waiting = session.waiting
    flag = f" ({card.flag} flag)" if card.flag else ""
    _say(f"\n[{waiting.total} left] {clean(' › '.join(card.trail))}{flag}")
    _say(f"Q: {question_text(card)}")
    if card.kind is Kind.QUIZ:
        _say("Type your answer, or press Enter to see it.")


def _one_card(session: Session, card: Card) -> bool:
    """Take lines until the card is answered, put away or taken back; False means leave."""
    started = time.monotonic()
    revealed = False
    while (line := sys.stdin.readline()) != "":
        word = line.strip().lower()
        if word == "q":
            return False
        if word == "" and not revealed:
            revealed = True
            _reveal(session, card)
        elif word in ("1", "2", "3", "4") and revealed:
            _grade(session, BUTTONS[int(word) - 1], time.monotonic() - started)
            return True
        elif word == "f":
            flag = session.flag().flag
            _say(f"Flagged {flag}." if flag else "No flag any more.")
        elif word in ("u", "r", "b", "s"):
            if _other_than_grade(session, word):
                return True
        elif card.kind is Kind.QUIZ and not revealed:
            said, revealed = judgement(card, line)
            _say(said)
            if revealed:
                _reveal(session, card)
        else:
            _say("Press Enter to see the answer first." if not revealed else HELP)
    return False


def _reveal(session: Session, card: Card) -> None:
    _say(f"A: {answer_text(card)}\n")
    today = session.today
    choices = (
        f"{number} {grade.label.lower()} ({interval_in_words(memory, today)})"
        for number, (grade, memory) in enumerate(session.intervals().items(), 1)
    )
    _say("  ".join(choices))


def _grade(session: Session, grade: Grade, seconds: float) -> None:
    memory = session.grade(grade, timedelta(seconds=seconds))
    recorded = interval_in_words(memory, session.today) if session.plan.records else "not recorded"
    _say(f"{grade.label}: {recorded}.")
    if session.leech:
        _say(leech_in_words(memory, suspended=session.settings.leech_suspends))


def _other_than_grade(session: Session, word: str) -> bool:
    """Bury, suspend, undo or redo; False if there was nothing to undo or redo."""
    if word == "b":
        session.bury()
        _say("Buried until tomorrow.")
    elif word == "s":
        session.suspend()
        _say("Suspended.")
    elif word == "u":
        return _tell(session.undo(), "Took back", "take back")
    else:
        return _tell(session.redo(), "Did again", "do again")
    return True


def _tell(done: Done | None, past: str, infinitive: str) -> bool:
    """Say what was taken back or done again; False if nothing was."""
    if done is None:
        _say(f"There is nothing to {infinitive}.")
        return False
    _say(f"{past}: {done.what}.")
    return True
