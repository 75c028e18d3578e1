"""Flags, limits of a day that notes set, moved due days, an index that counts a file's cards."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("card", sa.Column("flag", sa.Text))
    op.add_column("card", sa.Column("flagged_at", sa.Integer))
    op.add_column("source", sa.Column("new_per_day", sa.Integer))
    op.add_column("source", sa.Column("reviews_per_day", sa.Integer))
    op.add_column("review", sa.Column("moved", sa.Integer))
    op.drop_index("card_by_source", "card")
    op.create_index("card_by_source", "card", ["source_id", "retired_at"])
