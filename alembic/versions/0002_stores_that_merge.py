"""What merging needs: when cards changed, which are the same, and tombstones from several stores.

Tables that change are built anew beside the old ones, since SQLite can neither add a reference nor
change a key. An old table is never renamed: that would turn the references to it away as well.
"""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"

STRICT = {"sqlite_strict": True}
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    rebuild_card()
    rebuild_tombstone()
    op.create_table(
        "wording",
        sa.Column("wording", sa.Text, primary_key=True),
        sa.Column("card_id", sa.Text, sa.ForeignKey("card.id"), primary_key=True),
        **KEYED,
    )
    op.create_table(
        "aside",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("content", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        **KEYED,
    )


def rebuild_card() -> None:
    op.create_table(
        "card_next",
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
        sa.Column("edited_at", sa.Integer),
        sa.Column("suspended_at", sa.Integer),
        sa.Column("same_as", sa.Text, sa.ForeignKey("card.id")),
        **STRICT,
    )
    op.execute("INSERT INTO card_next SELECT *, NULL, NULL, NULL FROM card")
    op.drop_table("card")
    op.rename_table("card_next", "card")
    for name, columns, where in (
        ("card_by_key", ["question_key"], None),
        ("card_by_source", ["source_id"], None),
        ("card_by_explicit_id", ["explicit_id"], "explicit_id IS NOT NULL"),
        ("card_by_same_as", ["same_as"], "same_as IS NOT NULL"),
        (
            "card_new",
            ["deck_id", "source_id", "line"],
            "is_new = 1 AND suspended = 0 AND retired_at IS NULL",
        ),
    ):
        op.create_index(name, "card", columns, sqlite_where=sa.text(where) if where else None)


def rebuild_tombstone() -> None:
    """Make the time of undoing a part of the key; the triggers go with the old table."""
    op.create_table(
        "tombstone_next",
        sa.Column("review_id", sa.Text, sa.ForeignKey("review.id"), primary_key=True),
        sa.Column("undone_at", sa.Integer, primary_key=True),
        **KEYED,
    )
    op.execute("INSERT INTO tombstone_next SELECT review_id, undone_at FROM tombstone")
    op.drop_table("tombstone")
    op.rename_table("tombstone_next", "tombstone")
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER tombstone_is_never_{verb}d BEFORE {verb.upper()} ON tombstone "
            f"BEGIN SELECT RAISE(ABORT, 'rows of tombstone are only ever added'); END"
        )
