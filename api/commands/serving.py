"""`concord serve`."""

import click

from api.app import create_app
from api.extensions import engine_of
from api.server import Listening, Server
from api.startup import prepare
from engine.settings import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes; PostgreSQL only.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve Concord: upgrade the database, deploy what is new, answer requests."""
    settings = Settings.from_environment()
    if settings.is_embedded and workers != 1:
        message = "With SQLite there is one process. Use PostgreSQL for more."
        raise click.ClickException(message)
    app = create_app(settings)
    prepare(app)
    # Connections do not survive the fork; each worker opens its own.
    engine_of(app).database.engine.dispose()
    click.echo(f"Concord: http://{host}:{port}" + (" (demonstration)" if settings.demo else ""))
    Server(settings, Listening(host, port, workers)).run()
