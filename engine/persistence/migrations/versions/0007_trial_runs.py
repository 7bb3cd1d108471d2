"""Trial runs of versions and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "sandbox_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("process_definition_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("draft_revision", sa.Integer(), nullable=True),
        sa.Column("steps", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sandbox_run_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["process_definition_id"],
            ["process_definition.id"],
            name=op.f("fk_sandbox_run_process_definition_id_process_definition"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["procedure_draft.id"],
            name=op.f("fk_sandbox_run_draft_id_procedure_draft"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_run")),
    )
    op.create_index(op.f("ix_sandbox_run_person_id"), "sandbox_run", ["person_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("sandbox_run")
