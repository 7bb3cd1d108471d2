"""Many random walks through one procedure, drawn and shrunk by hypothesis."""

from dataclasses import dataclass, field
from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.definitions.bundle import Bundle
from engine.definitions.compiled import compile_bundle
from tests.support.walking.house import House
from tests.support.walking.walk import Walk


@dataclass
class Walked:
    """What many walks have reached together."""

    elements: frozenset[str]
    """Every element of the bundle's diagrams."""
    reached: set[str] = field(default_factory=set)
    walks: int = 0

    @property
    def untouched(self) -> list[str]:
        """Return the elements that no walk has reached."""
        return sorted(self.elements - self.reached)

    def __str__(self) -> str:
        """Say it in one line."""
        count, all_ = len(self.elements & self.reached), len(self.elements)
        rest = f"; not reached: {', '.join(self.untouched)}" if self.untouched else ""
        return f"{self.walks} walks, {count} of {all_} elements{rest}"


def elements_of(bundle: Bundle) -> frozenset[str]:
    """Return the ids of all elements of a bundle's diagrams."""
    library = compile_bundle(bundle).library
    return frozenset(
        element.id for process in library.processes for element in library.elements(process)
    )


def walk_often(
    house: House, bundle: Bundle, *, walks: int, seed: int, shrinks: bool = True
) -> Walked:
    """Walk as often as asked for; the same seed gives the same walks.

    A walk that fails is made shorter before it is told, which takes up to five minutes.

    Raises:
        WalkFailed: the shortest walk that was found in which something does not hold.
    """
    walked = Walked(elements_of(bundle))

    @hypothesis.seed(seed)
    @settings(
        max_examples=walks,
        phases=(Phase.generate, Phase.shrink) if shrinks else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        database=None,
    )
    @given(random=st.randoms(use_true_random=False))
    def one(random: Random) -> None:
        walked.reached |= Walk(house, random).go()
        walked.walks += 1

    one()
    return walked
