"""Settings and paths: environment variables over a TOML file over the defaults."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flashdeck.errors import FlashdeckError, StoreError
from flashdeck.limits import MOST_A_DAY, Limits, is_limit

APP = "flashdeck"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a learner may set; each but the decks is also an environment variable `FLASHDECK_...`.

    ``decks`` are the limits of single decks by name.
    """

    new_per_day: int = 20
    rollover_hour: int = 4
    scheduler: str = "sm2"
    reviews_per_day: int = 9_999
    new_order: str = "deck"
    bury_siblings: bool = True
    leech_lapses: int = 8
    leech_suspends: bool = False
    answer_seconds: int = 600
    decks: Mapping[str, Limits] = field(default_factory=dict)

    @property
    def longest_answer(self) -> timedelta:
        """The time that one answer counts as at the most; a longer pause is not spent on a card."""
        return timedelta(seconds=self.answer_seconds)


Reader = Callable[[object], object]
"""Turns what stands in a file or variable into a setting; its ValueError says what to give."""


def _whole(least: int, most: int) -> Reader:
    def read(value: object) -> int:
        text = str(value).strip()
        if isinstance(value, bool) or not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return read


def _line(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text in quotes")
    return value.strip()


def _one_of(*words: str) -> Reader:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return str(value)

    return read


def _yes_or_no(value: object) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if str(value).lower() not in words:
        raise ValueError("true or false")
    return words[str(value).lower()]


def _decks(value: object) -> Mapping[str, Limits]:
    if not isinstance(value, Mapping):
        raise ValueError('a table for each deck, such as [decks."Maths/Sets"], in the file')
    return {str(name).strip("/"): _limits(table) for name, table in value.items()}


def _limits(table: object) -> Limits:
    known = [limit.name for limit in fields(Limits)]
    given = table if isinstance(table, Mapping) else {"": None}
    if not all(name in known and is_limit(limit) for name, limit in given.items()):
        raise ValueError(
            f"each deck {' and '.join(known)} or one of them, whole numbers from 0 to {MOST_A_DAY}"
        )
    return Limits(**given)


_READERS: dict[str, Reader] = {
    "new_per_day": _whole(0, MOST_A_DAY),
    "rollover_hour": _whole(0, 23),
    "scheduler": _line,
    "reviews_per_day": _whole(0, MOST_A_DAY),
    "new_order": _one_of("deck", "random", "interleaved"),
    "bury_siblings": _yes_or_no,
    "leech_lapses": _whole(0, 999),
    "leech_suspends": _yes_or_no,
    "answer_seconds": _whole(1, 86_400),
    "decks": _decks,
}


def data_dir() -> Path:
    """Return the folder of the default store."""
    import platformdirs  # deferred: only without --store

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def default_store() -> Path:
    """Return the default store's path."""
    return data_dir() / "store.db"


def store_path(name: str) -> Path:
    """Return the file that a path or an `sqlite:///` URL names; raises StoreError for others."""
    if "://" not in name:
        return Path(name).expanduser()
    from urllib.parse import unquote, urlsplit  # deferred: few give an address

    parts = urlsplit(name)
    if parts.scheme != "sqlite" or parts.netloc or len(parts.path) < 2:
        raise StoreError(
            f"{name} is not a store that flashdeck can use",
            "Give a file's path, or sqlite:///relative.db, or sqlite:////absolute.db.",
        )
    return Path(unquote(parts.path[1:])).expanduser()


def settings_file() -> Path:
    """Return the path of the settings file, which need not exist."""
    if named := os.environ.get("FLASHDECK_CONFIG"):
        return Path(named)
    import platformdirs  # deferred: only without FLASHDECK_CONFIG

    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "config.toml"


def load_settings() -> Settings:
    """Return the settings; raises FlashdeckError that names the file or variable at fault."""
    path = settings_file()
    values = _checked(_read_toml(path), str(path)) if path.is_file() else {}
    names = {field.name: f"FLASHDECK_{field.name.upper()}" for field in fields(Settings)}
    given = {name: os.environ[var] for name, var in names.items() if os.environ.get(var)}
    return replace(Settings(), **{**values, **_checked(given, "the environment")})


def _read_toml(path: Path) -> Mapping[str, object]:
    import tomllib  # deferred: most people have no settings file

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FlashdeckError(f"{path}: {error}", "Mend the file or move it away.") from error


def _checked(values: Mapping[str, object], where: str) -> dict[str, Any]:
    """Return the known settings with their values as the program uses them."""
    checked = {}
    for name, value in values.items():
        if name not in _READERS:
            raise FlashdeckError(
                f"{where}: there is no setting {name!r}", f"Known: {', '.join(_READERS)}."
            )
        try:
            checked[name] = _READERS[name](value)
        except ValueError as error:
            raise FlashdeckError(f"{where}: {name} is {value!r}", f"Give {error}.") from error
    return checked
