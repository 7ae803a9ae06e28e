"""Command line: the ``park`` command, what engineers type. A command parses, calls one function, and prints.

Does not live here: what a command does, which is written in the stage or reader it calls.
"""

from park_brain.cli.app import app, main

__all__ = ["app", "main"]
