"""`concord demo`."""

import signal
from types import FrameType

import click

from api.commands.opening import opened_engine
from engine.persistence.upgrading import upgrade_database
from engine.queries.workers import list_workers
from engine.trial.history.filling import fill_with_history

TELLS_EVERY = 10
"""Cases between two lines of progress."""


@click.group()
def demo() -> None:
    """Prepare a demonstration."""


@demo.command()
@click.option("--years", default=3, show_default=True, help="How far back the first case lies.")
@click.option("--cases", default=300, show_default=True, help="How many cases are invented.")
@click.option("--seed", default=1, show_default=True, help="The same number: the same cases.")
def fill(years: int, cases: int, seed: int) -> None:
    """Fill the database with some years of invented cases. About a minute for 200 of them.

    Run `concord serve` once before, and stop it: it brings in the procedures and the people. Ctrl-C
    ends it after the case that is being written.
    """
    stopping = _Stopping()
    with opened_engine() as engine:
        upgrade_database(engine.database)
        if any(worker.is_alive for worker in list_workers(engine)):
            message = "Concord is running on this database. Stop it, wait a moment, and try again."
            raise click.ClickException(message)
        made = 0
        for made in fill_with_history(engine, years=years, cases=cases, seed=seed):
            if made % TELLS_EVERY == 0:
                click.echo(f"{made} of {cases} cases")
            if stopping.is_asked:
                break
    click.echo(f"{made} invented cases. This database is a demonstration from now on.")


class _Stopping:
    """Whether somebody has pressed Ctrl-C."""

    def __init__(self) -> None:
        """Begin to listen."""
        self.is_asked = False
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True
