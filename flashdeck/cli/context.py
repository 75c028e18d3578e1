"""What every command is given: the store, the settings, the clock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flashdeck.config import Settings, default_store, load_settings, store_path
from flashdeck.errors import FlashdeckError

if TYPE_CHECKING:
    from flashdeck.store import Store
    from flashdeck.study.clock import Clock


@dataclass
class Context:
    """Opens what a command needs when it needs it."""

    store_name: str | None
    new_per_day: int | None = None

    @cached_property
    def settings(self) -> Settings:
        """The learner's settings, with what the command line says instead."""
        settings = load_settings()
        if self.new_per_day is None:
            return settings
        return replace(settings, new_per_day=self.new_per_day)

    @property
    def scheduler(self) -> str:
        """The scheduler of new decks; raises FlashdeckError if the settings name none."""
        from flashdeck.study.schedulers import default_scheduler

        return default_scheduler(self.settings)

    @property
    def store_path(self) -> Path:
        """The file of the store."""
        if self.store_name is None:
            return default_store()
        return store_path(self.store_name)

    @property
    def clock(self) -> "Clock":
        """The system's clock, or the fixed time of FLASHDECK_NOW, for trying out schedules."""
        from flashdeck.study.clock import system_clock

        fixed = os.environ.get("FLASHDECK_NOW")
        if not fixed:
            return system_clock
        try:
            moment = datetime.fromisoformat(fixed)
        except ValueError as error:
            raise FlashdeckError(
                f"FLASHDECK_NOW is {fixed!r}", "Write it as 2026-01-31T09:00:00+01:00."
            ) from error
        return lambda: moment if moment.tzinfo else moment.astimezone()

    @contextmanager
    def open(self) -> Iterator["Store"]:
        """Open the store and close it at the end."""
        from flashdeck.store import open_store

        store = open_store(self.store_path)
        try:
            yield store
        finally:
            store.close()
