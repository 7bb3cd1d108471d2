"""What administrators do with process instances."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "operation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("partnership_key", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_key"],
            ["partnership.key"],
            name=op.f("fk_operation_partnership_key_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_operation_asked_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_index("ix_operation_newest", "operation", ["partnership_key", "asked_at", "id"])
    op.create_table(
        "operation_item",
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
            name=op.f("fk_operation_item_operation_id_operation"),
        ),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name=op.f("fk_operation_item_process_instance_id_process_instance"),
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["person.id"], name=op.f("fk_operation_item_undone_by_person")
        ),
        sa.PrimaryKeyConstraint("operation_id", "place", name=op.f("pk_operation_item")),
    )
    op.create_index(
        op.f("ix_operation_item_process_instance_id"), "operation_item", ["process_instance_id"]
    )
    op.create_index(
        "ix_operation_item_waiting",
        "operation_item",
        ["operation_id", "place"],
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "suspension",
        sa.Column("process_instance_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keeps_remaining", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name=op.f("fk_suspension_process_instance_id_process_instance"),
        ),
        sa.PrimaryKeyConstraint("process_instance_id", name=op.f("pk_suspension")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("suspension")
    op.drop_table("operation_item")
    op.drop_table("operation")
