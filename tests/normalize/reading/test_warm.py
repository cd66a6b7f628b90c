"""What reading looks things up in can be built before the first record."""

import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

from services.normalize import reading

_SAYS = "from tests.normalize.reading.test_warm import unbuilt; print(*unbuilt())"


def unbuilt() -> Iterator[str]:
    """The tables that are still to be built, once all is warm."""
    from services.normalize.reading import warm

    warm.tables()
    for module in pkgutil.iter_modules(reading.__path__, f"{reading.__name__}."):
        for name, thing in vars(import_module(module.name)).items():
            is_table = hasattr(thing, "cache_info") and not inspect.signature(thing).parameters
            if is_table and not thing.cache_info().currsize:
                yield f"{module.name}.{name}"


def test_after_it_every_table_is_built() -> None:
    told = subprocess.run([sys.executable, "-c", _SAYS], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
