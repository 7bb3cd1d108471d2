"""What every command that needs the database opens."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.context import Engine, open_engine
from engine.settings import Settings


@contextmanager
def opened_engine() -> Iterator[Engine]:
    """Open the engine for the settings of the environment, and close its connections afterwards.

    Raises:
        SettingsError: a setting is missing or wrong.
    """
    engine = open_engine(Settings.from_environment())
    try:
        yield engine
    finally:
        engine.database.engine.dispose()
