"""The editions of procedures beside this code, and what their scenarios are called."""

from functools import cache
from pathlib import Path

from engine.definitions.bundle import Bundle, read_folder
from tests.support.engine import ROOT

EDITIONS = tuple(sorted(path.parent for path in (ROOT / "workflows").glob("*/*/clauses.json")))
FORMS = ROOT / "forms/definitions"


@cache
def bundle_of(edition: Path) -> Bundle:
    """Return the bundle of an edition's folder."""
    return read_folder(edition, FORMS)


def scenarios_of(edition: Path) -> list[Path]:
    """Return the scenarios of an edition, sorted."""
    return sorted((edition / "scenarios").glob("*.yaml"))


def title_of(edition: Path) -> str:
    """Return how an edition is called in the names of tests."""
    return f"{edition.parent.name}-{edition.name}"
