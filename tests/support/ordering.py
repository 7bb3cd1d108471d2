"""Quick tests first in each process: a mistake shows early, and the servers start late."""

import pytest

FOLDERS = ("architecture", "forms", "engine", "api", "workflows", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server or a browser, then sort by cost; files keep their own order."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "postgresql" in _parameters(item) or "postgresql_url" in fixtures:
            item.add_marker("postgresql")
        if fixtures & {"page", "context", "browser"}:
            item.add_marker("browser")
    items.sort(key=_cost)


def _parameters(item: pytest.Item) -> tuple[object, ...]:
    callspec = getattr(item, "callspec", None)
    return () if callspec is None else tuple(callspec.params.values())


def _cost(item: pytest.Item) -> tuple[bool, int, str]:
    parts = item.path.parts
    folders = [rank for rank, folder in enumerate(FOLDERS) if folder in parts]
    needs_browser = item.get_closest_marker("browser") is not None
    return needs_browser, max(folders, default=len(FOLDERS)), str(item.path)
