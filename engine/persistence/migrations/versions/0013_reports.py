"""What the manager's report counts: facts of each case, and the figures of large partnerships."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "case_facts",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_key", sa.String(), nullable=False),
        sa.Column("process_definition_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("history_count", sa.Integer(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_facts_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_key"],
            ["partnership.key"],
            name=op.f("fk_case_facts_partnership_key_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["process_definition_id"],
            ["process_definition.id"],
            name=op.f("fk_case_facts_process_definition_id_process_definition"),
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_facts")),
    )
    op.create_index("ix_case_facts_raised", "case_facts", ["partnership_key", "raised_at"])
    op.create_index("ix_case_facts_ended", "case_facts", ["partnership_key", "ended_at"])
    op.create_table(
        "kept_report",
        sa.Column("partnership_key", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("as_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_key"],
            ["partnership.key"],
            name=op.f("fk_kept_report_partnership_key_partnership"),
        ),
        sa.PrimaryKeyConstraint("partnership_key", "period", name=op.f("pk_kept_report")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("kept_report")
    op.drop_table("case_facts")
