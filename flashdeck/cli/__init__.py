"""The command line: one command a module, listed in main.py."""
