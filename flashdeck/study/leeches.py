"""Cards that are forgotten again and again."""

from flashdeck.scheduling import Memory


def is_leech(before: Memory | None, after: Memory, lapses: int) -> bool:
    """Tell whether a review has made a card a leech, or has to tell so once more.

    It does at so many ``lapses``, and again each time half as many have come since; never at 0.
    """
    lapsed = before is not None and after.lapses > before.lapses
    if not (lapses and lapsed and after.lapses >= lapses):
        return False
    return (after.lapses - lapses) % max(1, lapses // 2) == 0
