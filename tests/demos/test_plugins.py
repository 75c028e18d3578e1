"""Demos of other packages: found where they are installed, and named where they are broken."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "plugin_package"
ROOT = Path(__file__).parents[2]
PATIENCE = 60

HEADER = "from flashdeck.demos import Demo, Params, Step\n"
DEMO = "demo = Demo('{name}', 'Title', 'Look.', Params, {run})\n"
BROKEN = {
    "no-import": ("import a_package_that_nobody_has", "ModuleNotFoundError"),
    "leaves": ("raise SystemExit(3)", "SystemExit: 3"),
    "no-demo": ("demo = 42", "no_demo:demo is not a demo"),
    "misnamed": (DEMO.format(name="another", run="lambda params: []"), "itself 'another'"),
    "raises": (DEMO.format(name="raises", run="lambda params: {}['x']"), "fails: KeyError: 'x'"),
    "no-steps": (DEMO.format(name="no-steps", run="lambda params: ['x']"), "a step is str"),
    "no-array": (
        DEMO.format(name="no-array", run="lambda params: [Step('a', '', 1, '')]"),
        "fails: AttributeError",
    ),
}

ASKS_BADLY = """
demo = Demo(
    "asks-badly",
    "Title",
    "Look.",
    Params,
    lambda params: [Step("a", "", "b", "Why.")],
    asks=("a",),
    fresh=lambda draw: Params() if draw is None else 1 / 0,
)
"""


def install(folder: Path) -> None:
    """Install the example package in ``folder``, without a network if hatchling is at hand."""
    source = folder.parent / "source"
    shutil.copytree(PACKAGE, source)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if importlib.util.find_spec("hatchling"):
        command += ["--no-build-isolation", "--no-index"]
    done = subprocess.run(
        [*command, "--no-deps", "--target", str(folder), str(source)],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def write_plugin(folder: Path, name: str, code: str) -> None:
    """Write a module and the metadata that an installation would leave."""
    module = name.replace("-", "_")
    metadata = folder / f"{module}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (folder / f"{module}.py").write_text(HEADER + code, encoding="utf-8")
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8"
    )
    (metadata / "entry_points.txt").write_text(
        f"[flashdeck.demos]\n{name} = {module}:demo\n", encoding="utf-8"
    )


def flashdeck(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with the plug-ins of ``folder``."""
    path = os.pathsep.join([str(folder), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "flashdeck", *args],
        env=os.environ
        | {
            "PYTHONPATH": path,
            "PYTHONUTF8": "1",
            "FLASHDECK_STORE": str(folder / "store.db"),
            "FLASHDECK_CONFIG": str(folder / "config.toml"),
        },
        input="",
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_an_installed_package_brings_its_demo(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    install(folder)
    listed = flashdeck(folder, "demo")
    assert (listed.returncode, listed.stderr) == (0, "")
    lines = [line.split(maxsplit=1) for line in listed.stdout.splitlines()]
    assert ["temperature", "Softmax with a temperature"] in lines
    assert ["attention", "Scaled dot-product attention"] in lines
    run = flashdeck(folder, "demo", "temperature", "--set", "scores=[4, 0]", "--json")
    scaled, probabilities = json.loads(run.stdout)["steps"]
    assert scaled["value"] == [2, 0]
    assert probabilities["value"] == pytest.approx([0.880797, 0.119203], abs=1e-6)
    refused = flashdeck(folder, "demo", "temperature", "--set", "temperature=0")
    assert refused.returncode == 1
    assert "temperature is 0: " in refused.stderr


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins")
    for name, (code, _) in BROKEN.items():
        write_plugin(folder, name, code)
    write_plugin(folder, "sound", DEMO.format(name="sound", run="lambda params: []"))
    return folder


def test_broken_packages_are_named_and_left_out(broken: Path) -> None:
    listed = flashdeck(broken, "demo")
    assert listed.returncode == 0
    names = [line.split()[0] for line in listed.stdout.splitlines()]
    assert {"sound", "attention", "costs"} <= set(names)
    assert not set(names) & set(BROKEN)
    for name, (_, reason) in BROKEN.items():
        (line,) = [line for line in listed.stderr.splitlines() if reason in line]
        assert line.startswith("Error: ")
        assert name in line or name.replace("-", "_") in line
    as_json = flashdeck(broken, "demo", "--json")
    assert [demo["name"] for demo in json.loads(as_json.stdout)["demos"]] == names


def test_a_broken_package_does_not_keep_others_from_running(broken: Path) -> None:
    assert flashdeck(broken, "demo", "attention").returncode == 0
    for name, (_, reason) in BROKEN.items():
        run = flashdeck(broken, "demo", name)
        assert run.returncode == 1
        assert reason in run.stderr
        assert "Mend or remove the package" in run.stderr


def test_a_package_that_fails_only_in_a_quiz_is_named_there(tmp_path: Path) -> None:
    write_plugin(tmp_path, "asks-badly", ASKS_BADLY)
    assert flashdeck(tmp_path, "demo", "asks-badly").returncode == 0
    quiz = flashdeck(tmp_path, "quiz", "asks-badly", "--plain", "--count", "1")
    assert "'asks-badly' from asks_badly:demo fails: ZeroDivisionError" in quiz.stdout + quiz.stderr


def test_a_package_cannot_take_the_place_of_our_demos(tmp_path: Path) -> None:
    write_plugin(tmp_path, "attention", "raise RuntimeError('taken over')")
    run = flashdeck(tmp_path, "demo", "attention", "--json")
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["steps"][-1]["name"] == "output"
