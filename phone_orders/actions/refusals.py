"""What the desk says when it will not, or Saleor will not."""

from collections.abc import Iterable

from store.saleor.client.fragments import DeskOrderError


class DeskRefusal(Exception):  # noqa: N818 - an answer, not a fault
    """Something cannot be done; `field` is the form's field it is about, empty for the whole form."""

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


SPOKEN = {
    "BILLING_ADDRESS_NOT_SET": "The billing address is missing.",
    "ORDER_NO_SHIPPING_ADDRESS": "The delivery address is missing.",
    "SHIPPING_METHOD_REQUIRED": "Choose how it is delivered.",
    "SHIPPING_METHOD_NOT_APPLICABLE": "The chosen delivery does not fit this order any more. Choose again.",
    "INSUFFICIENT_STOCK": "There is not enough in stock.",
    "INVALID_VOUCHER_CODE": "This code is not valid.",
    "PRODUCT_NOT_PUBLISHED": "This product is not sold on this line.",
    "PRODUCT_UNAVAILABLE_FOR_PURCHASE": "This product cannot be bought now.",
    "NOT_AVAILABLE_IN_CHANNEL": "This product is not sold on this line.",
    "ZERO_QUANTITY": "The quantity must be at least 1.",
    "NOT_EDITABLE": "The order has been placed and cannot be changed.",
}


def spoken(error: DeskOrderError) -> str:
    """Return an error of Saleor as an agent would say it."""
    if error.code == "REQUIRED" and error.field == "lines":
        return "The basket is empty."
    return SPOKEN.get(str(error.code), error.message or "This did not work.")


def refuse_if(errors: Iterable[DeskOrderError] | None, *, field: str = "") -> None:
    """Raise DeskRefusal for the first of Saleor's errors, if there is one."""
    for error in errors or ():
        raise DeskRefusal(spoken(error), field=field, code=str(error.code))
