"""Live demos: validated parameters in, a trace of named steps out."""

from flashdeck.demos.demo import Demo, Mistake, Params
from flashdeck.demos.registry import demo_named, demo_names
from flashdeck.demos.run import fence_parameters, run_demo, working_demos
from flashdeck.demos.trace import Axis, Step, Trace, View

__all__ = [
    "Axis",
    "Demo",
    "Mistake",
    "Params",
    "Step",
    "Trace",
    "View",
    "demo_named",
    "demo_names",
    "fence_parameters",
    "run_demo",
    "working_demos",
]
