"""Process instances in lists: the newest of a version, what is open in them, saved filters."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Add the indexes, and say of each saved filter which list it is for."""
    op.create_index(
        "ix_process_instance_newest",
        "process_instance",
        ["process_definition_id", "state", "started_at", "id"],
    )
    op.create_index(
        "ix_user_task_open",
        "user_task",
        ["element_id", "process_instance_id", "due_at"],
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_index(
        "ix_incident_open",
        "incident",
        ["process_instance_id", "element_id"],
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    with op.batch_alter_table("saved_filter") as saved_filter:
        saved_filter.add_column(
            sa.Column("filtered_list", sa.String(), server_default="inbox", nullable=False)
        )
        saved_filter.drop_constraint("uq_saved_filter_name", type_="unique")
        saved_filter.create_unique_constraint(
            "uq_saved_filter_name", ["person_id", "filtered_list", "name"]
        )


def downgrade() -> None:
    """Take them away."""
    op.execute("DELETE FROM saved_filter WHERE filtered_list <> 'inbox'")
    with op.batch_alter_table("saved_filter") as saved_filter:
        saved_filter.drop_constraint("uq_saved_filter_name", type_="unique")
        saved_filter.create_unique_constraint("uq_saved_filter_name", ["person_id", "name"])
        saved_filter.drop_column("filtered_list")
    op.drop_index("ix_incident_open", "incident")
    op.drop_index("ix_user_task_open", "user_task")
    op.drop_index("ix_process_instance_newest", "process_instance")
