"""The SQLite store: tables, opening and migrating, and the queries."""

from flashdeck.store.engine import Store, open_store

__all__ = ["Store", "open_store"]
