"""Flags on cards, and the limits of a day that notes set for their deck."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("card", sa.Column("flag", sa.Text))
    op.add_column("card", sa.Column("flagged_at", sa.Integer))
    op.add_column("source", sa.Column("new_per_day", sa.Integer))
    op.add_column("source", sa.Column("reviews_per_day", sa.Integer))
