"""The tables of the store. `alembic/versions` builds the same ones, which a test compares.

`review` and `tombstone` are the truth and only ever grow, as `quiz_answer` does; `memory` and
`card.is_new` are derived from the first two. `wording` and `card.same_as` say which cards of two
stores are one (docs/algorithms.md).
`deck.scheduler` is what the deck's notes say (`source.scheduler`), or else what was `chosen`;
`source.new_per_day` and `source.reviews_per_day` are limits that a note sets for its deck.
"""

from typing import Any

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

from flashdeck.store.types import Day, Instant, Words, YesNo

REVISION = "0005"
"""The newest revision of `alembic/versions`."""

STRICT: dict[str, Any] = {"sqlite_strict": True}
KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}

metadata = MetaData()

deck = Table(
    "deck",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("scheduler", Text, nullable=False, server_default="sm2"),
    Column("chosen", Text, nullable=False, server_default="sm2"),
    **STRICT,
)

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("deck_id", Integer, ForeignKey("deck.id"), nullable=False),
    Column("style", Text),
    Column("hash", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("modified_ns", Integer, nullable=False),
    Column("parser_version", Integer, nullable=False),
    Column("imported_at", Instant, nullable=False),
    Column("scheduler", Text),
    Column("new_per_day", Integer),
    Column("reviews_per_day", Integer),
    **STRICT,
)

card = Table(
    "card",
    metadata,
    Column("id", Text, primary_key=True),
    Column("deck_id", Integer, ForeignKey("deck.id"), nullable=False),
    Column("source_id", Integer, ForeignKey("source.id")),
    Column("line", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("path", Words, nullable=False),
    Column("tags", Words, nullable=False),
    Column("explicit_id", Text),
    Column("question_key", Text, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("sibling_group", Text),
    Column("is_new", YesNo, nullable=False, server_default=text("1")),
    Column("suspended", YesNo, nullable=False, server_default=text("0")),
    Column("buried_on", Day),
    Column("retired_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("suspended_at", Instant),
    Column("same_as", Text, ForeignKey("card.id")),
    Column("flag", Text),
    Column("flagged_at", Instant),
    Index("card_by_key", "question_key"),
    Index("card_by_source", "source_id", "retired_at"),
    Index(
        "card_by_deck",
        "deck_id",
        "is_new",
        "source_id",
        "line",
        sqlite_where=text("suspended = 0 AND retired_at IS NULL"),
    ),
    Index(
        "card_new_by_id",
        "deck_id",
        "id",
        sqlite_where=text("is_new = 1 AND suspended = 0 AND retired_at IS NULL"),
    ),
    Index("card_by_siblings", "sibling_group", sqlite_where=text("sibling_group IS NOT NULL")),
    Index(
        "card_by_explicit_id",
        "explicit_id",
        sqlite_where=text("explicit_id IS NOT NULL"),
    ),
    Index("card_by_same_as", "same_as", sqlite_where=text("same_as IS NOT NULL")),
    **STRICT,
)

card_tag = Table(
    "card_tag",
    metadata,
    Column("tag", Text, primary_key=True),
    Column("card_id", Text, ForeignKey("card.id"), primary_key=True),
    Index("card_tag_by_card", "card_id"),
    **KEYED,
)
"""The tags of `card.tags` in lower case, which triggers keep, and the program's own, `leech`."""

review = Table(
    "review",
    metadata,
    Column("id", Text, primary_key=True),
    Column("card_id", Text, ForeignKey("card.id"), nullable=False),
    Column("reviewed_at", Instant, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("day", Day, nullable=False),
    Column("quality", Integer, nullable=False),
    Column("duration_ms", Integer),
    Column("moved", Integer),
    CheckConstraint("quality BETWEEN 0 AND 5", name="review_quality"),
    Index("review_by_card", "card_id"),
    **KEYED,
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("review_id", Text, ForeignKey("review.id"), primary_key=True),
    Column("undone_at", Instant, primary_key=True),
    **KEYED,
)
"""A review taken back in two stores has a row from each, so that merging is a plain union."""

wording = Table(
    "wording",
    metadata,
    Column("wording", Text, primary_key=True),
    Column("card_id", Text, ForeignKey("card.id"), primary_key=True),
    **KEYED,
)
"""The texts by which cards were known when their store met another; only ever added to."""

aside = Table(
    "aside",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("content", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    **KEYED,
)
"""Rows of another store that cannot be true, kept as JSON and used for nothing."""

quiz_answer = Table(
    "quiz_answer",
    metadata,
    Column("id", Text, primary_key=True),
    Column("quiz_id", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("card_id", Text, ForeignKey("card.id")),
    Column("given", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("right", YesNo, nullable=False),
    Column("mistake", Text),
    Column("diagnosis", Text),
    Column("answered_at", Instant, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("duration_ms", Integer),
    **KEYED,
)
"""What was answered in quizzes: the quiz with its seed, the ``place`` in it, and the verdict.

``topic`` is a deck or demo; ``mistake`` is the name of the known mistake that the answer equals and
``diagnosis`` that mistake in words.
"""

memory = Table(
    "memory",
    metadata,
    Column("card_id", Text, ForeignKey("card.id"), primary_key=True),
    Column("scheduler", Text, nullable=False),
    Column("repetitions", Integer, nullable=False),
    Column("interval_days", Integer, nullable=False),
    Column("ease_factor", REAL),
    Column("lapses", Integer, nullable=False),
    Column("due", Day, nullable=False),
    Column("repeat", YesNo, nullable=False),
    Column("introduced", Day, nullable=False),
    Column("stability", REAL),
    Column("difficulty", REAL),
    Column("step", Integer),
    Column("last_day", Day),
    Index("memory_due", "due"),
    Index("memory_introduced", "introduced"),
    Index("memory_repeat", "repeat", sqlite_where=text("repeat = 1")),
    **KEYED,
)

APPEND_ONLY = tuple(
    f"CREATE TRIGGER {name}_is_never_{verb}d BEFORE {verb.upper()} ON {name} "
    f"BEGIN SELECT RAISE(ABORT, 'rows of {name} are only ever added'); END"
    for name in ("review", "tombstone", "quiz_answer")
    for verb in ("update", "delete")
)

_TAG = "INSERT OR IGNORE INTO card_tag SELECT lower(value), NEW.id FROM json_each(NEW.tags)"
_UNTAG = (
    "DELETE FROM card_tag WHERE card_id = NEW.id"
    " AND tag IN (SELECT lower(value) FROM json_each(OLD.tags))"
)
TAG_ALL = (
    "INSERT OR IGNORE INTO card_tag SELECT lower(value), card.id"
    " FROM card, json_each(card.tags) WHERE card.tags <> '[]'"
)
"""What the first trigger of TAGGED does, for all cards at once."""
TAGGED = (
    f"CREATE TRIGGER card_is_tagged AFTER INSERT ON card BEGIN {_TAG}; END",
    "CREATE TRIGGER card_is_tagged_anew AFTER UPDATE OF tags ON card "
    f"WHEN OLD.tags <> NEW.tags BEGIN {_UNTAG}; {_TAG}; END",
)
