"""Which version's form each submission answered: a case may go to another version."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; so far every case stayed with its version."""
    op.add_column("submission", sa.Column("process_definition_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE submission SET process_definition_id = (SELECT case_file.process_definition_id "
        "FROM case_file WHERE case_file.id = submission.case_id)"
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("submission", "process_definition_id")
