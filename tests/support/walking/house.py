"""The database in which walks take place; its engine can be thrown away and opened anew."""

from datetime import UTC, datetime

from engine.context import Engine, open_engine
from engine.definitions.bundle import Bundle
from engine.definitions.procedure import read_procedure
from engine.persistence.database import connect
from engine.settings import Settings
from engine.trial.clock import TrialClock
from engine.trial.store import open_trial
from tests.support.engine import quick
from tests.support.walking.people import People

SETTINGS = Settings(secret_key="w" * 64, encryption_keys=("w1:" + "cd" * 32,))


class House:
    """One procedure in one database, for as many walks as one likes."""

    def __init__(self, url: str, bundle: Bundle) -> None:
        """Fill an empty database."""
        self._url = url
        trial = open_trial(quick(connect(url)), bundle)
        trial.database.engine.dispose()
        self.clock = TrialClock(datetime(2026, 1, 5, 9, tzinfo=UTC))
        self.engine = self._opened()
        partnership = read_procedure(bundle.files["procedure.toml"]).partnership
        self.people = People(self.engine, partnership)

    def restart(self) -> None:
        """Begin anew over the same database: nothing in memory survives."""
        self.close()
        self.engine = self._opened()

    def close(self) -> None:
        """Close the connections."""
        self.engine.database.engine.dispose()

    def _opened(self) -> Engine:
        return open_engine(SETTINGS, clock=self.clock, database=quick(connect(self._url)))
