"""Reading small pieces of YAML that come from files nobody has vouched for."""

from typing import Any

MAX_YAML_LENGTH = 20_000


class YamlError(ValueError):
    """YAML that cannot be read; ``line`` is 0-based within the text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read_yaml(text: str) -> Any:
    """Return the plain value that ``text`` holds.

    Raises YamlError for broken YAML, for aliases (which can grow without bound) and for text over
    20,000 characters.
    """
    if len(text) > MAX_YAML_LENGTH:
        raise YamlError(0, f"it is longer than {MAX_YAML_LENGTH:,} characters")
    import yaml  # deferred: 15 ms that only notes with front matter or demos need

    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise YamlError(0, "aliases (`*name`) are not allowed")
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise YamlError(mark.line if mark else 0, str(problem)) from error
    except RecursionError as error:
        raise YamlError(0, "it is nested too deeply") from error
    except ValueError as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError(0, str(error)) from error
