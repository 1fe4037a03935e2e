"""Promo codes are short, so an address that keeps guessing them stops being answered.

Pages count their visitors' guesses themselves; this counts those who ask the GraphQL address, where one document may
try many codes.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from store.engine.actions.discount import InvalidPromoCode
from store.engine.refusals import Refusal

Answer = TypeVar("Answer")

MISSES = 20
MISSES_REMEMBERED = 3600  # seconds


class TooManyPromoCodes(Refusal):
    """This address tried too many codes that open nothing; right ones are not told from wrong ones any more."""

    def __init__(self) -> None:
        super().__init__("Too many promo codes were tried. Try again in an hour.", code="INVALID", field="promoCode")


def tried(attempt: Callable[[], Answer], *, address: str) -> Answer:
    """Return what an attempt with a code gives; raises what it raises, or TooManyPromoCodes.

    Without an address nothing is counted: then the caller is a part of the shop.
    """
    if not address:
        return attempt()
    missed = f"promo:missed:ip:{address}"
    if int(cache.get(missed, 0)) >= MISSES:
        raise TooManyPromoCodes
    try:
        return attempt()
    except InvalidPromoCode:
        if not cache.add(missed, 1, timeout=MISSES_REMEMBERED):
            cache.incr(missed)
        raise
