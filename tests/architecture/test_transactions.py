import ast

from tests.architecture.source import ROOT, modules, place, tree

OWNER = ROOT / "engine/persistence/unit_of_work.py"
# Alembic's own environment runs its transactions itself.
MIGRATIONS = ROOT / "engine/persistence/migrations"


def commits(path):
    """Find `….session.commit()` and commits of connections; `work.commit()` is the allowed way."""
    return [
        place(path, node.lineno)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "commit"
        and any(word in ast.unparse(node.value) for word in ("session", "connection", "engine"))
    ]


def test_only_the_unit_of_work_commits():
    others = [path for path in modules() if path != OWNER and MIGRATIONS not in path.parents]
    assert [hit for path in others for hit in commits(path)] == []


def test_the_unit_of_work_does_commit():
    assert commits(OWNER)
