"""Notices that did not arrive, agencies that left a case, backups, a log that nobody changes."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

REFUSAL = "the log of the directory is append-only"
HISTORY = sa.table(
    "history_event",
    sa.column("id", sa.Integer()),
    sa.column("case_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("details", sa.JSON()),
)
FORMER = sa.table(
    "former_agency",
    sa.column("case_id", sa.Uuid()),
    sa.column("agency_key", sa.String()),
    sa.column("successor_key", sa.String()),
    sa.column("left_at", sa.DateTime(timezone=True)),
)
TASK = sa.table(
    "user_task",
    sa.column("case_id", sa.Uuid()),
    sa.column("closed_at", sa.DateTime(timezone=True)),
    sa.column("completed_for", sa.String()),
    sa.column("acted_for", sa.String()),
)


def upgrade() -> None:
    """Add them; whoever acted for an agency that was replaced before has acted for that side."""
    op.add_column("incident", sa.Column("notification_id", sa.Uuid(), nullable=True))
    op.add_column("incident", sa.Column("delivery_id", sa.Uuid(), nullable=True))
    op.add_column(
        "incident",
        sa.Column("is_danger", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    _add_former_agencies()
    op.create_table(
        "backup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
    )
    _refuse_changes_of_the_log()


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER directory_change_is_append_only ON directory_change")
        op.execute("DROP FUNCTION refuse_directory_log_change()")
    else:
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER directory_change_refuses_{change}")
    op.drop_table("backup")
    op.drop_table("former_agency")
    op.drop_index("ix_user_task_acted_for", "user_task")
    _index("ix_user_task_completed_for", "completed_for")
    op.drop_column("user_task", "acted_for")
    for column in ("is_danger", "delivery_id", "notification_id"):
        op.drop_column("incident", column)


def _add_former_agencies() -> None:
    op.create_table(
        "former_agency",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_key", sa.String(), nullable=False),
        sa.Column("successor_key", sa.String(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_former_agency_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["agency_key"], ["agency.key"], name=op.f("fk_former_agency_agency_key_agency")
        ),
        sa.ForeignKeyConstraint(
            ["successor_key"], ["agency.key"], name=op.f("fk_former_agency_successor_key_agency")
        ),
        sa.PrimaryKeyConstraint("case_id", "agency_key", name=op.f("pk_former_agency")),
    )
    op.add_column("user_task", sa.Column("acted_for", sa.String(), nullable=True))
    op.execute("UPDATE user_task SET acted_for = completed_for WHERE completed_for IS NOT NULL")
    op.drop_index("ix_user_task_completed_for", "user_task")
    _index("ix_user_task_acted_for", "acted_for")
    changed = sa.select(HISTORY).where(HISTORY.c.kind == "agencies_changed")
    rows = op.get_bind().execute(changed.order_by(HISTORY.c.id)).mappings()
    _replay([dict(row) for row in rows.all()])


def _replay(changes: Iterable[Mapping[str, Any]]) -> None:
    """Do what each earlier change of agencies would have done, in their order."""
    for change in changes:
        details = change["details"]
        case, joining, leaving = change["case_id"], details["joining"], details["leaving"]
        op.execute(sa.delete(FORMER).where(FORMER.c.case_id == case, _is(FORMER, joining)))
        if leaving is None:
            continue
        of_leaving = (FORMER.c.case_id == case, FORMER.c.successor_key == leaving)
        op.execute(sa.update(FORMER).where(*of_leaving).values(successor_key=joining))
        row = {"case_id": case, "agency_key": leaving, "successor_key": joining}
        op.execute(sa.insert(FORMER).values(**row, left_at=change["at"]))
        done_before = (
            TASK.c.case_id == case,
            TASK.c.acted_for == leaving,
            TASK.c.closed_at <= change["at"],
        )
        op.execute(sa.update(TASK).where(*done_before).values(acted_for=joining))


def _is(table: sa.TableClause, agency_key: str) -> sa.ColumnElement[bool]:
    return table.c.agency_key == agency_key


def _index(name: str, column: str) -> None:
    is_done = sa.text("completed_by IS NOT NULL")
    columns = ["completed_by", column, "case_id"]
    op.create_index(name, "user_task", columns, postgresql_where=is_done, sqlite_where=is_done)


def _refuse_changes_of_the_log() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_directory_log_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER directory_change_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON directory_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_directory_log_change()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER directory_change_refuses_{change} BEFORE {change.upper()} "
            f"ON directory_change BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
