"""Run flashdeck as ``python -m flashdeck``."""

from flashdeck.cli import run

run()
