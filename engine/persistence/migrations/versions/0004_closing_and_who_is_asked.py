"""Cases closed outside their procedure, and what somebody may not do although they are asked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the indexes."""
    op.create_table(
        "case_closing",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agency_key", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_closing_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_closing_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["agency_key"], ["agency.key"], name=op.f("fk_case_closing_agency_key_agency")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_closing")),
    )
    op.create_index(op.f("ix_case_file_started_by"), "case_file", ["started_by"])
    op.create_index(
        "ix_user_task_completed_for",
        "user_task",
        ["completed_by", "completed_for", "case_id"],
        postgresql_where=sa.text("completed_by IS NOT NULL"),
        sqlite_where=sa.text("completed_by IS NOT NULL"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_user_task_completed_for", "user_task")
    op.drop_index(op.f("ix_case_file_started_by"), "case_file")
    op.drop_table("case_closing")
