"""History is append-only: the database itself refuses to change or remove an event."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "history is append-only"


def upgrade() -> None:
    """Add the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER history_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON history_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER history_event_refuses_{change} BEFORE {change.upper()} "
            f"ON history_event BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def downgrade() -> None:
    """Take the triggers away."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER history_event_is_append_only ON history_event")
        op.execute("DROP FUNCTION refuse_history_change()")
        return
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER history_event_refuses_{change}")
