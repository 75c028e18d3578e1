"""The line in which a deck chooses its scheduler, and what is wrong with it."""

from datetime import timedelta

import pytest

from flashdeck.errors import FlashdeckError, NotFoundError
from flashdeck.scheduling import scheduler_named, tidy
from flashdeck.scheduling.fsrs import FSRS
from flashdeck.scheduling.leitner import Leitner
from flashdeck.scheduling.sm2 import SM2

FITTED = "0.2,1.3,2.3,8.3,6.4,0.8,3.0,0.001,1.9,0.2,0.8,1.5,0.06,0.26,1.6,0.6,1.9,0.5,0.1,0.1,0.15"


def test_a_name_alone_gives_the_defaults() -> None:
    assert scheduler_named("sm2") == SM2()
    assert scheduler_named("fsrs") == FSRS()
    assert scheduler_named("leitner") == Leitner()


def test_options_follow_the_name() -> None:
    line = (
        "fsrs desired_retention=0.85 learning_steps=5m,2h relearning_steps=none "
        f"longest_interval=365 fuzz=no parameters={FITTED}"
    )
    assert scheduler_named(line) == FSRS(
        desired_retention=0.85,
        learning_steps=(timedelta(minutes=5), timedelta(hours=2)),
        relearning_steps=(),
        longest_interval=365,
        fuzz=False,
        parameters=tuple(float(word) for word in FITTED.split(",")),
    )
    assert scheduler_named("leitner boxes=1,3,9").boxes == (1, 3, 9)  # type: ignore[attr-defined]


def test_spacing_does_not_matter() -> None:
    assert tidy("  fsrs   fuzz=no ") == "fsrs fuzz=no"


@pytest.mark.parametrize("line", ["", "sm3", "FSRS", "fuzz=no"])
def test_an_unknown_name_is_told_with_the_known_ones(line: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        scheduler_named(line)
    assert "sm2, fsrs, leitner" in caught.value.hint


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("sm2 ease=2.5", "the scheduler sm2 has no option 'ease=2.5'", ""),
        ("fsrs fuzz", "no option 'fuzz'", "option=value"),
        ("fsrs ease=2", "no option 'ease=2'", "desired_retention"),
        ("fsrs desired_retention=90", "is '90'", "0.7 to 0.99"),
        ("fsrs desired_retention=nan", "is 'nan'", "0.7 to 0.99"),
        ("fsrs learning_steps=1s", "is '1s'", "minutes or hours"),
        ("fsrs learning_steps=24h", "is '24h'", "less than a day"),
        ("fsrs longest_interval=0", "is '0'", "1 to 36,500"),
        ("fsrs fuzz=maybe", "is 'maybe'", "yes or no"),
        ("fsrs parameters=1,2", "the parameters of fsrs", "21 numbers"),
        (f"fsrs parameters={FITTED.replace('6.4', '0.4')}", "the parameters", "w[4]"),
        ("leitner boxes=4,2", "is '4,2'", "grow"),
        ("leitner boxes=", "is ''", "whole number"),
    ],
)
def test_a_wrong_option_is_told_with_what_is_allowed(line: str, message: str, hint: str) -> None:
    with pytest.raises(FlashdeckError) as caught:
        scheduler_named(line)
    assert message in caught.value.message
    assert hint in caught.value.hint
