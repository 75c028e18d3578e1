"""Reading small pieces of YAML that come from files nobody has vouched for."""

import re
from collections.abc import Iterable
from typing import Any

MAX_YAML_LENGTH = 20_000
DEEPEST = 50
LONGEST_NUMBER = 100

_NUMBER = re.compile(r"[-+]?(?:0[bx][0-9a-fA-F_]+|[0-9][0-9_:]*)")


class YamlError(ValueError):
    """YAML that cannot be read; ``line`` is 0-based within the text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read_yaml(text: str) -> Any:
    """Return the plain value that ``text`` holds.

    Raises YamlError for broken YAML and for whatever could cost much or run something: aliases,
    tags, deep nesting, endless numbers, and text over 20,000 characters.
    """
    if len(text) > MAX_YAML_LENGTH:
        raise YamlError(0, f"it is longer than {MAX_YAML_LENGTH:,} characters")
    import yaml  # deferred: 15 ms that only notes with front matter or demos need

    try:
        _check_events(yaml.parse(text, yaml.SafeLoader))
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise YamlError(mark.line if mark else 0, str(problem)) from error
    except ValueError as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError(0, str(error)) from error


def _check_events(events: Iterable[Any]) -> None:
    """Refuse what is not plain, before anything is built from it."""
    from yaml import events as kinds

    depth = 0
    for event in events:
        line = event.start_mark.line
        if isinstance(event, kinds.AliasEvent):
            raise YamlError(line, "aliases (`*name`) are not allowed")
        if getattr(event, "tag", None):
            raise YamlError(line, "tags (`!name`) are not allowed")
        depth += isinstance(event, kinds.CollectionStartEvent)
        depth -= isinstance(event, kinds.CollectionEndEvent)
        if depth > DEEPEST:
            raise YamlError(line, "it is nested too deeply")
        if isinstance(event, kinds.ScalarEvent) and _is_endless_number(event):
            raise YamlError(line, f"a number of more than {LONGEST_NUMBER} digits")


def _is_endless_number(event: Any) -> bool:
    is_plain = event.implicit[0] and len(event.value) > LONGEST_NUMBER
    return is_plain and bool(_NUMBER.fullmatch(event.value))
