"""Opening a note at a line in the learner's own editor."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from flashdeck.errors import FlashdeckError

_GOTO = {
    "code": ["--wait", "--goto", "{path}:{line}"],
    "codium": ["--wait", "--goto", "{path}:{line}"],
    "subl": ["--wait", "{path}:{line}"],
    "zed": ["--wait", "{path}:{line}"],
    "hx": ["{path}:{line}"],
    "helix": ["{path}:{line}"],
    "notepad": ["{path}"],
}
_DEFAULT_GOTO = ["+{line}", "{path}"]


def editor_command(path: Path, line: int) -> list[str]:
    """Return the command that opens ``path`` at ``line``; raises FlashdeckError without an editor.

    VISUAL goes before EDITOR, and either before what the system has.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        words = shlex.split(named, posix=os.name != "nt") if named else _system_editor()
    except ValueError as error:
        raise FlashdeckError(f"EDITOR is {named}: {error}", "Set EDITOR to your editor.") from error
    if not words:
        raise FlashdeckError("no editor was found", "Set the variable EDITOR to yours.")
    goto = _GOTO.get(Path(words[0]).stem.lower(), _DEFAULT_GOTO)
    return words + [part.format(path=path, line=line) for part in goto]


def _system_editor() -> list[str]:
    names = ("notepad",) if os.name == "nt" else ("sensible-editor", "nano", "vim", "vi")
    found = (name for name in names if shutil.which(name))
    return [name for name in [next(found, "")] if name]


def run_editor(command: list[str]) -> None:
    """Run the editor until it is closed; raises FlashdeckError if it cannot be started."""
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        raise FlashdeckError(
            f"{command[0]} cannot be started: {error.strerror}", "Set EDITOR to your editor."
        ) from error
