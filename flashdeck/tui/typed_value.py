"""Values of a demo's inputs as they are typed: words as they are, the rest as YAML."""

from typing import Any

from flashdeck.errors import DemoError


def as_typed(value: object) -> str:
    """Return a value as it would be typed; nothing for one that is drawn."""
    if isinstance(value, list | tuple) and is_words(value):
        return " ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def is_words(value: object) -> bool:
    """Tell whether a value is a list of words."""
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def read_typed(text: str, before: object) -> Any:
    """Return what was typed over the value ``before``; raises DemoError."""
    from flashdeck.yaml_text import YamlError, read_yaml  # deferred: only once something is typed

    if isinstance(before, str) or (before is not None and is_words(before)):
        return text
    try:
        return read_yaml(text)
    except YamlError as error:
        raise DemoError(f"{text}: {error.message}", "Write a number, words or a list.") from error
