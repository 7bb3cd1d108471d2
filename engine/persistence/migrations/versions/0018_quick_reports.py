"""Reports over very many cases: which of them are not counted yet, and what was raised when."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

UNCOUNTED = sa.text("raised_at IS NOT NULL AND counted_history < history_count")


def upgrade() -> None:
    """Let the case itself say how much of its history is counted, so that an index can hold it."""
    counted = sa.Column("counted_history", sa.Integer(), server_default="0", nullable=False)
    op.add_column("case_file", counted)
    # Left at nothing: the job counts each case anew, by the rules of today.
    op.drop_column("case_facts", "history_count")
    op.create_index(
        "ix_case_file_uncounted",
        "case_file",
        ["partnership_key"],
        postgresql_where=UNCOUNTED,
        sqlite_where=UNCOUNTED,
    )
    _raised("partnership_key", "raised_at", "ended_at", "process_definition_id")


def downgrade() -> None:
    """Keep the number beside the facts again."""
    _raised("partnership_key", "raised_at")
    op.add_column(
        "case_facts",
        sa.Column("history_count", sa.Integer(), server_default="0", nullable=False),
    )
    op.execute(
        "UPDATE case_facts SET history_count = case_file.counted_history FROM case_file "
        "WHERE case_facts.case_id = case_file.id"
    )
    with op.batch_alter_table("case_facts") as case_facts:
        case_facts.alter_column("history_count", server_default=None)
    op.drop_index("ix_case_file_uncounted", "case_file")
    op.drop_column("case_file", "counted_history")


def _raised(*columns: str) -> None:
    """Make the index over when cases were raised anew."""
    op.drop_index("ix_case_facts_raised", "case_facts")
    op.create_index("ix_case_facts_raised", "case_facts", list(columns))
