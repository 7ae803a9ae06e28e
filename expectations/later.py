"""Expectations: modules that Great Expectations imports and we never use, loaded only if somebody does use them.

``scipy.stats`` and ``altair`` serve expectations about distributions and the drawings of reports. Measured with
Great Expectations 1.24, they are a third of the seconds its import takes, which a dry run of one file pays every time.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until one of its names is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = importlib.import_module(self.__name__)
        self.__dict__.update(vars(module))
        return getattr(module, name)


def load_later(*names: str) -> None:
    """Put stand-ins in the place of modules that are installed and not loaded yet."""
    for name in names:
        if name not in sys.modules and (spec := importlib.util.find_spec(name)) is not None:
            module = _Later(name)
            module.__spec__ = spec
            module.__path__ = list(spec.submodule_search_locations or ())
            sys.modules[name] = module
