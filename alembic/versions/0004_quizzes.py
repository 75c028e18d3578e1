"""What was answered in quizzes: rows that are only ever added, like the reviews."""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"

KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "quiz_answer",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("quiz_id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("card_id", sa.Text, sa.ForeignKey("card.id")),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("expected", sa.Text, nullable=False),
        sa.Column("right", sa.Integer, nullable=False),
        sa.Column("mistake", sa.Text),
        sa.Column("diagnosis", sa.Text),
        sa.Column("answered_at", sa.Integer, nullable=False),
        sa.Column("utc_offset_s", sa.Integer, nullable=False),
        sa.Column("duration_ms", sa.Integer),
        **KEYED,
    )
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER quiz_answer_is_never_{verb}d BEFORE {verb.upper()} ON quiz_answer "
            f"BEGIN SELECT RAISE(ABORT, 'rows of quiz_answer are only ever added'); END"
        )
