"""Runs by itself, as a process that ends: plays all scenarios of the bundle that comes in.

A process of its own leaves the server its locks and its memory, gives way to whoever uses the
server, and can be stopped. Each result goes out as one line of JSON, as soon as there is one.
"""

import os
import resource
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.errors import DeploymentRefusedError
from engine.trial.databases import open_throw_away_database
from engine.trial.scenarios import ScenarioResult, run_scenarios, scenario_files

GIVES_WAY = 10
"""How much less of a processor it takes than others, as `nice` counts."""
MOST_SECONDS = 600
"""Of a processor."""
MOST_MEMORY = 3 * 1024**3


def main() -> int:
    """Read a packed bundle from the standard input, write lines to the standard output."""
    os.nice(GIVES_WAY)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    for line in _lines(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
        # Whoever started it may be gone: then this fails, and the process ends.
        sys.stdout.buffer.flush()
    return 0


def _lines(packed: bytes) -> Iterator[Mapping[str, Any]]:
    try:
        bundle = Bundle.from_bytes(packed)
        yield {"total": len(scenario_files(bundle))}
        with open_throw_away_database() as database:
            yield from (_line(result) for result in run_scenarios(database, bundle))
    except BundleRefusedError as error:
        yield {"problem": str(error)}
    except DeploymentRefusedError as error:
        yield {
            "problem": f"The checks find {len(error.problems)} errors, so nothing can be played."
        }


def _line(result: ScenarioResult) -> Mapping[str, Any]:
    return {
        "file": result.file,
        "title": result.title,
        "failure": result.failure,
        "failed_step": result.failed_step,
        "elements": sorted(result.elements),
        "flows": sorted(result.flows),
    }


if __name__ == "__main__":
    sys.exit(main())
