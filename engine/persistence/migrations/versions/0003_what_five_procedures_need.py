"""What five procedures need: limits that were met, linked cases, who runs Social Care where."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    ("case_file", "closed_as", sa.String()),
    ("notification", "only_for_agency", sa.String()),
    ("submission", "remarks", sa.LargeBinary()),
    ("user_task", "met_at", sa.DateTime(timezone=True)),
    ("user_task", "late_reason", sa.String()),
)


def upgrade() -> None:
    """Add the columns and tables."""
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    # One statement that both databases take: SQLite would otherwise rebuild a table in use.
    op.execute(
        "ALTER TABLE area ADD COLUMN social_care_agency VARCHAR "
        "CONSTRAINT fk_area_social_care_agency_agency REFERENCES agency (key)"
    )
    op.create_table(
        "case_child_number",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_child_number_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("case_id", "digest", name=op.f("pk_case_child_number")),
    )
    op.create_index(op.f("ix_case_child_number_digest"), "case_child_number", ["digest"])
    op.create_table(
        "case_link",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("other_case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("linked_by", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_link_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["other_case_id"], ["case_file.id"], name=op.f("fk_case_link_other_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["linked_by"], ["person.id"], name=op.f("fk_case_link_linked_by_person")
        ),
        sa.PrimaryKeyConstraint("case_id", "other_case_id", name=op.f("pk_case_link")),
    )
    op.create_index(op.f("ix_case_link_other_case_id"), "case_link", ["other_case_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("case_link")
    op.drop_table("case_child_number")
    with op.batch_alter_table("area") as area:
        area.drop_column("social_care_agency")
    for table, name, _ in reversed(COLUMNS):
        with op.batch_alter_table(table) as altered:
            altered.drop_column(name)
