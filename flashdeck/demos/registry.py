"""The demos that are installed, our own and those of plug-ins, by the entry-point group."""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from flashdeck.demos.demo import Demo
from flashdeck.errors import DemoError

GROUP = "flashdeck.demos"


@cache
def _entries() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


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
    except Exception as error:
        raise DemoError(
            f"the demo {name!r} from {entry.value} cannot be loaded: {error}",
            "Mend or remove the package that brings it.",
        ) from error
    if not isinstance(demo, Demo):
        raise DemoError(f"{entry.value} is not a demo", "Mend or remove the package.")
    return demo


def _known(name: str) -> str:
    from difflib import get_close_matches  # deferred: only for a message

    near = get_close_matches(name, demo_names(), n=1)
    return f"Did you mean {near[0]}?" if near else f"Known demos: {', '.join(demo_names())}."
