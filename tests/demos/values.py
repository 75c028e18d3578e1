"""What comes of a demo: the values of its steps, or why it refuses what it was given."""

from typing import Any

import pytest

from flashdeck.demos import demo_named, run_demo
from flashdeck.errors import DemoError


def values(name: str, given: dict[str, Any], mistake: str | None = None) -> dict[str, Any]:
    """Return each step's value, as the demo or one of its mistakes computes it."""
    demo = demo_named(name)
    params = demo.params.model_validate(given)
    steps = demo.mistakes[mistake].run(params) if mistake else demo.run(params)
    return {step.name: step.value for step in steps}


def refusal(name: str, given: dict[str, Any]) -> str:
    """Return the message with which a demo refuses these inputs."""
    with pytest.raises(DemoError) as caught:
        run_demo(name, given)
    return caught.value.message
