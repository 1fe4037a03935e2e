"""A visitor's basket in one market: the checkout's id is a secret and stays in the session, on the server."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, Protocol

from django.http import HttpRequest

from store.backend import visitor_client
from store.payments.checkout_payment import PaymentInFlight, PaymentsUnavailable, stop_payment
from store.people import SignedIn, address_of, signed_in
from store.saleor.client import SaleorClient
from store.saleor.client.fragments import Basket, BasketError, BasketLine
from store.saleor.client.input_types import CheckoutCreateInput, CheckoutLineInput, CheckoutLineUpdateInput
from store.saleor.errors import SaleorUnreachable
from store.storefront.frame import CART_COUNT

MOST = 50  # units of one thing in one basket, as Saleor limits them
GONE = "NOT_FOUND"


class Answer(Protocol):
    """What every change of a checkout answers with."""

    @property
    def checkout(self) -> Basket | None:
        """The whole basket as it is now."""

    @property
    def errors(self) -> Sequence[BasketError]:
        """Why it was not changed."""


class BasketRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Saleor did not change the basket; `errors` say why."""

    def __init__(self, errors: Sequence[BasketError]) -> None:
        super().__init__("; ".join(error.message or "" for error in errors))
        self.errors = errors

    @property
    def codes(self) -> set[str]:
        """Saleor's error codes."""
        return {str(error.code) for error in self.errors}


class BasketGone(Exception):  # noqa: N818 - an answer, not a fault
    """There is no basket, or it became an order in another tab."""


class Buyer:
    """One visitor, guest or signed in, with a basket in one market.

    Everything that changes a basket first closes the hosted page on which it might be paid, so it can raise
    PaymentInFlight and PaymentsUnavailable; everything can raise SaleorError.
    """

    def __init__(self, request: HttpRequest, channel: str) -> None:
        self._request = request
        self.channel = channel
        self._key = f"{channel}_checkout"

    @cached_property
    def person(self) -> SignedIn | None:
        """Who is signed in."""
        return signed_in(self._request, place="shop")

    @cached_property
    def client(self) -> SaleorClient:
        """A client that asks in the buyer's name."""
        return self.person.client if self.person else visitor_client(address_of(self._request))

    @property
    def checkout_id(self) -> str:
        """Saleor's id of the basket; empty before anything was added."""
        return str(self._request.session.get(self._key, ""))

    def basket(self) -> Basket | None:
        """Return the basket as it is now, None when there is none any more."""
        if not self.checkout_id:
            return None
        basket = self.client.cart(id=self.checkout_id)
        if basket is None:
            self.forget(self.checkout_id)
        else:
            self._count(basket)
        return basket

    def take_along(self) -> None:
        """Give a basket that was filled before signing in to the person; where that cannot be it stays as it is."""
        with suppress(BasketRefused, BasketGone, PaymentInFlight, PaymentsUnavailable, SaleorUnreachable):
            self.change(lambda client, checkout_id: client.checkout_customer_attach(id=checkout_id))

    def forget(self, checkout_id: str) -> None:
        """Forget a basket that became an order; a newer one stays."""
        if self.checkout_id == checkout_id:
            self._request.session.pop(self._key, None)
            self._request.session.pop(f"{self.channel}_{CART_COUNT}", None)

    def add(self, variant_id: str, quantity: int) -> Basket:
        """Put units of a variant into the basket, into a new one where there is none. Raises BasketRefused."""
        lines = [CheckoutLineInput(variant_id=variant_id, quantity=quantity)]
        if self.checkout_id:
            try:
                return self.change(lambda client, checkout_id: client.cart_lines_add(id=checkout_id, lines=lines))
            except BasketGone:
                pass  # it became an order or expired: the next basket begins
        answer = self.client.cart_create(input=CheckoutCreateInput(channel=self.channel, lines=lines))
        basket = self._changed(answer)
        self._request.session[self._key] = basket.id
        return basket

    def set_quantity(self, line_id: str, quantity: int) -> Basket:
        """Set the units of a line; none removes it. Raises BasketRefused, BasketGone."""
        if quantity == 0:
            return self.change(
                lambda client, checkout_id: client.cart_lines_delete(id=checkout_id, lines_ids=[line_id])
            )
        lines = [CheckoutLineUpdateInput(line_id=line_id, quantity=quantity)]
        return self.change(lambda client, checkout_id: client.cart_lines_update(id=checkout_id, lines=lines))

    def change(self, ask: Callable[[SaleorClient, str], Answer | None]) -> Basket:
        """Change the basket by one operation and return it as it is then. Raises BasketRefused, BasketGone."""
        checkout_id = self.checkout_id
        if not checkout_id:
            raise BasketGone
        stop_payment(checkout_id=checkout_id)
        try:
            return self._changed(ask(self.client, checkout_id))
        except BasketRefused as refused:
            if GONE in refused.codes and self.client.cart(id=checkout_id) is None:
                self.forget(checkout_id)
                raise BasketGone from refused
            raise

    def _changed(self, answer: Answer | None) -> Basket:
        if answer is None or answer.errors or answer.checkout is None:
            raise BasketRefused(answer.errors if answer else [])
        self._count(answer.checkout)
        return answer.checkout

    def _count(self, basket: Basket) -> None:
        key = f"{self.channel}_{CART_COUNT}"
        if self._request.session.get(key) != basket.quantity:
            self._request.session[key] = basket.quantity


def problem_of(line: BasketLine) -> str:
    """Say what stands in the way of buying a line as it is; empty when nothing does."""
    for problem in line.problems or []:
        left: Any = getattr(problem, "available_quantity", None)
        if problem.typename__ == "CheckoutLineProblemVariantNotAvailable":
            return "This is not sold any more. Please remove it."
        if not left:
            return "Sold out. Please remove it."
        return f"Only {left} left. Please lower the quantity."
    return ""


def words_of(refused: BasketRefused) -> str:
    """Say in the shop's words why something did not go into the basket."""
    messages = {
        "QUANTITY_GREATER_THAN_LIMIT": f"We sell at most {MOST} of one item in one order. Call us for more.",
        "PRODUCT_UNAVAILABLE_FOR_PURCHASE": "This cannot be bought at the moment.",
        "UNAVAILABLE_VARIANT_IN_CHANNEL": "This is not sold in this shop.",
        "PRODUCT_NOT_PUBLISHED": "This is not sold any more.",
        "ZERO_QUANTITY": "Choose at least one.",
    }
    for error in refused.errors:
        if error.code == "INSUFFICIENT_STOCK":
            left = re.search(r"Only (\d+)", error.message or "")
            return f"Only {left[1]} left." if left and left[1] != "0" else "Sold out."
        if error.code in messages:
            return messages[error.code]
    return "This cannot be put into the cart."
