"""Everything that the environment may set, read once and frozen."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SettingsError

DEFAULT_DATABASE_URL = "sqlite:///var/concord.db"


@dataclass(frozen=True)
class Settings:
    """How this process runs. A default is safe in production."""

    database_url: str = DEFAULT_DATABASE_URL
    """Where the data lives: `sqlite:///…` or `postgresql+psycopg://…`."""
    secret_key: str = ""
    """Signs sessions and forms. At least 32 characters."""
    encryption_keys: tuple[str, ...] = ()
    """`ID:64 hexadecimal digits`, the first one seals, all of them open (rotation)."""
    demo: bool = False
    """Demo directory, known passwords, movable clock, e-mail shown instead of sent."""
    smtp_url: str = ""
    """`smtp://user:password@host:port` or `smtps://…`; empty: no e-mail is sent."""
    base_url: str = "http://127.0.0.1:8000"
    """How people reach Concord; used in links of e-mails. `https://` switches secure cookies on."""
    mail_from: str = "concord@localhost"
    """Sender address of e-mails."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: a setting is missing or wrong; the message names it.
        """
        env = os.environ if environment is None else environment
        demo = env.get("CONCORD_DEMO", "") == "1"
        url = _database_url(env.get("CONCORD_DATABASE_URL", DEFAULT_DATABASE_URL))
        secret, keys = env.get("CONCORD_SECRET_KEY", ""), env.get("CONCORD_ENCRYPTION_KEYS", "")
        if demo and not (secret and keys):
            kept_secret, kept_keys = _demo_keys(Path(env.get("CONCORD_DEMO_KEYS", "var/demo-keys")))
            secret, keys = secret or kept_secret, keys or kept_keys
        settings = cls(
            database_url=url,
            secret_key=secret,
            encryption_keys=tuple(key for key in keys.split(",") if key),
            demo=demo,
            smtp_url=env.get("CONCORD_SMTP_URL", ""),
            base_url=env.get("CONCORD_BASE_URL", cls.base_url).rstrip("/"),
            mail_from=env.get("CONCORD_MAIL_FROM", cls.mail_from),
        )
        settings.require_keys()
        return settings

    def require_keys(self) -> None:
        """Refuse to go on without the keys that protect people's text.

        Raises:
            SettingsError: naming the missing setting and how to make one.
        """
        if len(self.secret_key) < 32:  # noqa: PLR2004 - documented above
            message = (
                "CONCORD_SECRET_KEY is missing or shorter than 32 characters. Make one with: "
                'python -c "import secrets; print(secrets.token_hex(32))"'
            )
            raise SettingsError(message)
        if not self.encryption_keys:
            message = (
                "CONCORD_ENCRYPTION_KEYS is missing. Make one with: "
                "python -c \"import secrets; print('k1:' + secrets.token_hex(32))\""
            )
            raise SettingsError(message)

    @property
    def is_embedded(self) -> bool:
        """Tell whether this runs on SQLite, in one process."""
        return self.database_url.startswith("sqlite")


def _database_url(url: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        message = f"CONCORD_DATABASE_URL must begin with sqlite:/// or postgresql://, not {url!r}"
        raise SettingsError(message)
    return url


def _demo_keys(path: Path) -> tuple[str, str]:
    """Return the demo's secret and encryption key, made at the first start and kept in a file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"{secrets.token_hex(32)}\nk1:{secrets.token_hex(32)}\n", encoding="ascii")
    secret, keys = path.read_text(encoding="ascii").split()
    return secret, keys
