"""Run flashdeck as ``python -m flashdeck``."""

from flashdeck.cli.main import main

main()
