"""A process that carries operations out until it is killed."""

from multiprocessing.connection import Connection

from sqlalchemy import func, select

from engine.definitions.compiled import compile_bundle
from engine.operations.carrying_out import carry_out_next
from engine.persistence.database import connect
from engine.persistence.history import HistoryEvent
from tests.support.engine import MONDAY, berkshire_bundle, open_berkshire, quick
from tests.support.standing import old_bundle

# Once in the process that all workers are forked from.
compile_bundle(berkshire_bundle())
compile_bundle(old_bundle())


def operate_until_killed(url: str, working: Connection) -> None:
    """Carry out what waits, one after the other; `working` is told of each."""
    house = open_berkshire(quick(connect(url)))
    with house.engine.open_reading() as work:
        house.clock.set(work.session.scalar(select(func.max(HistoryEvent.at))) or MONDAY)
    while carry_out_next(house.engine):
        working.send("one")
    working.send("")
