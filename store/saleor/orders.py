"""What follows from an order's statuses."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.saleor.client.enums import OrderChargeStatusEnum


class OrderMixin:
    """Mixed into generated orders."""

    if TYPE_CHECKING:
        charge_status: OrderChargeStatusEnum

    @property
    def owes_nothing(self) -> bool:
        """Whether everything is paid that is not given back.

        Saleor's own `isPaid` turns false with the first refund, as if the sum were owed again.
        """
        return self.charge_status in ("FULL", "OVERCHARGED")
