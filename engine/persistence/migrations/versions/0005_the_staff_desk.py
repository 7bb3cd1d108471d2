"""Deputies, contacts, comments, saved filters, quiet hours, summaries and next contacts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (
    ("agency", "telephone", sa.String()),
    ("agency", "out_of_hours", sa.String()),
    ("agency", "quiet_from", sa.String()),
    ("agency", "quiet_until", sa.String()),
    ("person", "telephone", sa.String()),
    ("person", "calendar_digest", sa.String()),
    ("notification", "instead_of", sa.Uuid()),
    ("delivery", "digest_day", sa.Date()),
)


def upgrade() -> None:
    """Add the columns, tables and indexes."""
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    op.add_column(
        "agency",
        sa.Column("quiet_at_weekends", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "person", sa.Column("gets_digest", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    # One statement that both databases take: SQLite would otherwise rebuild a table in use.
    op.execute(
        "ALTER TABLE role_grant ADD COLUMN deputy_for INTEGER "
        "CONSTRAINT fk_role_grant_deputy_for_person REFERENCES person (id)"
    )
    op.create_index(op.f("ix_person_calendar_digest"), "person", ["calendar_digest"], unique=True)
    op.create_index(op.f("ix_notification_instead_of"), "notification", ["instead_of"], unique=True)
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("notification_id", existing_type=sa.Uuid(), nullable=True)
    op.create_index(
        "ix_delivery_digest",
        "delivery",
        ["person_id", "digest_day"],
        unique=True,
        postgresql_where=sa.text("digest_day IS NOT NULL"),
        sqlite_where=sa.text("digest_day IS NOT NULL"),
    )
    _mark_danger()
    _order_the_inbox()
    _create_absence()
    _create_case_comment()
    _create_saved_filter()


def _order_the_inbox() -> None:
    """Find what a group has done last, and compare the keys of the inbox byte by byte."""
    done = sa.text("completed_by IS NOT NULL")
    op.create_index(
        "ix_user_task_done_for",
        "user_task",
        ["completed_for", "role", "closed_at"],
        postgresql_where=done,
        sqlite_where=done,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE task_candidate ALTER COLUMN sort_key TYPE VARCHAR COLLATE "C"')


def _mark_danger() -> None:
    """Let a delivery say by itself that it is of danger."""
    op.add_column(
        "delivery",
        sa.Column("is_danger", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "UPDATE delivery SET is_danger = true "
        "WHERE notification_id IN (SELECT id FROM notification WHERE is_danger)"
    )
    place = ["person_id", "channel", "delivered_at", "id"]
    in_list = "channel = 'in_app' AND "
    unread = sa.text(in_list + "read_at IS NULL")
    op.create_index(
        "ix_delivery_unread", "delivery", place, postgresql_where=unread, sqlite_where=unread
    )
    op.create_index(
        "ix_delivery_danger",
        "delivery",
        place,
        postgresql_where=sa.text(in_list + "is_danger"),
        sqlite_where=sa.text(in_list + "is_danger = 1"),
    )


def _create_absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arranged_by", sa.Integer(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["person.id"], name=op.f("fk_absence_deputy_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["arranged_by"], ["person.id"], name=op.f("fk_absence_arranged_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_absence_ended_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"])
    op.create_index(op.f("ix_absence_deputy_id"), "absence", ["deputy_id"])


def _create_case_comment() -> None:
    op.create_table(
        "case_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_task_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("only_for_agency", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agency_key", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_comment_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["user_task_id"], ["user_task.id"], name=op.f("fk_case_comment_user_task_id_user_task")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_comment_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["agency_key"], ["agency.key"], name=op.f("fk_case_comment_agency_key_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_comment")),
    )
    op.create_index(op.f("ix_case_comment_case_id"), "case_comment", ["case_id"])
    op.create_index(
        "ix_case_comment_idempotency",
        "case_comment",
        ["case_id", "person_id", "idempotency_key"],
        unique=True,
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
    )


def _create_saved_filter() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("person_id", "name", name="uq_saved_filter_name"),
    )


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            'ALTER TABLE task_candidate ALTER COLUMN sort_key TYPE VARCHAR COLLATE "default"'
        )
    op.drop_index("ix_user_task_done_for", "user_task")
    op.drop_table("saved_filter")
    op.drop_table("case_comment")
    op.drop_table("absence")
    op.drop_index("ix_delivery_danger", "delivery")
    op.drop_index("ix_delivery_unread", "delivery")
    op.drop_index("ix_delivery_digest", "delivery")
    op.execute("DELETE FROM delivery WHERE notification_id IS NULL")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_column("is_danger")
        delivery.alter_column("notification_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_index(op.f("ix_notification_instead_of"), "notification")
    op.drop_index(op.f("ix_person_calendar_digest"), "person")
    with op.batch_alter_table("role_grant") as role_grant:
        role_grant.drop_column("deputy_for")
    with op.batch_alter_table("person") as person:
        person.drop_column("gets_digest")
    with op.batch_alter_table("agency") as agency:
        agency.drop_column("quiet_at_weekends")
    for table, name, _ in reversed(COLUMNS):
        with op.batch_alter_table(table) as altered:
            altered.drop_column(name)
