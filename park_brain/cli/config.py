"""Command line: is the configuration of a home in order?"""

from __future__ import annotations

import os

from park_brain.cli.terminal import DEFAULT_HOME, HomeOption, console, stop
from park_brain.installation import Installation


def check(home: HomeOption = DEFAULT_HOME) -> None:
    """Look at park.toml and rules/; says file, key or line, what is wrong and what to do. Exits 0 in order, 2 not."""
    from park_brain.configuration import ConfigurationError, load_configuration
    from park_brain.rules import RulesError, check_rules, rule_files

    place = Installation(home.resolve())
    problems = []
    try:
        load_configuration(place, os.environ)
    except ConfigurationError as error:
        problems.append(str(error))
    try:
        check_rules(place)
    except RulesError as error:
        problems.append(str(error))
    if problems:
        stop("\n".join(problems))
    file = place.configuration if place.configuration.exists() else "no park.toml, every value is the default"
    rules = ", ".join(path.name for path in rule_files(place)) or "none"
    console.print(f"in order: {file}; the county's own rules: {rules}", soft_wrap=True, highlight=False, markup=False)


def show(home: HomeOption = DEFAULT_HOME) -> None:
    """Every parameter with the value in force, as park.toml would state it; of a webhook only whether there is one."""
    from park_brain.configuration import ConfigurationError, load_configuration, shown

    try:
        configuration = load_configuration(Installation(home.resolve()), os.environ)
    except ConfigurationError as error:
        stop(str(error))
    console.print(shown(configuration), soft_wrap=True, highlight=False, markup=False)
