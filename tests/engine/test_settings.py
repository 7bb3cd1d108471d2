"""Settings: safe by default, and a clear sentence when something is missing."""

from pathlib import Path

import pytest

from engine.errors import SettingsError
from engine.settings import Settings

KEYS = {
    "CONCORD_SECRET_KEY": "s" * 32,
    "CONCORD_ENCRYPTION_KEYS": "k1:" + "0" * 64,
}


def test_nothing_set_is_no_demonstration_and_refuses_to_start() -> None:
    with pytest.raises(SettingsError, match="CONCORD_SECRET_KEY"):
        Settings.from_environment({})


def test_a_missing_encryption_key_is_named() -> None:
    with pytest.raises(SettingsError, match="CONCORD_ENCRYPTION_KEYS"):
        Settings.from_environment({"CONCORD_SECRET_KEY": "s" * 32})


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(SettingsError, match="32 characters"):
        Settings.from_environment({**KEYS, "CONCORD_SECRET_KEY": "short"})


def test_with_its_keys_it_is_embedded_and_no_demonstration() -> None:
    settings = Settings.from_environment(KEYS)
    assert settings.is_embedded
    assert not settings.demo


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_is_understood(scheme: str) -> None:
    settings = Settings.from_environment({**KEYS, "CONCORD_DATABASE_URL": f"{scheme}://u@h/d"})
    assert settings.database_url == "postgresql+psycopg://u@h/d"


def test_another_database_is_refused() -> None:
    with pytest.raises(SettingsError, match="CONCORD_DATABASE_URL"):
        Settings.from_environment({**KEYS, "CONCORD_DATABASE_URL": "mysql://x"})


def test_the_demonstration_makes_its_keys_once(tmp_path: Path) -> None:
    environment = {"CONCORD_DEMO": "1", "CONCORD_DEMO_KEYS": str(tmp_path / "var" / "keys")}
    first = Settings.from_environment(environment)
    assert first == Settings.from_environment(environment)
    assert (tmp_path / "var" / "keys").stat().st_mode & 0o077 == 0
