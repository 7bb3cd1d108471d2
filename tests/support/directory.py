"""The demonstration's directory in a test's database, and its people as actors."""

from engine.access import Actor
from engine.context import Engine
from engine.queries.actors import load_actor_by_email
from engine.runtime.demo_directory import load_demo_directory


def fill_directory(engine: Engine) -> None:
    """Bring the demonstration's directory in; its passwords are not real hashes."""
    load_demo_directory(engine, lambda password: f"hash of {password}")


def demo_actor(engine: Engine, role: str, agency_key: str) -> Actor:
    """Return the one person who holds the role for the agency."""
    with engine.open_reading() as work:
        return load_actor_by_email(work, f"{role}@{agency_key}.example", engine.clock.now())
