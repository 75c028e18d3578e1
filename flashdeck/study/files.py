"""Finding and reading the notes under a path, and telling what could not be read."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flashdeck.cards import Problem, Severity
from flashdeck.errors import NotFoundError
from flashdeck.text import clean

SUFFIXES = frozenset(
    {".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd", ".txt", ".csv", ".tsv"}
)
LARGEST_FILE = 32 * 1024 * 1024
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file to import, with what its folder makes the default deck."""

    path: Path
    size: int
    modified_ns: int
    deck: str


@dataclass
class Found:
    """The notes under some paths, the folders that were searched, and what went wrong."""

    files: list[NoteFile] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_notes(paths: Sequence[Path]) -> Found:
    """Return the notes at and under ``paths``, each once even if links lead to it again.

    Raises NotFoundError for a path that does not exist.
    """
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing:
        raise NotFoundError(
            "; ".join(f"{path}: there is no such file or folder" for path in missing),
            "Check the spelling.",
        )
    found = Found()
    seen: set[str] = set()
    for path in paths:
        root = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
        if path.is_dir():
            found.folders.append(root)
            candidates = _walk(root, found.problems)
        else:
            candidates = iter([root])
        for candidate in candidates:
            real = os.path.realpath(candidate)  # resolve() raises for a loop
            if real not in seen:
                seen.add(real)
                _add(found, candidate, root if path.is_dir() else root.parent)
    return found


def _walk(root: Path, problems: list[Problem], above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Yield the notes under ``root``; a link back to a folder above is told and not followed.

    ``above`` are the real paths of the folders on the way here.
    """
    trail = (*above, root.resolve())
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_unreadable(root, error))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(".") or entry.name in _PASSED_OVER:
            continue
        if _is_folder(entry):
            if entry.is_symlink() and _leads_back(path, trail):
                problems.append(
                    Problem(str(path), 0, "a link that leads back into its own folder", "", _ERROR)
                )
            else:
                yield from _walk(path, problems, trail)
        elif path.suffix.lower() in SUFFIXES:
            yield path


_ERROR = Severity.ERROR


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _leads_back(link: Path, trail: tuple[Path, ...]) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return True
    return any(folder.is_relative_to(target) for folder in trail)


def _add(found: Found, path: Path, root: Path) -> None:
    try:
        info = path.stat()
    except OSError as error:
        found.problems.append(_unreadable(path, error))
        return
    if not stat.S_ISREG(info.st_mode):
        found.problems.append(Problem(str(path), 0, "not a regular file", "", _ERROR))
        return
    if not _is_text(path):
        hint = "Rename the file or its folder."
        found.problems.append(Problem(str(path), 0, "its name is not UTF-8", hint, _ERROR))
        return
    deck = clean(path.relative_to(root).with_suffix("").as_posix()).replace("\n", " ")
    found.files.append(NoteFile(path, info.st_size, info.st_mtime_ns, deck))


def _is_text(path: Path) -> bool:
    """Tell whether a file's name can be written down at all."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(path: Path, error: OSError) -> Problem:
    hint = "Check the permissions." if isinstance(error, PermissionError) else ""
    return Problem(str(path), 0, f"cannot be read: {error.strerror or error}", hint, _ERROR)


def read_note(file: NoteFile) -> bytes | Problem:
    """Return a note's bytes, or the problem why there are none."""
    if file.size > LARGEST_FILE:
        return Problem(
            str(file.path),
            0,
            f"is {file.size / 2**20:.0f} MB; the limit is {LARGEST_FILE // 2**20} MB",
            "Split it into several files.",
            _ERROR,
        )
    try:
        data = file.path.read_bytes()
    except OSError as error:
        return _unreadable(file.path, error)
    if not data.strip():
        hint = "If it had cards, they stay as they were; delete the file to retire them."
        return Problem(str(file.path), 0, "is empty", hint, Severity.WARNING)
    return data


def digest_of(data: bytes) -> str:
    """Return the digest by which an unchanged file is recognised."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def decode_note(path: Path, data: bytes) -> str | Problem:
    """Return the text of UTF-8 (or UTF-16 with its mark), or the problem with it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in data:
        return Problem(str(path), 0, "is a binary file", "Only text can hold cards.", _ERROR)
    else:
        encoding = "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(
            str(path),
            line,
            f"is not {encoding.upper()}: byte 0x{data[error.start]:02x}",
            "Save the file as UTF-8.",
            _ERROR,
        )


def is_gone(path: Path) -> bool:
    """Tell whether a file is certainly not there; one that may not be looked at might be."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
