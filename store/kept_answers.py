"""Answers about the catalogue, kept: served while the catalogue is as it was, and for hours when Saleor is away.

An answer is kept once, with the version of the catalogue that it belongs to. How many are kept is the cache's limit;
what has not been read for longest goes first.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import time
from typing import Any

from django.core.cache import caches
from redis import RedisError

from store.saleor.errors import SaleorUnreachable
from store.saleor.transports import Transport

# What every visitor is answered alike. Searches are left out: strangers could fill the memory with them.
KEPT_OPERATIONS = frozenset(
    {
        *("ShopFrame", "HomePage", "TopCategories", "CategoryPage", "CollectionListing", "ProductListing"),
        *("NarrowableProducts", "ProductPage", "ProductSurroundings", "ProductCards", "CartSuggestions"),
        *("PageKinds", "PagesOfKind", "PageToRead", "ListAddresses", "CatalogueAddresses"),
    }
)
KEPT_SECONDS = 60  # publication and availability dates pass without anybody writing, and a webhook may be lost
LAST_GOOD_SECONDS = 24 * 60 * 60  # older prices are not shown to anybody


@dataclass(frozen=True)
class Kept:
    """An answer, the version of the catalogue it belongs to, and when it was given (Unix seconds)."""

    version: str
    at: float
    answer: dict[str, Any]

    def holds(self, version: str) -> bool:
        """Tell whether asking again would bring the same."""
        return self.version == version and time() - self.at < KEPT_SECONDS


class KeepingTransport:
    """Answers about the catalogue out of memory for as long as the catalogue is as it was.

    `version` is asked for before the catalogue is, so that an old answer never passes for a new one; without a version
    nothing is kept. With `lasts`, an older answer is better than none: where Saleor is away, it is given instead of an
    error. `is_away` tells that Saleor did not answer last time; then it is asked each time, to find out if it is back.
    """

    def __init__(
        self,
        asked: Transport,
        *,
        version: Callable[[], str],
        lasts: bool = False,
        is_away: Callable[[], bool] = lambda: False,
    ) -> None:
        self._asked = asked
        self._version = version
        self._lasts = lasts
        self._is_away = is_away

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Return the answer that is kept, or ask."""
        if operation_name not in KEPT_OPERATIONS or variables.get("search"):
            return self._asked.send(document, operation_name, variables)
        question = json.dumps([operation_name, document, variables], sort_keys=True)
        key = hashlib.sha256(question.encode()).hexdigest()
        try:
            version = self._version()
            kept: Kept | None = caches["catalogue"].get(key) if version else None
        except RedisError:  # pages do without a cache that is down
            version, kept = "", None
        if kept is not None and kept.holds(version) and not self._is_away():
            return kept.answer
        try:
            answer = self._asked.send(document, operation_name, variables)
        except SaleorUnreachable:
            if kept is None or not self._lasts:
                raise
            return kept.answer
        if version and _is_worth_its_room(answer, variables):
            seconds = LAST_GOOD_SECONDS if self._lasts else KEPT_SECONDS
            with suppress(RedisError):
                caches["catalogue"].set(key, Kept(version, time(), answer), seconds)
        return answer


def _is_worth_its_room(answer: dict[str, Any], variables: dict[str, Any]) -> bool:
    """Tell whether to keep an answer; not that there is no page of some name, or strangers could fill the room."""
    if answer.get("errors"):
        return False
    return "slug" not in variables or any(value is not None for value in answer["data"].values())
