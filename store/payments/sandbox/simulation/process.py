"""The shop's process as something that dies: before any write to its tables, and all of it at once.

Every state that outlives a process is made by a write, so dying before each of them is dying at every step. The
stand-in's own tables are left alone: Stripe does not die with us. Where a test wants to be quick, the writes of one
transaction count as one: they outlive the process together or not at all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = ("INSERT", "UPDATE", "DELETE")
ENDS = ("ROLLBACK", "SAVEPOINT", "RELEASE")  # the database itself undoes what a dead process left open


class Killed(BaseException):
    """The process ended here; nothing of the shop catches this."""


class Process:
    """Counts the writes of the shop and ends it at the one it is told to."""

    def __init__(self, *, by_transaction: bool = False) -> None:
        self._by_transaction = by_transaction
        self._is_counted = False  # whether this transaction has been
        self.writes = 0
        self.last = ""
        self.deaths = 0
        self._ends_at = 0
        self.is_dead = False
        self.on_death: Callable[[], None] | None = None  # ends the real process instead

    def live(self, *, ends_at: int = 0) -> None:
        """Start anew, to end at this write; 0 for never."""
        self.writes, self._ends_at, self.is_dead = 0, ends_at, False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch every statement of this thread's connection."""
        with connection.execute_wrapper(self._see):
            yield

    def _see(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.lstrip()
        if self.is_dead and not words.startswith(ENDS):
            raise Killed(self.last)
        if words.startswith("BEGIN"):
            self._is_counted = False
        if self._counts(words):
            self._is_counted = True
            self.writes += 1
            if self.writes == self._ends_at:
                self.is_dead, self.last, self.deaths = True, words[:80], self.deaths + 1
                if self.on_death:
                    self.on_death()
                raise Killed(self.last)
        return execute(sql, params, many, context)

    def _counts(self, words: str) -> bool:
        if not words.startswith(WRITES) or "stripe_sandbox_" in words:
            return False
        return not (self._by_transaction and connection.in_atomic_block and self._is_counted)
