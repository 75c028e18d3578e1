"""What stands at the head of a note: deck, tags, scheduler, limits; other programs keep more.

It is YAML between lines of `---`, or TOML between lines of `+++`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from flashdeck import late
from flashdeck.limits import MOST_A_DAY, Limits, is_limit
from flashdeck.text import clean
from flashdeck.yaml_text import MAX_YAML_LENGTH, YamlError, read_yaml

TOML = "+++"
LONGEST_TOML = 500
"""The most lines of a head in TOML."""

_STYLE = late.pattern(r"[a-z_]{1,40}")

Broken = tuple[int, str]
"""The 0-based line within the text that is broken, and a message."""


def toml_end(lines: Sequence[str]) -> int:
    """Return the line after the TOML at the head of a note, or 0 if there is none."""
    if lines[0].rstrip() != TOML:
        return 0
    closing = (i for i, line in enumerate(lines[1:LONGEST_TOML], 1) if line.rstrip() == TOML)
    return next(closing, -1) + 1


def read_toml(text: str) -> tuple[Mapping[str, object], Broken | None]:
    """Return the mapping in ``text``, in which Zola's taxonomies count too, and what is broken."""
    import tomllib  # deferred: only few notes have any

    if len(text) > MAX_YAML_LENGTH:
        return {}, (0, f"the front matter is longer than {MAX_YAML_LENGTH:,} characters")
    try:
        matter = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, (0, f"the front matter is not valid TOML: {error}")
    taxonomies = matter.get("taxonomies")
    return {**taxonomies, **matter} if isinstance(taxonomies, dict) else matter, None


def read_front_matter(text: str) -> tuple[Mapping[str, object], Broken | None]:
    """Return the mapping in ``text``, which is YAML, and what is broken."""
    try:
        value = read_yaml(text)
    except YamlError as error:
        return {}, (error.line, f"the front matter is not valid YAML: {error.message}")
    if value is None:
        return {}, None
    if not isinstance(value, Mapping):
        return {}, (0, "the front matter is not a list of `key: value` lines")
    return {str(key): item for key, item in value.items()}, None


def deck_name(matter: Mapping[str, object]) -> str | None:
    """Return the deck that the front matter names, if it names one."""
    value = matter.get("deck")
    name = " ".join(clean(str(value)).split()) if isinstance(value, str | int) else ""
    return name.strip("/") or None


def scheduler(matter: Mapping[str, object]) -> str | None:
    """Return the line with which the front matter chooses a scheduler, if it does."""
    value = matter.get("scheduler")
    return None if value is None else " ".join(clean(str(value)).split())


def style_named(matter: Mapping[str, object]) -> str | None:
    """Return the word that the front matter gives for a style, which may be that of a slide."""
    value = matter.get("style")
    return value if isinstance(value, str) and _STYLE.fullmatch(value) else None


def limits(matter: Mapping[str, object]) -> tuple[Limits, list[tuple[str, str]]]:
    """Return the limits that the front matter sets, and (key, message) for what cannot be one."""
    given = {it.name: matter[it.name] for it in fields(Limits) if matter.get(it.name) is not None}
    wrong = [
        (key, f"{key} is {clean(str(value))!r}, not a whole number from 0 to {MOST_A_DAY}")
        for key, value in given.items()
        if not is_limit(value)
    ]
    good: dict[str, Any] = {key: value for key, value in given.items() if is_limit(value)}
    return Limits(**good), wrong


def line_of(key: str, matter: Mapping[str, object], lines: Sequence[str]) -> int:
    """Return the 1-based line on which the front matter ``matter`` has ``key``, or 1."""
    numbered = enumerate(lines, 1) if key in matter else ()
    return next(
        (number for number, line in numbered if line.startswith((f"{key}:", f"{key} ="))), 1
    )


def tags(matter: Mapping[str, object]) -> tuple[str, ...]:
    """Return the tags of the front matter, written as a list or as words in one line."""
    value = matter.get("tags") or matter.get("tag")
    if isinstance(value, str):
        words = clean(value).replace(",", " ").split()
    elif isinstance(value, list):
        words = [clean(str(item)) for item in value if isinstance(item, str | int)]
    else:
        words = []
    return tuple(dict.fromkeys(word.strip().lstrip("#").replace(" ", "-") for word in words))
