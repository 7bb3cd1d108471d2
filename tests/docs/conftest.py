"""A demonstration as `make run` starts it: the real command, a database and a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

LONGEST_START_SECONDS = 120
LONGEST_SCRIPT_SECONDS = 600


@dataclass(frozen=True)
class Demonstration:
    """A running server, and a folder in which a page's commands can be typed."""

    folder: Path
    environment: Mapping[str, str]

    def type_in(self, script: str) -> str:
        """Run a page's commands as in a shell, and return what they print."""
        done = subprocess.run(
            ["sh", "-eu", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_SCRIPT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    """Start `concord serve`, and stop it afterwards."""
    # The pages say `.venv/bin/concord`: here that is the environment that runs the tests.
    (tmp_path / ".venv").symlink_to(sys.prefix)
    address = f"http://127.0.0.1:{_free_port()}"
    environment = {
        "PATH": os.environ["PATH"],
        "CONCORD_DEMO": "1",
        "CONCORD_DATABASE_URL": f"sqlite:///{tmp_path / 'concord.db'}",
        "CONCORD_DEMO_KEYS": str(tmp_path / "keys"),
        "CONCORD_BASE_URL": address,
    }
    command = [".venv/bin/concord", "serve", "--port", address.rpartition(":")[2]]
    log = tmp_path / "server.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=output, stderr=subprocess.STDOUT
        ) as server,
    ):
        try:
            _wait_until_ready(server, address, log)
            yield Demonstration(tmp_path, environment)
        finally:
            server.send_signal(signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    give_up_at = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < give_up_at:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(f"{address}/readyz"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"The server did not start.\n{log.read_text(encoding='utf-8')}")
