"""The four answer buttons and the quality q that each stands for."""

from enum import IntEnum


class Grade(IntEnum):
    """How well a card was remembered, as SM-2's quality 0..5; the buttons give these four."""

    AGAIN = 1
    HARD = 3
    GOOD = 4
    EASY = 5

    @property
    def label(self) -> str:
        """The word on the button."""
        return self.name.capitalize()


BUTTONS: tuple[Grade, ...] = tuple(Grade)
"""In the order of the keys 1 to 4."""

MAX_QUALITY = 5
PASSED = 3
"""The lowest quality of a card that was remembered."""


def check_quality(quality: int) -> int:
    """Return ``quality`` if it is one of 0..5, else raise ValueError."""
    if not 0 <= quality <= MAX_QUALITY:
        raise ValueError(f"quality is {quality}; it must be 0 to {MAX_QUALITY}")
    return quality
