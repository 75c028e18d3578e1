"""Schedulers by deck, the memory that FSRS keeps, and what a session finds its cards by."""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"

STRICT = {"sqlite_strict": True}
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    rebuild(
        "deck",
        "id, name, scheduler, scheduler",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("scheduler", sa.Text, nullable=False, server_default="sm2"),
        sa.Column("chosen", sa.Text, nullable=False, server_default="sm2"),
        **STRICT,
    )
    rebuild(
        "source",
        "*, NULL",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("path", sa.Text, nullable=False, unique=True),
        sa.Column("deck_id", sa.Integer, sa.ForeignKey("deck.id"), nullable=False),
        sa.Column("style", sa.Text),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("modified_ns", sa.Integer, nullable=False),
        sa.Column("parser_version", sa.Integer, nullable=False),
        sa.Column("imported_at", sa.Integer, nullable=False),
        sa.Column("scheduler", sa.Text),
        **STRICT,
    )
    rebuild(
        "memory",
        "*, NULL, NULL, NULL, NULL",
        sa.Column("card_id", sa.Text, sa.ForeignKey("card.id"), primary_key=True),
        sa.Column("scheduler", sa.Text, nullable=False),
        sa.Column("repetitions", sa.Integer, nullable=False),
        sa.Column("interval_days", sa.Integer, nullable=False),
        sa.Column("ease_factor", sa.REAL),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.Column("due", sa.Integer, nullable=False),
        sa.Column("repeat", sa.Integer, nullable=False),
        sa.Column("introduced", sa.Integer, nullable=False),
        sa.Column("stability", sa.REAL),
        sa.Column("difficulty", sa.REAL),
        sa.Column("step", sa.Integer),
        sa.Column("last_day", sa.Integer),
        **KEYED,
    )
    op.create_index("memory_due", "memory", ["due"])
    op.create_index("memory_introduced", "memory", ["introduced"])
    op.create_index("memory_repeat", "memory", ["repeat"], sqlite_where=sa.text("repeat = 1"))
    find_cards()


def find_cards() -> None:
    op.drop_index("card_new", "card")
    op.create_index(
        "card_by_deck",
        "card",
        ["deck_id", "is_new", "source_id", "line"],
        sqlite_where=sa.text("suspended = 0 AND retired_at IS NULL"),
    )
    op.create_index(
        "card_new_by_id",
        "card",
        ["deck_id", "id"],
        sqlite_where=sa.text("is_new = 1 AND suspended = 0 AND retired_at IS NULL"),
    )
    op.create_index(
        "card_by_siblings",
        "card",
        ["sibling_group"],
        sqlite_where=sa.text("sibling_group IS NOT NULL"),
    )
    op.create_table(
        "card_tag",
        sa.Column("tag", sa.Text, primary_key=True),
        sa.Column("card_id", sa.Text, sa.ForeignKey("card.id"), primary_key=True),
        **KEYED,
    )
    op.create_index("card_tag_by_card", "card_tag", ["card_id"])
    op.execute(
        "INSERT OR IGNORE INTO card_tag "
        "SELECT lower(value), card.id FROM card, json_each(card.tags)"
    )
    add = "INSERT OR IGNORE INTO card_tag SELECT lower(value), NEW.id FROM json_each(NEW.tags)"
    remove = (
        "DELETE FROM card_tag WHERE card_id = NEW.id"
        " AND tag IN (SELECT lower(value) FROM json_each(OLD.tags))"
    )
    op.execute(f"CREATE TRIGGER card_is_tagged AFTER INSERT ON card BEGIN {add}; END")
    op.execute(
        "CREATE TRIGGER card_is_tagged_anew AFTER UPDATE OF tags ON card "
        f"WHEN OLD.tags <> NEW.tags BEGIN {remove}; {add}; END"
    )


def rebuild(name: str, values: str, *columns: sa.Column, **options: bool) -> None:
    """Make a table anew and fill it with ``values`` of the old one.

    The tables that refer to it go on doing so by its name. Tables with triggers may not go this
    way: the triggers would go with the old table.
    """
    op.create_table(f"{name}_new", *columns, **options)
    op.execute(f"INSERT INTO {name}_new SELECT {values} FROM {name}")
    op.drop_table(name)
    op.rename_table(f"{name}_new", name)
