"""The web server: gunicorn with threads, told what it needs to know by `concord serve`."""

from dataclasses import dataclass

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker
from typing_extensions import override

from api.app import create_app
from api.extensions import engine_of
from engine.jobs.signs import take_sign_back
from engine.jobs.ticker import Ticker
from engine.settings import Settings

THREADS = 8


@dataclass(frozen=True)
class Listening:
    """Where and with how many processes to serve."""

    host: str
    port: int
    workers: int


class Server(BaseApplication):  # type: ignore[misc]
    """Concord under gunicorn. Each worker makes its own app, after the fork."""

    @override
    def __init__(self, settings: Settings, listening: Listening) -> None:
        self.settings = settings
        self.listening = listening
        super().__init__()

    @override
    def load_config(self) -> None:
        options = {
            "bind": f"{self.listening.host}:{self.listening.port}",
            "workers": self.listening.workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": 30,
            "control_socket_disable": True,
            "post_worker_init": _start_ticker,
            "worker_exit": _stop_ticker,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    @override
    def load(self) -> Flask:
        return create_app(self.settings)


def _start_ticker(worker: Worker) -> None:
    """Start the background jobs: after the fork, because threads do not survive one."""
    worker.ticker = Ticker(engine_of(worker.wsgi))
    worker.ticker.start()


def _stop_ticker(_server: object, worker: Worker) -> None:
    # A worker that could not start its app has no ticker.
    ticker: Ticker | None = getattr(worker, "ticker", None)
    if ticker is not None:
        ticker.stop()
        take_sign_back(engine_of(worker.wsgi))
