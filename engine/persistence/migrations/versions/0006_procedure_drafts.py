"""Procedure drafts with their files, revisions, presence, reviews and comments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "draft_comment",
    "draft_review",
    "draft_presence",
    "draft_revision",
    "procedure_draft",
    "procedure_file",
)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "procedure_file",
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_procedure_file")),
    )
    _create_procedure_draft()
    _create_draft_revision()
    op.create_table(
        "draft_presence",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        _refers("draft_presence", "draft_id", "procedure_draft"),
        _refers("draft_presence", "person_id", "person"),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name=op.f("pk_draft_presence")),
    )
    _create_draft_review()
    op.create_table(
        "draft_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        _refers("draft_comment", "draft_id", "procedure_draft"),
        _refers("draft_comment", "person_id", "person"),
        _refers("draft_comment", "resolved_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_comment")),
    )
    op.create_index(op.f("ix_draft_comment_draft_id"), "draft_comment", ["draft_id"])


def _refers(table: str, column: str, to: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.{key}"], name=op.f(f"fk_{table}_{column}_{to}")
    )


def _create_procedure_draft() -> None:
    table = "procedure_draft"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_key", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_as", sa.Integer(), nullable=True),
        _refers(table, "partnership_key", "partnership", "key"),
        _refers(table, "based_on", "process_definition"),
        _refers(table, "created_by", "person"),
        _refers(table, "changed_by", "person"),
        _refers(table, "published_as", "process_definition"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_draft")),
    )
    op.create_index(op.f("ix_procedure_draft_partnership_key"), table, ["partnership_key"])


def _create_draft_revision() -> None:
    table = "draft_revision"
    op.create_table(
        table,
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("files", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("goes_back_to", sa.Integer(), nullable=True),
        _refers(table, "draft_id", "procedure_draft"),
        _refers(table, "saved_by", "person"),
        sa.PrimaryKeyConstraint("draft_id", "number", name=op.f("pk_draft_revision")),
    )


def _create_draft_review() -> None:
    table = "draft_review"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        _refers(table, "draft_id", "procedure_draft"),
        _refers(table, "submitted_by", "person"),
        _refers(table, "decided_by", "person"),
        _refers(table, "withdrawn_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_review")),
    )
    op.create_index(op.f("ix_draft_review_draft_id"), table, ["draft_id"])
    is_open = sa.text("decided_at IS NULL AND withdrawn_at IS NULL")
    op.create_index(
        "ix_draft_review_open",
        table,
        ["draft_id"],
        unique=True,
        postgresql_where=is_open,
        sqlite_where=is_open,
    )


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_table(table)
