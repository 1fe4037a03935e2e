"""What follows from an order's statuses."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.saleor.money import MoneyMixin


class OrderMixin:
    """Mixed into generated orders."""

    if TYPE_CHECKING:
        charge_status: Any  # the generated enum
        total: Any  # each generated class has its own TaxedMoney
        total_charged: MoneyMixin
        total_refunded: MoneyMixin

    @property
    def owes_nothing(self) -> bool:
        """Whether everything is paid that is not given back.

        Saleor's own `isPaid` turns false with the first refund, as if the sum were owed again; so does the charge
        status, when the refund was asked for in its Dashboard without being granted there.
        """
        kept = self.total_charged.fractional_amount + self.total_refunded.fractional_amount
        paid: bool = kept >= self.total.gross.fractional_amount
        return paid or self.charge_status in ("FULL", "OVERCHARGED")
