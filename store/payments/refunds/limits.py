"""How much each role may give back; the one place where that is decided."""

from collections.abc import Collection
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.conf import settings

HANDLES_PAYMENTS = "HANDLE_PAYMENTS"


def refund_limit(permissions: Collection[str], *, currency: str) -> int | None:
    """Return the most that somebody with these permissions may refund of one order, in minor units; None: all of it."""
    if HANDLES_PAYMENTS in permissions:
        return None
    most = Decimal(settings.AGENT_REFUND_LIMITS.get(currency, "0"))
    return int(most.scaleb(get_currency_precision(currency)))
