"""Sums over the review log, undone reviews left out."""

from datetime import date

from sqlalchemy import Connection, func, select

from flashdeck.store.reviews import LIVE
from flashdeck.store.tables import review


def reviews_by_day(connection: Connection) -> dict[date, int]:
    """Return how many reviews each study day had."""
    query = select(review.c.day, func.count()).where(LIVE).group_by(review.c.day)
    return dict(connection.execute(query).all())


def reviews_by_quality(connection: Connection) -> dict[int, int]:
    """Return how many reviews scored each quality."""
    query = select(review.c.quality, func.count()).where(LIVE).group_by(review.c.quality)
    return dict(connection.execute(query).all())
