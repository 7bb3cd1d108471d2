"""The command line: `concord`."""

from typing import Any

import click
from sqlalchemy.exc import OperationalError, ProgrammingError
from typing_extensions import override

from api.commands.backing_up import backup, restore
from api.commands.bounces import bounce
from api.commands.checks import check
from api.commands.comparing import compare
from api.commands.coverage import coverage
from api.commands.database import database
from api.commands.demonstration import demo
from api.commands.deployments import deploy
from api.commands.directory import directory, partnership
from api.commands.drawing import draw
from api.commands.exporting import export
from api.commands.people import person
from api.commands.scenarios import scenarios
from api.commands.serving import serve
from api.commands.tokens import token
from api.logs import set_up_logs
from engine.definitions.bundle import BundleRefusedError
from engine.errors import DeploymentRefusedError, EngineError

COMMANDS: tuple[click.Command, ...] = (
    serve,
    database,
    check,
    compare,
    coverage,
    deploy,
    export,
    draw,
    scenarios,
    partnership,
    directory,
    person,
    token,
    bounce,
    backup,
    restore,
    demo,
)


NO_DATABASE = (
    "The database cannot be used as it is. Check CONCORD_DATABASE_URL, and run "
    "`concord database upgrade` if its tables are missing."
)


class PlainGroup(click.Group):
    """Says what the engine refuses in one sentence, without a stack trace."""

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DeploymentRefusedError as refused:
            for problem in refused.problems:
                click.echo(str(problem), err=True)
            raise click.ClickException(str(refused)) from refused
        except (EngineError, BundleRefusedError) as refused:
            raise click.ClickException(str(refused)) from refused
        except (OperationalError, ProgrammingError) as error:
            # The driver's own words name a table or a server, and never what people typed.
            raise click.ClickException(f"{NO_DATABASE} ({error.orig})") from error


@click.group(cls=PlainGroup, commands=COMMANDS)
@click.version_option(package_name="concord")
def main() -> None:
    """Concord: resolves differences of opinion between agencies about a child's safety."""
    set_up_logs()
