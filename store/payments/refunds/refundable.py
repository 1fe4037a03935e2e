"""What can still be given back of a payment: by line, by sum, and by whoever asks."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum

from store.amounts import written_minor
from store.backend import app_client
from store.payments.models import COUNTED, REFUNDABLE, Payment, Refund, RefundedLine
from store.payments.refunds.limits import refund_limit
from store.saleor.client.fragments import RefundableLine, RefundableOrder

CANCELLABLE = ("UNCONFIRMED", "UNFULFILLED")


@dataclass(frozen=True)
class LineLeft:
    """A line of an order, or its delivery (no id), and what of it was not given back yet; amounts in minor units."""

    line_id: str
    name: str
    ordered: int
    left: int
    worth: int  # of all units together, tax included
    given_back: int

    def worth_of(self, quantity: int) -> int:
        """Return what so many units come to; the last ones take what rounding left."""
        rest = max(self.worth - self.given_back, 0)
        if quantity == self.left:
            return rest
        return min((self.worth * quantity * 2 + self.ordered) // (self.ordered * 2), rest)

    def refunded(self, quantity: int) -> RefundedLine:
        """Return the row of a refund of so many units."""
        return RefundedLine(
            line_id=self.line_id,
            name=self.name,
            quantity=quantity,
            ordered=self.ordered,
            amount=self.worth_of(quantity),
        )


class Refundable:
    """One payment as somebody with these permissions may refund it."""

    def __init__(self, payment: Payment, *, permissions: Collection[str]) -> None:
        self.payment = payment
        self.limit = refund_limit(permissions, currency=payment.currency)

    @cached_property
    def order(self) -> RefundableOrder | None:
        """What was bought; None for a payment that did not become an order."""
        return app_client().order_to_refund(id=self.payment.order_id) if self.payment.order_id else None

    @cached_property
    def lines(self) -> list[LineLeft]:
        """The lines of which something is left, and the delivery last."""
        if self.order is None:
            return []
        found = [self._left(line.id, name_of(line), line.quantity, _minor(line)) for line in self.order.lines]
        delivery = self.order.shipping_price.gross.fractional_amount
        if delivery:
            found.append(self._left("", "Delivery", 1, delivery))
        return [line for line in found if line.left]

    @property
    def most(self) -> int:
        """The most that may go back now through this person, in minor units."""
        if self.limit is None:
            return self.payment.left
        return max(min(self.payment.left, self.limit - self._gone), 0)

    @property
    def may_all(self) -> bool:
        """Whether everything that is left may go back through this person."""
        return self.most == self.payment.left

    @property
    def can_cancel(self) -> bool:
        """Whether the order can be cancelled too: nothing of it was sent."""
        return self.order is not None and self.order.status in CANCELLABLE

    @property
    def why_not(self) -> str:
        """Why nothing can go back at all; empty when something can."""
        if any(dispute.blocks_refunds for dispute in self.payment.disputes.all()):
            return "The cardholder's bank disputes this payment. It cannot be refunded: the dispute decides."
        if self.payment.status not in REFUNDABLE:
            return f"This payment cannot be refunded: it is {self.payment.get_status_display()}."
        if not self.payment.left:
            return "Everything went back already."
        if not self.most and self.limit is not None:
            limit = written_minor(self.limit, self.payment.currency)
            return f"You may refund up to {limit} of one order. Ask a supervisor for more."
        return ""

    @property
    def _gone(self) -> int:
        of_order = Payment.objects.filter(order_id=self.payment.order_id) if self.payment.order_id else None
        rows = of_order if of_order is not None else Payment.objects.filter(pk=self.payment.pk)
        return rows.aggregate(gone=Sum("refunded"))["gone"] or 0

    @cached_property
    def _given_back(self) -> dict[str, tuple[int, int]]:
        """Units and amounts that went back, by line."""
        rows = RefundedLine.objects.filter(
            refund__payment__order_id=self.payment.order_id, refund__status__in=COUNTED
        ).order_by()
        sums = rows.values("line_id").annotate(units=Sum("quantity"), worth=Sum("amount"))
        return {row["line_id"]: (row["units"], row["worth"]) for row in sums}

    def _left(self, line_id: str, name: str, ordered: int, worth: int) -> LineLeft:
        units, given_back = self._given_back.get(line_id, (0, 0))
        return LineLeft(line_id, name, ordered, max(ordered - units, 0), worth, given_back)


def refunds_of_order(order_id: str) -> list[Refund]:
    """Return what went back of an order or is on its way, the oldest first."""
    rows = Refund.objects.filter(payment__order_id=order_id, status__in=COUNTED).order_by("created_at")
    return list(rows.select_related("payment").prefetch_related("lines"))


def refunded_units(refunds: Iterable[Refund]) -> dict[str, int]:
    """Return how many units of each line went back, by the line's id."""
    units: Counter[str] = Counter()
    for refund in refunds:
        for line in refund.lines.all():
            units[line.line_id] += line.quantity
    return dict(units)


def name_of(line: RefundableLine) -> str:
    """Name a line; the variant is left out where it says nothing."""
    said = line.variant_name in ("", line.product_name, line.product_sku)
    return line.product_name if said else f"{line.product_name}, {line.variant_name}"


def _minor(line: RefundableLine) -> int:
    return line.total_price.gross.fractional_amount
