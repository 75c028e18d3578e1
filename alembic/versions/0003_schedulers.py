"""Schedulers by deck: what notes and learners choose, and the memory that FSRS keeps."""

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
    op.create_index("memory_repeat", "memory", ["card_id"], sqlite_where=sa.text("repeat = 1"))


def rebuild(name: str, values: str, *columns: sa.Column, **options: bool) -> None:
    """Make a table anew and fill it with ``values`` of the old one.

    The tables that refer to it go on doing so by its name. Tables with triggers may not go this
    way: the triggers would go with the old table.
    """
    op.create_table(f"{name}_new", *columns, **options)
    op.execute(f"INSERT INTO {name}_new SELECT {values} FROM {name}")
    op.drop_table(name)
    op.rename_table(f"{name}_new", name)
