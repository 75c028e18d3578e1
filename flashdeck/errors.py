"""The one tree of errors that end in a message to the user instead of a traceback."""


class FlashdeckError(Exception):
    """What is wrong, in one sentence, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class StoreError(FlashdeckError):
    """The store cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another process holds the store's lock; nothing was written."""


class NotFoundError(FlashdeckError):
    """A deck, card, demo or path that does not exist."""


class SearchError(FlashdeckError):
    """A search that is not written as searches are; the message names the place."""


class DemoError(FlashdeckError):
    """A demo with an unknown name or parameters that it does not accept."""
