"""A deck's scheduler comes from its notes, else from what was chosen; memories follow it."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.config import Settings
from flashdeck.errors import FlashdeckError
from flashdeck.scheduling import Grade, fold, scheduler_named
from flashdeck.store.decks import deck_schedulers
from flashdeck.store.reviews import live_reviews, moment_of
from flashdeck.study.importing import import_paths
from flashdeck.study.schedulers import default_scheduler

if TYPE_CHECKING:
    from tests.conftest import Desk

CARD = "## What is a?\nA.\n"


def note(scheduler: str, body: str = CARD, deck: str = "d") -> str:
    line = f"scheduler: {scheduler}\n" if scheduler else ""
    return f"---\ndeck: {deck}\n{line}---\n{body}"


def schedulers(desk: "Desk") -> dict[str, str]:
    with desk.store.read() as connection:
        return {deck.name: deck.scheduler for deck in deck_schedulers(connection)}


def assert_folded(desk: "Desk") -> None:
    """Check that each memory is the fold of its card's log under its deck's scheduler."""
    lines = schedulers(desk)
    with desk.store.read() as connection:
        log = list(live_reviews(connection))
    for card in desk.cards():
        reviews = [(row.quality, moment_of(row)) for row in log if row.card_id == card.id]
        expected = fold(scheduler_named(lines[card.deck]), reviews, card.id)
        assert desk.memory(card.question) == expected


def test_without_a_word_a_deck_has_sm2(desk: "Desk") -> None:
    desk.write("d.md", note(""))
    desk.bring_in()
    assert schedulers(desk) == {"d": "sm2"}


def test_front_matter_chooses_and_a_changed_choice_replays_the_deck(desk: "Desk") -> None:
    desk.write("d.md", note("fsrs  fuzz=no"))
    desk.bring_in()
    assert schedulers(desk) == {"d": "fsrs fuzz=no"}
    session = desk.session()
    assert session.grade(Grade.EASY).stability == 8.2956
    desk.later(seconds=9)
    desk.write("d.md", note("sm2"))
    desk.bring_in()
    memory = desk.memory("What is a?")
    assert memory is not None
    assert (memory.scheduler, memory.ease_factor, memory.stability) == ("sm2", 2.6, None)
    desk.later(seconds=9)
    desk.write("d.md", note("leitner"))
    desk.bring_in()
    assert_folded(desk)
    desk.later(seconds=9)
    desk.write("d.md", note(""))
    desk.bring_in()
    assert schedulers(desk) == {"d": "sm2"}
    assert_folded(desk)


def test_reviews_and_undo_under_fsrs_are_the_fold_of_the_log(desk: "Desk") -> None:
    desk.write("d.md", note("fsrs", CARD + "\n## What is b?\nB.\n"))
    desk.bring_in()
    for grades in ((1, 4, 4, 4), (3, 5, 1, 4)):
        session = desk.session()
        for grade in grades:
            if session.card is not None:
                promised = session.intervals()[Grade(grade)]
                assert session.grade(Grade(grade)) == promised
                assert_folded(desk)
        session.undo()
        assert_folded(desk)
        desk.later(days=3)


def test_a_learning_step_left_open_is_due_the_next_day(desk: "Desk") -> None:
    desk.write("d.md", note("fsrs"))
    desk.bring_in()
    desk.session().grade(Grade.GOOD)
    assert desk.session().waiting.repeat == 1
    desk.later(days=1)
    assert desk.session().waiting.due == 1


def test_a_card_that_moves_to_a_deck_with_another_scheduler_is_replayed(desk: "Desk") -> None:
    desk.write("a.md", note("", CARD, "a"))
    desk.write("b.md", note("fsrs", "## What is b?\nB.\n", "b"))
    desk.bring_in()
    desk.ask_everything()
    desk.later(seconds=9)
    desk.write("a.md", note("", "## What is c?\nC.\n", "a"))
    desk.write("b.md", note("fsrs", CARD + "\n## What is b?\nB.\n", "b"))
    desk.bring_in()
    assert desk.card("What is a?").deck == "b"
    assert_folded(desk)


def test_a_wrong_line_is_told_with_its_place_and_the_deck_keeps_its_scheduler(
    desk: "Desk",
) -> None:
    path = desk.write("d.md", note("fsrs desired_retention=9"))
    (problem,) = desk.bring_in().problems
    assert (problem.path, problem.line) == (str(path), 3)
    assert "desired_retention" in problem.message
    assert "0.7 to 0.99" in problem.hint
    assert schedulers(desk) == {"d": "sm2"}


def test_two_notes_of_a_deck_that_disagree_are_told(desk: "Desk") -> None:
    first = desk.write("a.md", note("fsrs"))
    second = desk.write("b.md", note("leitner", "## What is b?\nB.\n"))
    desk.write("c.md", note("fsrs", "## What is c?\nC.\n"))
    (problem,) = desk.bring_in().problems
    assert (problem.path, problem.line) == (str(second), 3)
    assert str(first) in problem.hint
    assert schedulers(desk) == {"d": "fsrs"}
    first.unlink()
    desk.bring_in()
    assert schedulers(desk) == {"d": "leitner"}


def test_the_setting_is_for_new_decks_whose_notes_say_nothing(desk: "Desk") -> None:
    desk.write("old.md", note("", CARD, "old"))
    desk.bring_in()
    desk.write("new.md", note("", "## What is b?\nB.\n", "new"))
    desk.write("own.md", note("leitner", "## What is c?\nC.\n", "own"))
    import_paths(desk.store, [desk.notes], desk.clock, scheduler="fsrs")
    assert schedulers(desk) == {"old": "sm2", "new": "fsrs", "own": "leitner"}


def test_a_dry_run_changes_no_scheduler(desk: "Desk") -> None:
    desk.write("d.md", note(""))
    desk.bring_in()
    desk.ask_everything()
    before = desk.memory("What is a?")
    desk.later(seconds=9)
    desk.write("d.md", note("fsrs"))
    desk.bring_in(dry_run=True)
    assert schedulers(desk) == {"d": "sm2"}
    assert desk.memory("What is a?") == before


def test_a_setting_that_names_no_scheduler_is_told() -> None:
    with pytest.raises(FlashdeckError, match="the setting scheduler: there is no scheduler"):
        default_scheduler(Settings(scheduler="anki"))
    assert default_scheduler(Settings(scheduler=" fsrs  fuzz=no ")) == "fsrs fuzz=no"
