"""Random people walk every edition to its end, and nothing that must hold breaks on the way.

CONCORD_WALKS says how often, for each edition; `make nightly` sets it to 2,000.
"""

import os
from collections.abc import Callable, Iterator
from random import Random, SystemRandom

import pytest

from engine.trial.scenarios import run_scenario
from tests.support.databases import KINDS
from tests.support.walking.house import House
from tests.support.walking.report import PROPERTY
from tests.support.walking.walk import Walk
from tests.support.walking.walker import walk_often
from tests.workflows.editions import EDITIONS, bundle_of, title_of

USUAL = 100
WALKS = int(os.environ.get("CONCORD_WALKS", USUAL))
SHARE_ON_POSTGRESQL = 20
"""One of so many walks is made again on PostgreSQL."""
ENOUGH = 1_000
"""So many walks have to reach every element."""
# In every day's run always the same walks; in the night always others.
SEED = 2026 if WALKS == USUAL else SystemRandom().randrange(2**32)

Open = Callable[[str], House]


@pytest.fixture
def open_house(request, tmp_path, edition) -> Iterator[Open]:
    """Return how to open a house for an edition on a kind of database."""
    opened: list[House] = []

    def url_of(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'walks.db'}"
        name = request.getfixturevalue("_database_names")()
        url: str = request.getfixturevalue("postgres_server").create(name)
        return url

    def open_one(kind: str) -> House:
        opened.append(House(url_of(kind), bundle_of(edition)))
        return opened[-1]

    yield open_one
    for house in opened:
        house.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_every_walk_comes_to_its_end(open_house, edition, kind, record_property):
    walks = WALKS if kind == "sqlite" else max(1, WALKS // SHARE_ON_POSTGRESQL)
    print(f"seed {SEED}")  # noqa: T201 - shown when a walk fails
    walked = walk_often(open_house(kind), bundle_of(edition), walks=walks, seed=SEED)
    record_property(PROPERTY, f"{title_of(edition)} on {kind}, seed {SEED}: {walked}")
    assert walked.walks >= walks // 2
    if walked.walks >= ENOUGH:
        assert walked.untouched == []


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_a_walk_is_a_scenario_that_comes_out_the_same(open_house, edition):
    house = open_house("sqlite")
    for seed in range(4):
        walk = Walk(house, Random(seed))
        elements = walk.go()
        result = run_scenario(house.engine, "walk.yaml", walk.story.text().encode())
        assert result.failure is None, walk.story.text()
        assert result.elements == elements
