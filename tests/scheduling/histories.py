"""Histories of reviews, as the laws of schedulers write them."""

from datetime import UTC, date, datetime, timedelta

from flashdeck.scheduling import Moment

START = date(2026, 3, 2)


def moments(history: list[tuple[int, int]]) -> list[tuple[int, Moment]]:
    """Turn (quality, days since the review before) into reviews at noon."""
    day = START
    reviews = []
    for quality, days in history:
        day += timedelta(days=days)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        reviews.append((quality, Moment(at, timedelta(0), day)))
    return reviews
