"""Completing: the one way in which a basket or a draft becomes an order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from store.backend import app_client
from store.payments.locks import Queued, held
from store.saleor.client import SaleorClient
from store.saleor.client.checkout_complete import CheckoutCompleteCheckoutComplete
from store.saleor.client.draft_order_complete import DraftOrderCompleteDraftOrderComplete
from store.saleor.errors import SaleorRefused

__all__ = ["CompletionRefused", "PlacedOrder", "Queued", "complete_checkout", "complete_draft"]

Completion = CheckoutCompleteCheckoutComplete | DraftOrderCompleteDraftOrderComplete
LEAKED_STOCK_ERROR = "InsufficientStock"  # Saleor 3.23 answers so when two buyers race for reserved units


@dataclass(frozen=True)
class PlacedOrder:
    """An order that exists: Saleor's id (a bearer secret) and the number people know."""

    order_id: str
    number: str


class CompletionRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Saleor will not make an order of this; `codes` are its error codes, such as INSUFFICIENT_STOCK."""

    def __init__(self, codes: list[str], message: str) -> None:
        super().__init__(message)
        self.codes = codes
        self.message = message


def complete_checkout(*, checkout_id: str, variant_ids: Iterable[str]) -> PlacedOrder:
    """Make the order of a basket; doing it again returns the same order.

    Raises CompletionRefused with Saleor's codes, Queued when nothing was tried, SaleorUnreachable when nobody knows.
    """
    return _complete(lambda: app_client().checkout_complete(id=checkout_id), variant_ids)


def complete_draft(client: SaleorClient, *, order_id: str, variant_ids: Iterable[str]) -> PlacedOrder:
    """Make the order of a draft in the agent's own name, so that the order's history names the agent.

    Raises what `complete_checkout` raises. A draft that was completed already answers INVALID; the caller reads the
    order again to tell.
    """
    return _complete(lambda: client.draft_order_complete(id=order_id), variant_ids)


def _complete(ask: Callable[[], Completion | None], variant_ids: Iterable[str]) -> PlacedOrder:
    with held(variant_ids):
        try:
            answer = ask()
        except SaleorRefused as refused:
            if LEAKED_STOCK_ERROR in refused.codes:
                raise CompletionRefused(["INSUFFICIENT_STOCK"], "Sold out") from refused
            raise
    if answer is None or answer.errors or answer.order is None:
        errors = answer.errors if answer else []
        raise CompletionRefused(
            [str(error.code) for error in errors], "; ".join(error.message or "" for error in errors)
        )
    return PlacedOrder(answer.order.id, answer.order.number)
