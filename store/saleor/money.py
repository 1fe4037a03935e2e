"""Exact amounts out of Saleor's money, whose `amount` is a JSON float."""

from decimal import Decimal
from typing import TYPE_CHECKING


class MoneyMixin:
    """Mixed into the generated Money: reads the exact amount from the smallest unit."""

    if TYPE_CHECKING:
        currency: str
        fractional_amount: int
        fraction_digits: int

    @property
    def exact(self) -> Decimal:
        """The amount in major units, exact: Decimal("33.48")."""
        return Decimal(self.fractional_amount).scaleb(-self.fraction_digits)

    @property
    def is_zero(self) -> bool:
        """Nothing is to be paid."""
        return self.fractional_amount == 0
