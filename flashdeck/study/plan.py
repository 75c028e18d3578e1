"""What a learner wants of one session; apart from the rest, so that a start-up loads only this."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """How a session departs from asking all that is due and new.

    ``limit`` cuts the queue, ``tag`` and ``search`` (an expression) pick cards, ``minutes`` end the
    session. ``cram`` asks every card whether it is due or not, ``ahead`` the cards that come due
    within so many days; the grades of these two are not recorded unless ``record`` says so.
    """

    limit: int | None = None
    tag: str | None = None
    minutes: int | None = None
    cram: bool = False
    ahead: int = 0
    record: bool = False
    search: str | None = None

    @property
    def records(self) -> bool:
        """Tell whether grades enter the log."""
        return self.record or not (self.cram or self.ahead)
