from statistics import median

from tests.architecture.source import ROOT, modules

CEILING = 300
FEEL = 150


MIGRATIONS = ROOT / "engine/persistence/migrations/versions"


def sizes():
    """Return the lines of every module but the migrations: those are written by Alembic."""
    paths = [path for path in modules() if path.parent != MIGRATIONS]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return {str(path.relative_to(ROOT)): count for path, count in lines.items()}


def test_no_module_is_too_long_to_hold_in_mind():
    assert {name: count for name, count in sizes().items() if count > CEILING} == {}


def test_modules_are_small_as_a_rule():
    assert median(count for name, count in sizes().items() if "__init__" not in name) <= FEEL
