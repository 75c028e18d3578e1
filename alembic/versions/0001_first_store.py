"""The first store: decks, sources, cards, reviews and the memory derived from them."""

import sqlalchemy as sa

from alembic import op

revision = "0001"
down_revision = None

STRICT = {"sqlite_strict": True}
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "deck",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("scheduler", sa.Text, nullable=False, server_default="sm2"),
        **STRICT,
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("path", sa.Text, nullable=False, unique=True),
        sa.Column("deck_id", sa.Integer, sa.ForeignKey("deck.id"), nullable=False),
        sa.Column("style", sa.Text),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("modified_ns", sa.Integer, nullable=False),
        sa.Column("parser_version", sa.Integer, nullable=False),
        sa.Column("imported_at", sa.Integer, nullable=False),
        **STRICT,
    )
    create_card()
    create_review()
    create_memory()
    for table in ("review", "tombstone"):
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_is_never_{verb}d BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
            )


def create_card() -> None:
    op.create_table(
        "card",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("deck_id", sa.Integer, sa.ForeignKey("deck.id"), nullable=False),
        sa.Column("source_id", sa.Integer, sa.ForeignKey("source.id")),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("explicit_id", sa.Text),
        sa.Column("question_key", sa.Text, nullable=False),
        sa.Column("key_version", sa.Integer, nullable=False),
        sa.Column("sibling_group", sa.Text),
        sa.Column("is_new", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("suspended", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("buried_on", sa.Integer),
        sa.Column("retired_at", sa.Integer),
        sa.Column("created_at", sa.Integer, nullable=False),
        **STRICT,
    )
    op.create_index("card_by_key", "card", ["question_key"])
    op.create_index("card_by_source", "card", ["source_id"])
    op.create_index(
        "card_by_explicit_id",
        "card",
        ["explicit_id"],
        sqlite_where=sa.text("explicit_id IS NOT NULL"),
    )
    op.create_index(
        "card_new",
        "card",
        ["deck_id", "source_id", "line"],
        sqlite_where=sa.text("is_new = 1 AND suspended = 0 AND retired_at IS NULL"),
    )


def create_review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("card_id", sa.Text, sa.ForeignKey("card.id"), nullable=False),
        sa.Column("reviewed_at", sa.Integer, nullable=False),
        sa.Column("utc_offset_s", sa.Integer, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("quality", sa.Integer, nullable=False),
        sa.Column("duration_ms", sa.Integer),
        sa.CheckConstraint("quality BETWEEN 0 AND 5", name="review_quality"),
        **KEYED,
    )
    op.create_index("review_by_card", "review", ["card_id"])
    op.create_table(
        "tombstone",
        sa.Column("review_id", sa.Text, sa.ForeignKey("review.id"), primary_key=True),
        sa.Column("undone_at", sa.Integer, nullable=False),
        **KEYED,
    )


def create_memory() -> None:
    op.create_table(
        "memory",
        sa.Column("card_id", sa.Text, sa.ForeignKey("card.id"), primary_key=True),
        sa.Column("scheduler", sa.Text, nullable=False),
        sa.Column("repetitions", sa.Integer, nullable=False),
        sa.Column("interval_days", sa.Integer, nullable=False),
        sa.Column("ease_factor", sa.REAL, nullable=False),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.Column("due", sa.Integer, nullable=False),
        sa.Column("repeat", sa.Integer, nullable=False),
        sa.Column("introduced", sa.Integer, nullable=False),
        **KEYED,
    )
    op.create_index("memory_due", "memory", ["due"])
    op.create_index("memory_introduced", "memory", ["introduced"])
    op.create_index("memory_repeat", "memory", ["card_id"], sqlite_where=sa.text("repeat = 1"))
