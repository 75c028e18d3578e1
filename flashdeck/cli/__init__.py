"""The command line: one command a module, listed in main.py."""


def run() -> None:
    """Run the command line, which the processes that only read notes do not load."""
    from flashdeck.cli.main import main  # deferred: click, 40 ms for each of these processes

    main()
