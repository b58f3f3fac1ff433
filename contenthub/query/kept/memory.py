"""All that a process keeps: for each channel what it may see, and the answers it was given. Bounded in bytes."""

from collections import defaultdict

from django.conf import settings
from django.db import connection

from channels.models import Token, hexdigest
from contenthub.query.kept.answers import Answers
from contenthub.query.kept.listener import Listener
from contenthub.query.kept.shared import Shared
from contenthub.query.kept.watch import Commit, Place, Watch
from contenthub.query.store.shelf import Shelf, Stock

OF_ITEMS = frozenset({"published", "withdrawn", "redacted"})
MOST_STOCKS = 50
"""Channels whose stock is kept at the same time."""
MOST_TOKENS = 10_000


class Memory:
    """The stocks and the answers of one process, and the watch that says what of them no longer holds."""

    def __init__(self) -> None:
        self.stocks: dict[int, Stock] = {}
        self.documents: dict[tuple[int | None, str], str] = {}
        """(channel, digest) -> the text of a stored document."""
        self.answers = Answers(settings.HUB_ANSWER_CACHE_MB * 1024 * 1024)
        self.shared = Shared()
        """Answers that other processes worked out."""
        self.tokens: dict[str, Token] = {}
        """digest of the secret -> the token with its channel"""
        self.used: dict[int, float] = {}
        """token -> when its use was noted last, by this process's clock"""
        self.pulls: defaultdict[int, int] = defaultdict(int)
        """token -> requests since its use was noted last"""
        self.watch = Watch(self._hear)
        self.listener = Listener(self.watch.look)

    def look(self) -> int | None:
        """Return the generation of what is kept; None when nothing may be kept or taken now."""
        return self.watch.look()

    def place(self) -> Place | None:
        """Return the state of the database at the last look, when answers are shared with other processes."""
        return self.watch.place if settings.REDIS_URL and settings.HUB_SHARE_ANSWERS else None

    def is_current(self) -> bool:
        """Return whether every commit is known; on PostgreSQL, once the listener is awake, without asking."""
        if self.listener.is_awake or self.watch.is_unchanged():
            return True
        if connection.vendor == "postgresql":
            self.listener.start()
        return self.watch.look() is not None

    def token(self, secret: str) -> Token | None:
        """Return the token with this secret, with its channel, or None."""
        digest, generation = hexdigest(secret), self.look()
        known = self.tokens.get(digest) if generation is not None else None
        if known is not None:
            return known
        token = Token.find(secret)
        if token is not None and generation is not None:
            with self.watch.lock:
                if generation == self.watch.generation and len(self.tokens) < MOST_TOKENS:
                    self.tokens[digest] = token
        return token

    def shelf(self, channel: int, generation: int | None) -> Shelf:
        """Return a shelf for one request of a channel (0: of none)."""
        if generation is None:
            return Shelf()
        stock = self.stocks.get(channel)
        if stock is None:
            with self.watch.lock:
                if len(self.stocks) >= MOST_STOCKS:
                    self.stocks.pop(next(iter(self.stocks)))
                stock = Stock(settings.HUB_DOCUMENT_CACHE_MB * 1024 * 1024 // 4)
                stock.clear(self.watch.generation)
                self.stocks[channel] = stock
        return Shelf(stock, generation)

    def forget(self) -> None:
        """Forget everything, and begin to watch anew."""
        self.listener.stop()
        self.watch.close()
        self.used.clear()
        self.pulls.clear()
        self.stocks.clear()

    def _hear(self, generation: int, commit: Commit) -> None:
        self.shared.recent.hear(commit)
        uuids = [line.uuid for line in commit.lines if line.what in OF_ITEMS]
        facts = [line.uuid for line in commit.lines if line.what == "fact"]
        for stock in list(self.stocks.values()):
            if commit.everything:
                stock.clear(generation)
            else:
                stock.forget(generation, uuids, facts)
        if commit.everything:
            self.documents.clear()
            self.tokens.clear()
        self.answers.hear(generation, commit)


memory = Memory()
