"""Cards that the learner makes of demos, in a note of flashdeck's own beside the store."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flashdeck.demos import demo_named
from flashdeck.demos.trace import Trace
from flashdeck.errors import FlashdeckError
from flashdeck.store import Store
from flashdeck.study.clock import Clock
from flashdeck.study.importing import import_paths

DECK = "Demos"
HEAD = f"---\ndeck: {DECK}\n---\n# Demos to walk through\n"


def keep_demo(store: Store, trace: Trace, clock: Clock) -> Path:
    """Add a card of ``trace`` to the note beside the store and import it; return the note's path.

    Raises FlashdeckError if the note cannot be written.
    """
    path = store.path.with_name("Demos.md")
    try:
        before = path.read_text("utf-8") if path.exists() else HEAD
        card = demo_card(trace)
        if card not in before:
            _replace(path, before.rstrip("\n") + "\n\n" + card)
    except (OSError, UnicodeDecodeError) as error:
        raise FlashdeckError(f"{path}: {error}", "Make room for it, or mend it.") from error
    import_paths(store, [path], clock)
    return path


def demo_card(trace: Trace) -> str:
    """Return a card in Markdown that asks to walk through a demo with these inputs."""
    demo = demo_named(trace.demo)
    defaults = demo.params().model_dump(mode="json", exclude_none=True)
    changed = {name: value for name, value in trace.params.items() if defaults.get(name) != value}
    with_these = f", with {_in_words(changed)}" if changed else ""
    body = "".join(f"{name}: {_in_yaml(value)}\n" for name, value in changed.items())
    return (
        f"## Walk through: {demo.title}{with_these}\n"
        f"{demo.look_for}\n\n```demo {trace.demo}\n{body}```\n"
    )


def _in_yaml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # which is YAML too, on one line


def _in_words(changed: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in changed.items())


def _replace(path: Path, text: str) -> None:
    """Write a file anew so that a crash leaves the old text or the new."""
    draft = path.with_suffix(".new")
    draft.write_text(text, "utf-8")
    draft.replace(path)
