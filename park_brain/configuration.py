"""Kernel: ``park.toml`` in the home: everything of one installation that is neither data nor a rule of a plan.

Read at the edge (command line, Dagster) and handed down; nothing here is read at import. No file is needed: every
value has a default. An environment variable of ``ENVIRONMENT`` goes before the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from park_brain.alert import webhook_problem
from park_brain.failure import Failure
from park_brain.installation import Installation

ENVIRONMENT = {"PARK_ALERT_WEBHOOK": ("alerts", "webhook")}
"""Environment variable -> section and key it goes before; set and empty means none."""


class ConfigurationError(Failure):
    """``park.toml`` cannot be used; says file, key, what is wrong and what to do."""


def _is_webhook(address: str) -> str:
    if problem := webhook_problem(address):
        raise ValueError(problem)
    return address


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Alerts(_Section):
    """Whom alerts are sent to beside the file."""

    webhook: Annotated[str, AfterValidator(_is_webhook)] | None = None


class Reading(_Section):
    """What one file may cost before it is refused, and how files are read."""

    memory_mb: int | None = Field(default=None, ge=512)
    """By default a third of the machine, at most 6 GiB."""
    seconds: float = Field(default=300, ge=10)
    """For a small file; a large one gets more by its size."""
    quiet_seconds: float = Field(default=5, ge=0, le=600)
    """A file that somebody has written to more recently waits."""
    workers: int = Field(default=2, ge=1, le=64)


class Releases(_Section):
    """How many releases stay for rollback."""

    keep: int = Field(default=5, ge=1)
    keep_hours: float = Field(default=1, ge=0)
    most: int = Field(default=15, ge=1)
    most_gb: int = Field(default=200, ge=1)


class Log(_Section):
    """How many logs of runs stay."""

    keep: int = Field(default=90, ge=1)


class Build(_Section):
    """What a build may use."""

    threads: int | None = Field(default=None, ge=1)


class Configuration(_Section):
    """One installation's parameters."""

    alerts: Alerts = Alerts()
    reading: Reading = Reading()
    releases: Releases = Releases()
    log: Log = Log()
    build: Build = Build()


DEFAULTS = Configuration()


def load_configuration(home: Installation, environment: Mapping[str, str]) -> Configuration:
    """The configuration of a home.

    Raises:
        ConfigurationError: the file, or a variable that goes before it, cannot be used.
    """
    stated = _read(home)
    for variable, (section, key) in ENVIRONMENT.items():
        if variable in environment and isinstance(stated.setdefault(section, {}), dict):
            stated[section][key] = environment[variable] or None
    stated = {name: _without_none(value) for name, value in stated.items()}
    try:
        return Configuration.model_validate(stated)
    except ValidationError as error:
        raise ConfigurationError("\n".join(_problems(home, error, environment))) from error


def webhook_of(home: Installation, environment: Mapping[str, str]) -> str | None:
    """The webhook that can be told although the rest of the configuration is broken, if there is one."""
    try:
        return load_configuration(home, environment).alerts.webhook
    except ConfigurationError:
        address = environment.get("PARK_ALERT_WEBHOOK")
        return address if address and webhook_problem(address) is None else None


def _read(home: Installation) -> dict[str, Any]:
    file = home.configuration
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read ({error.strerror}); mend its permissions") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file} is not UTF-8; save it again as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file} is no TOML: {error}; write it like docs/operations.md shows") from error


def _without_none(value: Any) -> Any:
    return {key: each for key, each in value.items() if each is not None} if isinstance(value, dict) else value


def _problems(home: Installation, error: ValidationError, environment: Mapping[str, str]) -> Iterator[str]:
    """One line a problem. The value is quoted but for the webhook's, whose address may hold a secret."""
    variables = {place: name for name, place in ENVIRONMENT.items() if environment.get(name)}
    for item in error.errors(include_url=False):
        place = tuple(str(part) for part in item["loc"])
        where = variables.get((place[0], place[-1])) or f"{home.configuration}: {_key(place)}"
        shown = "" if place == ("alerts", "webhook") else f", it is {item['input']!r:.60}"
        if item["type"] == "extra_forbidden":
            yield f"{where}: there is no such key; {_nearest(place)}"
        else:
            wrong = item["msg"].removeprefix("Value error, ")
            yield f"{where}: {wrong}{shown}; mend it, or take it out for the default"


def _key(place: tuple[str, ...]) -> str:
    return f"[{place[0]}] {'.'.join(place[1:])}".strip()


def _nearest(place: tuple[str, ...]) -> str:
    known = list(Configuration.model_fields)
    if len(place) > 1:
        known = list(type(getattr(Configuration(), place[0])).model_fields)
    near = get_close_matches(place[-1], known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"


def shown(configuration: Configuration) -> str:
    """The parameters as ``park.toml`` would state them; the address of a webhook may hold a secret."""
    lines = []
    for section, values in configuration.model_dump().items():
        lines.append(f"[{section}]")
        for key, value in values.items():
            secret = (section, key) == ("alerts", "webhook") and value
            lines.append(f"# {key} is not set" if value is None else f"{key} = {'(set)' if secret else value}")
    return "\n".join(lines)
