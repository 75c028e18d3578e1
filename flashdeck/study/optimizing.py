"""Fitting FSRS to the learner's own log, and what that gains on reviews it has not seen."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flashdeck.errors import FlashdeckError
from flashdeck.scheduling.calibration import log_loss, rmse_in_bins
from flashdeck.scheduling.fsrs import RATINGS, parameter_bounds
from flashdeck.store import Store
from flashdeck.store.decks import deck_schedulers
from flashdeck.store.rows import ReviewRow
from flashdeck.study.comparing import Logs, latest, logs_of, predicted
from flashdeck.study.scope import decks_below

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Optimized:
    """The fitted line, and log loss and RMSE in bins on held-out reviews before and after.

    What is scored was fitted to the earlier reviews alone; ``line`` is fitted to all of them.
    """

    deck: str | None
    before: str
    line: str
    reviews: int
    held_out: int
    log_loss_before: float
    log_loss_after: float
    rmse_before: float
    rmse_after: float

    @property
    def gained(self) -> bool:
        """Tell whether the fitted parameters foretell the held-out reviews better."""
        return self.log_loss_after < self.log_loss_before

    def as_json(self) -> dict[str, Any]:
        """Return the result as plain values."""
        return asdict(self) | {"gained": self.gained}


def optimize(store: Store, deck: str | None = None) -> Optimized:
    """Fit FSRS to the reviews of ``deck`` and all below it, or of all decks.

    Nothing is written. Raises NotFoundError for an unknown deck, FlashdeckError if there are too
    few reviews or the package that fits is not installed.
    """
    _package()
    with store.read() as connection:
        ids = decks_below(connection, deck)
        logs, decks = logs_of(connection, ids), deck_schedulers(connection, ids)
    held_out = latest(logs)
    before = _fsrs_line([it.scheduler for it in decks])
    first = min(held_out)
    trial = _with_parameters(before, fit(_until(logs, first)))
    scored = [
        [pair for pair in predicted(logs, line) if pair[0].review_id in held_out]
        for line in (before, trial)
    ]
    return Optimized(
        deck=deck,
        before=before,
        line=_with_parameters(before, fit(logs)),
        reviews=sum(len(rows) for _, rows in logs),
        held_out=len(held_out),
        log_loss_before=log_loss(scored[0]),
        log_loss_after=log_loss(scored[1]),
        rmse_before=rmse_in_bins(scored[0]),
        rmse_after=rmse_in_bins(scored[1]),
    )


def _fsrs_line(lines: Sequence[str]) -> str:
    """Return the first line that names FSRS, or FSRS as it comes."""
    return next((line for line in lines if line.split()[0] == "fsrs"), "fsrs")


def _with_parameters(line: str, parameters: Sequence[float]) -> str:
    words = [word for word in line.split() if not word.startswith("parameters=")]
    return " ".join([*words, "parameters=" + ",".join(f"{value:g}" for value in parameters)])


def _until(logs: Logs, first: str) -> Logs:
    """Return the reviews before the one called ``first``; ids sort by time."""
    return [(card_id, [row for row in rows if row.id < first]) for card_id, rows in logs]


def fit(logs: Logs) -> list[float]:
    """Return the parameters of FSRS-6 that foretell ``logs`` best, by fsrs-rs-python."""
    package = _package()
    items = [item for _, rows in logs for item in _items(package, rows)]
    model = package.FSRS(package.DEFAULT_PARAMETERS)
    fitted = model.compute_parameters(items, num_relearning_steps=1)
    return [
        min(max(round(value, DIGITS), least), most)
        for value, (least, most) in zip(fitted, parameter_bounds(), strict=True)
    ]


def _items(package: Any, rows: Sequence[ReviewRow]) -> list[Any]:
    """Return a card's reviews up to each one that was on a later day than the one before."""
    reviews, items, last = [], [], None
    for row in rows:
        days = 0 if last is None else max(0, (row.day - last).days)
        reviews.append(package.FSRSReview(RATINGS[row.quality], days))
        if days:
            items.append(package.FSRSItem(list(reviews)))
        last = row.day if last is None else max(last, row.day)
    return items


def _package() -> Any:
    try:
        import fsrs_rs_python  # deferred: an extra
    except ImportError as error:
        raise FlashdeckError(
            "fitting FSRS needs a package that is not installed",
            f'Install it with `{sys.executable} -m pip install "flashdeck[optimize]"`.',
        ) from error
    return fsrs_rs_python
