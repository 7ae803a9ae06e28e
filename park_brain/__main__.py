"""``python -m park_brain``: the ``park`` command where the script is not on the path."""

from park_brain.cli import main

main()
