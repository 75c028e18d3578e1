"""Where the files that come with the program lie: inside the wheel, or in the source tree."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Return the folder `alembic` or `decks` that belongs to this installation."""
    packed = _PACKAGE / "_shipped" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
