"""What the steps of a demo hold, for tests that know the numbers."""

from typing import Any

from flashdeck.demos import demo_named


def values(name: str, given: dict[str, Any], mistake: str | None = None) -> dict[str, Any]:
    """Return each step's value, as the demo or one of its mistakes computes it."""
    demo = demo_named(name)
    params = demo.params.model_validate(given)
    steps = demo.mistakes[mistake].run(params) if mistake else demo.run(params)
    return {step.name: step.value for step in steps}
