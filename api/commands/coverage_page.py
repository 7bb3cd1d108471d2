"""The page that shows on the diagrams what the scenarios of an edition reach."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from engine.definitions.bundle import Bundle
from engine.definitions.compiled import compile_bundle
from engine.definitions.drawing import DrawnState, draw_diagram
from engine.trial.scenarios import Coverage, ScenarioResult, coverage_of

DONE: DrawnState = "done"
HEAD = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>What the scenarios reach</title>
<style>
body { font-family: Arial, sans-serif; margin: 2rem; max-width: 75rem; line-height: 1.4 }
svg { max-width: 100%; height: auto; border: 1px solid #b1b4b6 }
</style></head><body>
<h1>What the scenarios reach</h1>
<p>Green: reached by at least one scenario; the number says by how many. Everything else stands in
the list of what is not reached.</p>
"""


@dataclass(frozen=True)
class CoveredEdition:
    """An edition with how its scenarios went."""

    folder: Path
    bundle: Bundle
    results: Sequence[ScenarioResult]


def coverage_page(editions: Sequence[CoveredEdition]) -> str:
    """Return one HTML page that needs no other file."""
    parts = [HEAD, *(part for edition in editions for part in _edition(edition)), "</body></html>"]
    return "\n".join(parts) + "\n"


def _edition(edition: CoveredEdition) -> Iterator[str]:
    coverage = coverage_of(compile_bundle(edition.bundle), edition.results)
    yield f"<h2>{escape(edition.folder.parent.name)}, {escape(edition.folder.name)}</h2>"
    yield _summary(coverage, edition.results)
    yield from _untouched(coverage)
    counts = Counter(element for result in edition.results for element in result.elements)
    taken = frozenset(flow for result in edition.results for flow in result.flows)
    reached = dict.fromkeys(counts, DONE)
    for name, source in edition.bundle.diagrams.items():
        yield f"<h3>{escape(name)}</h3>"
        yield draw_diagram(source, states=reached, taken=taken, counts=counts)


def _summary(coverage: Coverage, results: Sequence[ScenarioResult]) -> str:
    passed = sum(result.passed for result in results)
    elements = coverage.elements - len(coverage.untouched_elements)
    flows = coverage.flows - len(coverage.untouched_flows)
    return (
        f"<p>{passed} of {len(results)} scenarios passed. They reach {elements} of "
        f"{coverage.elements} elements and {flows} of {coverage.flows} sequence flows.</p>"
    )


def _untouched(coverage: Coverage) -> Iterator[str]:
    untouched = (*coverage.untouched_elements, *coverage.untouched_flows)
    if not untouched:
        yield "<p>Nothing is left untouched.</p>"
        return
    items = "".join(f"<li>{escape(name)}</li>" for name in untouched)
    yield f"<p>Not reached:</p><ul>{items}</ul>"
