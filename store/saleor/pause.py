"""Leaves a Saleor alone that does not answer, so that pages do not each wait for it and it can come back in peace."""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic

log = logging.getLogger(__name__)

SECONDS = 5.0  # for which nobody asks; then one caller finds out
PATIENCE = 3  # answers that did not come, one after another, before asking is paused


class Pause:
    """Whether to ask, as everything in this process that asks one Saleor has found out together."""

    def __init__(self, *, seconds: float = SECONDS, clock: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._until = 0.0

    @property
    def is_away(self) -> bool:
        """Whether the last answer that was waited for did not come."""
        return self._failures > 0

    @property
    def is_on(self) -> bool:
        """Whether nobody should ask now."""
        return self._clock() < self._until

    @property
    def is_trying(self) -> bool:
        """Whether whoever asks now finds out if Saleor is back, and need not be stubborn about it."""
        return self._failures >= PATIENCE

    def lets_through(self) -> bool:
        """Tell whether to ask now; after a pause it sends one caller ahead and the others away."""
        with self._lock:
            if self.is_on:
                return False
            if self.is_trying:
                self._until = self._clock() + self._seconds
            return True

    def worked(self) -> None:
        """Note that an answer came."""
        if not self._failures:
            return
        with self._lock:
            was_on, self._failures, self._until = self.is_trying, 0, 0.0
        if was_on:
            log.warning("Saleor answers again")

    def failed(self, *, for_certain: bool) -> None:
        """Note that no answer came; `for_certain` when nobody was there at all."""
        with self._lock:
            was_on = self.is_trying
            self._failures = PATIENCE if for_certain else self._failures + 1
            if self.is_trying:
                self._until = self._clock() + self._seconds
        if self.is_trying and not was_on:
            log.error("Saleor does not answer; it is asked again every %.0f seconds", self._seconds)
