"""`flashdeck demo [NAME]`."""

from typing import Any

import click

from flashdeck.cli.main import complain
from flashdeck.cli.output import print_json
from flashdeck.demos import demo_named, run_demo, working_demos
from flashdeck.demos.text import step_lines, trace_lines
from flashdeck.demos.trace import Trace
from flashdeck.errors import DemoError
from flashdeck.yaml_text import YamlError, read_yaml


@click.command("demo")
@click.argument("name", required=False)
@click.option("--set", "given", multiple=True, metavar="KEY=VALUE", help="Set a parameter.")
@click.option("--step", "step_name", metavar="NAME", help="Show this step only.")
@click.option("--json", "as_json", is_flag=True, help="Print the trace as JSON.")
def command(name: str | None, given: tuple[str, ...], step_name: str | None, as_json: bool) -> None:
    """List the live demos, or compute NAME step by step.

    Parameters are numbers, words or lists: --set tokens="the cat sat" --set causal=true
    """
    if name is None:
        _print_list(as_json)
        return
    trace = run_demo(name, _parameters(given))
    if step_name is not None:
        trace = Trace(trace.demo, trace.params, (trace.step(step_name),))
    if as_json:
        print_json(trace.as_json())
    else:
        _print_trace(trace, whole=step_name is None)


def _print_list(as_json: bool) -> None:
    demos, failing = working_demos()
    for error in failing:
        complain(error)
    if as_json:
        print_json({"demos": [{"name": d.name, "title": d.title} for d in demos]})
        return
    width = max((len(demo.name) for demo in demos), default=0)
    for demo in demos:
        click.echo(f"{demo.name:<{width}}  {demo.title}")


def _print_trace(trace: Trace, *, whole: bool) -> None:
    demo = demo_named(trace.demo)
    if not whole:
        click.echo("\n".join(step_lines(trace.steps[0])))
        return
    click.echo(f"{demo.title}\n{demo.look_for}\n")
    click.echo("\n".join(trace_lines(trace)))


def _parameters(given: tuple[str, ...]) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    for item in given:
        key, equals, value = item.partition("=")
        if not equals or not key.strip():
            raise click.UsageError(f"--set {item}: write it as KEY=VALUE")
        try:
            parameters[key.strip()] = read_yaml(value)
        except YamlError as error:
            raise DemoError(f"--set {item}: {error.message}", "Quote the value.") from error
    return parameters
