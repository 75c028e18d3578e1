"""Numbers and times as a learner reads them."""

from datetime import date

from flashdeck.scheduling import Memory


def interval_in_words(memory: Memory, today: date) -> str:
    """Return when a card with this memory comes again, as a grade button says it."""
    later = days_in_words((memory.due - today).days)
    return f"today, then {later}" if memory.repeat else later


def days_in_words(days: int) -> str:
    """Return a number of days in the largest unit that fits."""
    for unit, length in (("year", 365), ("month", 30)):
        if days >= length:
            amount = f"{days / length:.1f}".removesuffix(".0")
            return f"{amount} {unit}{'' if amount == '1' else 's'}"
    return f"{days} day{'' if days == 1 else 's'}"


def counted(amount: int, noun: str) -> str:
    """Return `1 card` or `3 cards`."""
    return f"{amount} {noun}{'' if amount == 1 else 's'}"


def leech_in_words(memory: Memory, *, suspended: bool) -> str:
    """Return what to tell of a card that is forgotten again and again."""
    told = f"A leech: forgotten {counted(memory.lapses, 'time')}. Reword the note, or split it."
    return f"{told} Suspended until then." if suspended else told
