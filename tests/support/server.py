"""`concord serve` as a process of its own, which a test can kill and start again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from engine.settings import Settings
from tests.support.engine import ROOT

LONGEST_START_S = 120
LONGEST_END_S = 40


class ServerProcess:
    """The real command on one address; whatever it stores outlives it."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Take a free port; nothing runs yet."""
        self._port = free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._log = folder / "server.log"
        self._folder = folder
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "CONCORD_DATABASE_URL": settings.database_url,
            "CONCORD_SECRET_KEY": settings.secret_key,
            "CONCORD_ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
            "CONCORD_DEMO": "1" if settings.demo else "",
            "CONCORD_SMTP_URL": settings.smtp_url,
            "CONCORD_BASE_URL": self.address,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        code = "from api.cli import main; main()"
        command = [sys.executable, "-c", code, "serve", "--port", str(self._port)]
        with self._log.open("ab") as log:
            # A group of its own: the server is two processes, and both are killed at once.
            self._process = subprocess.Popen(
                command,
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        give_up_at = time.monotonic() + LONGEST_START_S
        while not self._answers():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < give_up_at, self.log()
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut does: at once, wherever it is."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait for that; nothing happens when it does not run."""
        self._end(signal.SIGTERM)

    def log(self) -> str:
        """Return what it has said so far."""
        return self._log.read_text(encoding="utf-8")

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, how)
            self._process.wait(LONGEST_END_S)
            self._process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
