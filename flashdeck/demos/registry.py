"""The demos that are installed, our own and those of plug-ins, by the entry-point group."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from flashdeck.demos.demo import Demo
from flashdeck.errors import DemoError, FlashdeckError

GROUP = "flashdeck.demos"
OURS = "flashdeck."
MEND = "Mend or remove the package that brings it."


@cache
def _entries() -> dict[str, EntryPoint]:
    """Return the entries by name; where a plug-in takes the name of one of ours, ours is kept."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.value.startswith(OURS))
    return {entry.name: entry for entry in found}


def demo_names() -> list[str]:
    """Return the names of the installed demos."""
    return sorted(_entries())


@cache
def demo_named(name: str) -> Demo:
    """Return the demo called ``name``.

    Raises DemoError for an unknown name, and for a plug-in that cannot be loaded.
    """
    entry = _entries().get(name)
    if entry is None:
        raise DemoError(f"there is no demo called {name!r}", _known(name))
    try:
        demo = entry.load()
    except (Exception, SystemExit) as error:
        raise DemoError(
            f"the demo {name!r} from {entry.value} cannot be loaded: {_said(error)}", MEND
        ) from error
    if not isinstance(demo, Demo):
        raise DemoError(f"{entry.value} is not a demo", MEND)
    if demo.name != name:
        raise DemoError(f"the demo {name!r} from {entry.value} calls itself {demo.name!r}", MEND)
    return demo


def is_plugin(name: str) -> bool:
    """Tell whether another package brings the demo called ``name``."""
    entry = _entries().get(name)
    return entry is not None and not entry.value.startswith(OURS)


@contextmanager
def plugin_errors(name: str) -> Iterator[None]:
    """Turn whatever a plug-in's demo raises into a DemoError; errors of our own demos pass."""
    try:
        yield
    except FlashdeckError:
        raise
    except Exception as error:
        if not is_plugin(name):
            raise
        raise DemoError(
            f"the demo {name!r} from {_entries()[name].value} fails: {_said(error)}", MEND
        ) from error


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _known(name: str) -> str:
    from difflib import get_close_matches  # deferred: only for a message

    near = get_close_matches(name, demo_names(), n=1)
    return f"Did you mean {near[0]}?" if near else f"Known demos: {', '.join(demo_names())}."
